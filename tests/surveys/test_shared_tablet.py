"""On a tablet that a group shares nothing of one person remains for the next."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from surveys.forms import answers
from surveys.models import Envelope, Invitation, Round, SharedLink
from surveys.services.invitations import shared_links
from tests.cast import Cast
from tests.surveys.fielding import close_by_clock, fill_in, invite, leaf, make_open, url

pytestmark = pytest.mark.django_db

LANGUAGES = ("fi", "sv", "en")


def start(link: SharedLink, language: str = "en") -> str:
    return url("tablet_start", link.group.round_id, link.code, language=language)


def questions(link: SharedLink, language: str = "en") -> str:
    return url("tablet", link.group.round_id, link.code, language=language)


def begin(tablet: Client, link: SharedLink) -> str:
    """Press the button of the first page; the token in the form that comes."""
    response = tablet.post(start(link))
    assert response["Location"] == questions(link)
    page = tablet.get(response["Location"]).content.decode()
    found = re.search(r'name="_link" value="([^"]+)"', page)
    assert found
    assert " checked" not in page
    return found[1]


def sent(link: SharedLink, token: str, **more: str) -> dict[str, str]:
    return {answers.LINK: token, **fill_in(link.group.round, "2"), **more}


def cookies(tablet: Client) -> list[str]:
    return [name for name, morsel in tablet.cookies.items() if name.startswith("yhes_") and morsel.value]


def test_address_of_the_tablet_leads_to_its_own_first_page(link: SharedLink, visitor: Client) -> None:
    assert shared_links.tablet_address_of(link).endswith(f"/k/{link.code}/tablet")
    assert visitor.get(f"/k/{link.code}/tablet")["Location"] == start(link, "fi")
    page = visitor.get(start(link))
    assert page["Cache-Control"].count("no-store") == 1
    assert "This tablet is shared" in page.content.decode()
    assert not Invitation.objects.exists()


def test_one_after_the_other_answers_and_leaves_nothing(link: SharedLink, visitor: Client) -> None:
    for person in range(3):
        token = begin(visitor, link)
        assert cookies(visitor)
        response = visitor.post(questions(link), sent(link, token))
        thanks = response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert start(link) in thanks
        assert f'content="30; url={start(link)}"' in thanks, "without JavaScript it goes back by itself"
        assert not cookies(visitor)
        assert Envelope.objects.count() == person + 1
        again = visitor.post(questions(link), sent(link, token))
        assert again["Location"] == start(link), "loading the thanks once more sends nothing"
        assert visitor.get(questions(link))["Location"] == start(link)
    assert Envelope.objects.count() == 3


def test_form_left_half_way_is_gone_for_the_next_however_it_is_asked_for(
    link: SharedLink, visitor: Client
) -> None:
    """Also the page in another language, which the browser has as an answer to what was sent."""
    token = begin(visitor, link)
    carried = sent(link, token, **{answers.CARRY: "sv"})
    assert " checked" in visitor.post(questions(link, "sv"), carried).content.decode()
    assert visitor.get(start(link)).status_code == 200
    assert not cookies(visitor)
    assert visitor.post(questions(link, "sv"), carried)["Location"] == start(link, "sv")
    begin(visitor, link)
    assert visitor.post(questions(link, "sv"), carried)["Location"] == start(link, "sv")
    assert not Envelope.objects.exists()


def test_change_of_language_keeps_to_the_tablet_and_to_what_is_filled_in(
    link: SharedLink, visitor: Client
) -> None:
    token = begin(visitor, link)
    page = visitor.get(questions(link)).content.decode()
    for language in LANGUAGES:
        assert f'formaction="{questions(link, language)}"' in page
    changed = visitor.post(questions(link, "fi"), sent(link, token, **{answers.CARRY: "fi"}))
    assert f'action="{questions(link, "fi")}"' in changed.content.decode()
    assert visitor.post(questions(link, "fi"), sent(link, token)).status_code == 200
    assert Envelope.objects.count() == 1


def test_form_keeps_no_draft_and_says_when_it_is_emptied(link: SharedLink, visitor: Client) -> None:
    begin(visitor, link)
    page = visitor.get(questions(link)).content.decode()
    assert 'data-draft=""' in page
    assert f'data-tablet="{start(link)}" data-left-alone="180" data-still-there="60"' in page
    assert "Nothing is kept on this device" in page
    assert 'id="still-there"' in page


def test_own_profile_is_not_shown_where_the_next_person_could_read_it(cast: Cast, visitor: Client) -> None:
    round_ = make_open(cast, code="wl_competence")
    link = shared_links.share_link(group=leaf(round_), user=cast.aino)
    assert "Your own profile is not shown here" in visitor.get(start(link)).content.decode()
    thanks = visitor.post(questions(link), sent(link, begin(visitor, link))).content.decode()
    assert Envelope.objects.count() == 1
    assert "answer-profile" not in thanks
    visitor.post(url("answer_shared", round_.pk, link.code))
    page = visitor.get(url("answer", round_.pk)).content.decode()
    token = re.search(r'name="_link" value="([^"]+)"', page)
    assert token
    own = visitor.post(url("answer", round_.pk), sent(link, token[1])).content.decode()
    assert "answer-profile" in own, "on a device of one's own it is"


def test_link_of_a_letter_that_was_opened_on_the_tablet_is_forgotten(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    visitor.get(f"/v/{invite(leaf(round_))}")
    assert cookies(visitor)
    visitor.get(start(link))
    assert not cookies(visitor)
    assert visitor.get(url("answer_start", round_.pk)).status_code == 404


def test_what_cannot_be_sent_leads_back_to_the_start(link: SharedLink, visitor: Client) -> None:
    token = begin(visitor, link)
    close_by_clock(link.group.round)
    late = visitor.post(questions(link), sent(link, token))
    assert late.status_code == 410
    assert start(link) in late.content.decode()
    assert visitor.get(start(link)).status_code == 410
    assert visitor.get(questions(link))["Location"] == start(link)
    assert not Envelope.objects.exists()


def test_form_of_one_group_is_not_shown_under_the_address_of_another(
    cast: Cast, round_: Round, link: SharedLink, visitor: Client
) -> None:
    other = shared_links.share_link(group=leaf(round_), user=cast.aino)
    begin(visitor, link)
    assert visitor.get(questions(other))["Location"] == start(other)
    assert visitor.get(url("tablet_start", round_.pk, "ei-ole")).status_code == 404
    assert visitor.get("/k/ei-ole/tablet")["Location"] == url("answer_unknown")
    assert visitor.post(url("tablet_start", round_.pk + 1, link.code)).status_code == 410


def test_group_page_and_poster_tell_the_tablets_address(
    cast: Cast, link: SharedLink, as_aino: Client
) -> None:
    where: tuple[Any, ...] = (cast.project.slug, link.group.round_id, link.group_id)
    for name in ("group_invitations", "poster"):
        assert shared_links.tablet_address_of(link) in as_aino.get(url(name, *where)).content.decode()


def test_poster_and_slips_name_the_organisation_beside_its_unit(
    cast: Cast, link: SharedLink, as_aino: Client
) -> None:
    where: tuple[Any, ...] = (cast.project.slug, link.group.round_id)
    assert "Esimerkkiopisto · Pohjoinen" in as_aino.get(url("poster", *where, link.group_id)).content.decode()
    other = leaf(link.group.round).pk
    printed = as_aino.post(url("slips", *where, other), {"count": "1", "batch": str(uuid4())})
    assert "Esimerkkiopisto · Etelä" in printed.content.decode()
