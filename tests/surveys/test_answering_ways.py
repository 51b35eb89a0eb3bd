"""Code slips, own profiles and drafts: what differs from a link in a letter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation, Round
from surveys.services.invitations import shared_links
from tests.cast import Cast
from tests.surveys.fielding import (
    arrive,
    invite,
    leaf,
    make_open,
    send,
    url,
)

pytestmark = pytest.mark.django_db

ALREADY = "Tällä linkillä on jo vastattu."
FIRST_IS_SAFE = "Ensimmäinen vastaus on tallessa. Kiitos!"


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_), "liisa@example.org")


# --- Code slips ---------------------------------------------------------------------------------------


def test_code_of_a_slip_is_understood_as_people_type_it(visitor: Client, round_: Round) -> None:
    from surveys import sealing
    from surveys.services.invitations import mailing

    made = Invitation.objects.create(round=round_, group=leaf(round_), channel=Invitation.Channel.SLIP)
    code = mailing.mint(made, sealing.new_slip_code())
    typed = code.lower().replace("-", " ")
    response = visitor.post(url("answer_code"), {"code": typed})
    assert response["Location"] == url("answer_start", round_.pk)
    visitor.get(response["Location"])
    assert typed in visitor.get(url("answer", round_.pk)).content.decode()
    assert send(visitor, round_, typed).status_code == 200
    assert Invitation.objects.get().is_spent


def test_wrong_code_is_said_beside_the_field(visitor: Client, round_: Round) -> None:
    response = visitor.post(url("answer_code"), {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert "Koodia ei tunneta" in response.content.decode()
    assert "AAAA-BBBB-CCCC-DDDD" in response.content.decode()


def test_printed_address_leads_to_the_page_for_codes(visitor: Client, db: None) -> None:
    assert visitor.get("/v/")["Location"] == url("answer_code")


# --- Competence -----------------------------------------------------------------------------------------


def test_own_profile_is_shown_once_and_kept_nowhere(visitor: Client, cast: Cast) -> None:
    round_ = make_open(cast, code="wl_competence")
    token = invite(leaf(round_))
    sent = {**{f"A{n}": "2" for n in range(1, 6)}, **{f"B{n}": "1" for n in range(1, 5)}, "B5": "na"}
    text = send(visitor, round_, token, sent).content.decode()
    assert "Oma profiilisi" in text
    assert "2,0 / 3" in text
    assert "1,0 / 3" in text
    roles = text.split('<details class="disclose" name="role">')[1:]
    assert len(roles) == 4
    assert all(role.count("<meter") == 5 for role in roles), "of area C there is no own level"
    assert "Näytön järjestäminen" not in text, "not part of the person's job"
    assert "Työpaikkaohjaajan tukeminen → Soveltava taso – teen itsenäisesti" in roles[0]
    assert "Oma profiilisi" not in send(visitor, round_, token, sent).content.decode()
    assert "Oma profiilisi" not in arrive(visitor, token).content.decode()


def test_wellbeing_survey_shows_no_profile(visitor: Client, round_: Round, token: str) -> None:
    assert "Oma profiilisi" not in send(visitor, round_, token).content.decode()


# --- Drafts -------------------------------------------------------------------------------------------


def draft_name(text: str) -> str:
    found = re.search(r'data-draft="([^"]*)"', text)
    assert found
    return found[1]


def test_draft_has_one_name_per_invitation_and_it_is_not_the_token(visitor: Client, round_: Round) -> None:
    from surveys.services.invitations import mailing

    first = invite(leaf(round_), "a@example.org")
    reminder = mailing.mint(Invitation.objects.get())
    other = invite(leaf(round_), "b@example.org")
    names = []
    for token in (first, reminder, other):
        client = Client()
        arrive(client, token)
        names.append(draft_name(client.get(url("answer", round_.pk)).content.decode()))
        assert token not in names[-1]
    assert names[0] == names[1] != names[2]
    assert f'data-sent-draft="{names[0]}"' in send(visitor, round_, first).content.decode()


def test_shared_link_keeps_no_draft(visitor: Client, cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_), user=cast.aino)
    visitor.post(url("answer_shared", round_.pk, link.code))
    text = visitor.get(url("answer", round_.pk)).content.decode()
    assert draft_name(text) == ""
    assert "Tälle laitteelle ei tallenneta mitään" in text


def test_far_future_closing_does_not_matter_to_a_round_closed_by_hand(
    visitor: Client, round_: Round, token: str
) -> None:
    Round.objects.update(state=Round.State.CLOSING, closes_at=timezone.now() + timedelta(days=300))
    assert send(visitor, round_, token).status_code == 410
