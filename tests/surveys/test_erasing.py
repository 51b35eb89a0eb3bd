"""A person's address goes when they ask or leave, and nothing tells whether they had answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Invitation, InvitationToken, Round
from surveys.questionnaire import Submission
from surveys.services import answering, closing, retention
from surveys.services.invitations import mailing, people
from tests.accounts.people import address as url_of
from tests.cast import Cast, give_second_factor, make_person, sign_in
from tests.surveys.fielding import invite, silent, submit, sure, url
from tests.worker import Letters
from yhes.accounts import services as accounts

pytestmark = pytest.mark.django_db

LIISA = "liisa@example.org"


def answer(token: str) -> None:
    submit(token=token, submission=Submission({"OS1": 4}, {}))


def stored() -> list[tuple[object, ...]]:
    return list(
        Invitation.objects.order_by("pk").values_list(
            "email", "channel", "language", "is_mailed", "has_failed", "reminded_on"
        )
    )


@pytest.mark.parametrize("has_answered", [False, True])
def test_address_is_erased_the_same_way_whether_or_not_they_answered(
    cast: Cast, round_: Round, south: Group, has_answered: bool
) -> None:
    token = invite(south, LIISA, "sv")
    if has_answered:
        answer(token)
    people.erase_from_group(group=south, email=" Liisa@Example.org ", user=cast.aino)
    assert stored() == [("", "erased", "fi", True, False, None)]
    if not has_answered:
        answer(token)
    with pytest.raises(answering.AlreadyAnswered):
        answer(token)
    closing.close_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.closed_at is not None


def test_nobody_is_written_to_after_that(cast: Cast, round_: Round, south: Group, letters: Letters) -> None:
    people.invite_people(group=south, people=[people.Person(LIISA, "fi")], user=cast.aino)
    people.erase_from_group(group=south, email=LIISA, user=cast.aino)
    assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 0
    invite(south, "matti@example.org")
    people.erase_from_group(group=south, email="matti@example.org", user=cast.aino)
    mailing.remind(group_id=south.pk, on=timezone.localdate(), report=silent, confirm=sure)
    assert letters(to="example.org") == []


def test_address_erased_while_letters_are_being_sent_gets_none(
    cast: Cast, south: Group, letters: Letters
) -> None:
    """Erased between the moment the job begins and the moment it comes to this address."""
    people.invite_people(group=south, people=[people.Person(LIISA, "fi")], user=cast.aino)

    def erase_first() -> None:
        people.erase_from_group(group=south, email=LIISA, user=cast.aino)

    assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=erase_first) == 0
    assert letters(to=LIISA) == []


def test_page_asks_once_and_says_the_same_of_an_address_that_was_never_there(
    cast: Cast, with_factor: Client, round_: Round, south: Group
) -> None:
    token = invite(south, LIISA)
    answer(token)
    address = url("erase_address", cast.project.slug, round_.pk, south.pk, language="en")
    page = url("group_invitations", cast.project.slug, round_.pk, south.pk, language="en")
    said = []
    for email in (LIISA, "nobody@example.org"):
        asked = with_factor.post(address, {"email": email})
        assert email in asked.content.decode()
        assert with_factor.post(address, {"email": email, "confirmed": "on"}).status_code == 302
        said.append(
            with_factor.get(page)
            .content.decode()
            .count("If the address was on the list, it has been erased.")
        )
    assert said == [1, 1]
    assert not Invitation.objects.exclude(email="").exists()
    assert with_factor.post(address, {"email": "not an address"}).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("maija", 403), ("eero", 404)])
def test_who_does_not_invite_does_not_erase(
    cast: Cast, round_: Round, south: Group, who: str, status: int
) -> None:
    """Also after confirming who they are: the second factor opens nothing by itself."""
    invite(south, LIISA)
    person = getattr(cast, who)
    give_second_factor(person)
    address = url("erase_address", cast.project.slug, round_.pk, south.pk)
    refused = sign_in(Client(), person).post(address, {"email": LIISA, "confirmed": "on"})
    assert refused.status_code == status
    assert Invitation.objects.get().email == LIISA


def test_who_invites_confirms_who_they_are_before_erasing(
    cast: Cast, round_: Round, south: Group, as_bertil: Client
) -> None:
    invite(south, LIISA)
    address = url("erase_address", cast.project.slug, round_.pk, south.pk, language="en")
    asked = as_bertil.post(address, {"email": LIISA, "confirmed": "on"})
    assert (asked.status_code, asked["Location"]) == (302, url_of("mfa_index", language="en"))
    assert Invitation.objects.get().email == LIISA


def test_page_warns_that_a_pasted_list_would_invite_them_anew(
    cast: Cast, with_factor: Client, round_: Round, south: Group
) -> None:
    address = url("erase_address", cast.project.slug, round_.pk, south.pk, language="en")
    asked = with_factor.post(address, {"email": LIISA}).content.decode()
    assert "if you paste a list that still has it, the person is invited anew" in asked
    invite(south, LIISA)
    people.erase_from_group(group=south, email=LIISA, user=cast.aino)
    assert people.check_people(group=south, people=[people.Person(LIISA, "fi")]).new == 1


def test_an_account_that_is_removed_takes_its_address_from_every_round(cast: Cast, south: Group) -> None:
    kaisa = make_person("Kaisa Koski")
    token, other = invite(south, kaisa.email), invite(south, LIISA)
    answer(token)
    assert any("Esimerkkikysely" in loss for loss in accounts.losses(kaisa))
    accounts.remove_account(user=kaisa)
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["", LIISA]
    assert Invitation.objects.filter(is_spent=True).count() == 1, "an answer that was given is counted"
    answer(other)


def test_thirty_days_after_closing_no_invitation_and_no_token_is_left(
    round_: Round, south: Group, caplog: pytest.LogCaptureFixture
) -> None:
    """Also those that were erased; how many rows went is logged, and nothing about anybody."""
    answer(invite(south, LIISA))
    people.erase_everywhere([LIISA])
    closing.close_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.closed_at
    people.forget_invitations(round_.closed_at + timedelta(days=29))
    assert Invitation.objects.exists()
    with caplog.at_level("INFO"):
        people.forget_invitations(round_.closed_at + timedelta(days=30, minutes=1))
    assert not Invitation.objects.exists()
    assert not InvitationToken.objects.exists()
    assert "invitations forgotten" in caplog.text
    assert LIISA not in caplog.text
    retention.forget_answers(timezone.now())
