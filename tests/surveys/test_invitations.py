"""Inviting: nobody twice, nobody half, and nobody remembered for longer than needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys.forms.people import read_people, rows_of_text
from surveys.models import Group, Invitation, InvitationToken, Round, SharedLink
from surveys.services import answering
from surveys.services.invitations import mailing, people, shared_links, slips
from surveys.services.invitations.people import InvitedElsewhere, Person
from surveys.services.invitations.room import InvitingRefused
from tests.cast import Cast
from tests.surveys.fielding import (
    close_by_clock,
    invite,
    leaf,
    make_draft,
    make_open,
)
from yhes.common.models import Job

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- Reading a list of addresses -----------------------------------------------------------------


def test_list_is_read_however_it_was_made() -> None:
    text = (
        "Sähköposti;Kieli\r\n"
        "Liisa@Example.org;sv\r\n"
        "\r\n"
        '"Matti Meikäläinen <matti@example.org>"\r\n'
        "Kaisa,kaisa@example.org,EN\n"
        "liisa@example.org\t\n"
        "  ville@example.org  "
    )
    found, problems = read_people(rows_of_text(text), "fi")
    assert [(person.email, person.language) for person in found] == [
        ("liisa@example.org", "sv"),
        ("matti@example.org", "fi"),
        ("kaisa@example.org", "en"),
        ("ville@example.org", "fi"),
    ]
    assert not problems


@pytest.mark.parametrize(
    "line",
    [
        "liisa",
        "liisa@",
        "@example.org",
        "a@b",
        "liisa@example.org matti@example.org",
        "liisa@example.org;matti@example.org",
        "liisa@example..org",
        "x" * 300 + "@example.org",
        "liisa@example.org" + " " * 600 + "x",
        "=cmd|' /C calc'!A0",
        "liisa\x00@example.org",
    ],
)
def test_bad_line_is_named_by_its_number(line: str) -> None:
    _found, problems = read_people(rows_of_text(f"ok@example.org\n\n{line}\nok2@example.org"), "fi")
    assert [problem.line for problem in problems] == [3]
    assert len(problems[0].text) <= 80


# --- Inviting ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_are_invited_once_and_a_job_is_started(cast: Cast, south: Group) -> None:
    first = people.invite_people(group=south, people=[LIISA, MATTI], user=cast.aino)
    assert (first.new, first.already) == (2, 0)
    again = people.invite_people(
        group=south, people=[LIISA, Person("uusi@example.org", "fi")], user=cast.aino
    )
    assert (again.new, again.already) == (1, 1)
    assert Invitation.objects.count() == 3
    job = Job.objects.get(kind="surveys.mail_invitations")
    assert job.payload == {"group": south.pk}, "a job carries keys, not addresses"


@pytest.mark.django_db
def test_headcount_is_never_exceeded_and_nobody_is_invited_half(cast: Cast, south: Group) -> None:
    people.invite_people(group=south, people=many(20), user=cast.aino)
    with pytest.raises(InvitingRefused, match="vielä voi kutsua 10, ei 11"):
        people.invite_people(group=south, people=many(11, "b"), user=cast.aino)
    with pytest.raises(InvitingRefused):
        slips.make_slips(group=south, count=11, user=cast.aino)
    assert Invitation.objects.count() == 20
    assert len(slips.make_slips(group=south, count=10, user=cast.aino)) == 10


@pytest.mark.django_db
def test_a_person_is_invited_in_one_group_of_a_round_only(cast: Cast, round_: Round, south: Group) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitedElsewhere) as refused:
        people.invite_people(group=leaf(round_, "Pohjoinen"), people=[LIISA, MATTI], user=cast.aino)
    assert refused.value.emails == ("liisa@example.org",)
    assert Invitation.objects.count() == 1
    other = make_open(cast)
    people.invite_people(group=leaf(other), people=[LIISA], user=cast.aino)


@pytest.mark.django_db
def test_people_are_invited_into_leaves_of_open_rounds_only(cast: Cast, round_: Round, south: Group) -> None:
    assert south.parent is not None
    with pytest.raises(InvitingRefused, match="yksiköihin"):
        people.invite_people(group=south.parent, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitingRefused, match="avoinna"):
        people.invite_people(group=leaf(make_draft(cast)), people=[LIISA], user=cast.aino)
    close_by_clock(round_)
    for action in (
        lambda: people.invite_people(group=south, people=[LIISA], user=cast.aino),
        lambda: slips.make_slips(group=south, count=1, user=cast.aino),
        lambda: shared_links.share_link(group=south, user=cast.aino),
        lambda: mailing.request_reminder(group=south, user=cast.aino),
    ):
        with pytest.raises(InvitingRefused, match="avoinna"):
            action()


@pytest.mark.django_db
def test_shared_link_and_personal_invitations_exclude_each_other(
    cast: Cast, round_: Round, south: Group
) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitingRefused, match="vastata kahdesti"):
        shared_links.share_link(group=south, user=cast.aino)
    north = leaf(round_, "Pohjoinen")
    shared_links.share_link(group=north, user=cast.aino)
    for action in (
        lambda: people.invite_people(group=north, people=[MATTI], user=cast.aino),
        lambda: slips.make_slips(group=north, count=1, user=cast.aino),
    ):
        with pytest.raises(InvitingRefused, match="vastata kahdesti"):
            action()


# --- Forgetting ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_invitations_are_forgotten_thirty_days_after_closing(
    cast: Cast, round_: Round, south: Group, link: SharedLink
) -> None:
    invite(south, "liisa@example.org")
    answering.start_from_link(link=link)
    closed = timezone.now()
    Round.objects.update(state=Round.State.PURGED, closed_at=closed)
    people.forget_invitations(closed + timedelta(days=29))
    assert Invitation.objects.exists()
    people.forget_invitations(closed + timedelta(days=30, minutes=1))
    assert not Invitation.objects.exists()
    assert not InvitationToken.objects.exists()
    link.refresh_from_db()
    assert (link.minted, link.spent) == (0, 0), "not even the number of answers of a small group"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["open", "closing"])
def test_invitations_of_a_round_that_is_not_counted_are_kept(round_: Round, south: Group, state: str) -> None:
    invite(south, "liisa@example.org")
    Round.objects.update(state=state, closed_at=timezone.now() - timedelta(days=100))
    people.forget_invitations(timezone.now())
    assert Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_token_is_not_in_the_log_even_when_the_database_fails(
    cast: Cast, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    round_ = make_open(cast)
    token = invite(leaf(round_))
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(_broken):
        assert client.get(f"/v/{token}").status_code == 500
    captured = capfd.readouterr()
    assert "Internal Server Error" in captured.err
    assert token not in captured.out + captured.err


def _broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    from django.db import OperationalError

    raise OperationalError("the database is away")
