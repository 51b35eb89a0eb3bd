"""Letters carry tokens that exist nowhere else; reminders tell nobody who has answered."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Invitation, Round
from surveys.services import answering
from surveys.services.invitations import mailing, people
from surveys.services.invitations.people import Person
from surveys.services.invitations.room import InvitingRefused
from tests.cast import Cast
from tests.services import free_port
from tests.surveys.fielding import (
    arrive,
    assert_nowhere,
    close_by_clock,
    invite,
    leaf,
    make_open,
    send,
    silent,
    sure,
    url,
)
from tests.surveys.mail_server import mail_server, use_port
from yhes.common import jobs
from yhes.common.models import Job

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- The letters -------------------------------------------------------------------------------------


def token_in(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"/v/(\S+)", body.get_content())
    assert found
    return found[1]


@pytest.mark.django_db(transaction=True)
def test_letters_carry_tokens_that_exist_nowhere_else(
    cast: Cast, worker: Any, letters: Any, visitor: Client
) -> None:
    round_ = make_open(cast)
    outcome = people.invite_people(group=leaf(round_), people=[LIISA, MATTI], user=cast.aino)
    job = worker.finish(outcome.job)
    assert job.state == Job.State.DONE
    assert (job.done, job.total) == (2, 2)
    finnish, swedish = letters(to="liisa@example.org"), letters(to="matti@example.org")
    assert len(finnish) == len(swedish) == 1
    assert finnish[0]["Subject"] == "Esimerkkikysely"
    assert swedish[0]["Subject"] == "Exempelenkät"
    token = token_in(finnish[0])
    assert arrive(visitor, token).status_code == 200
    assert send(visitor, round_, token).status_code == 200
    for needle in (token, token_in(swedish[0])):
        assert_nowhere(needle, worker.log())


@pytest.mark.django_db(transaction=True)
def test_letter_is_not_sent_again_when_the_job_runs_again(cast: Cast, worker: Any, letters: Any) -> None:
    round_ = make_open(cast)
    outcome = people.invite_people(group=leaf(round_), people=many(3), user=cast.aino)
    worker.finish(outcome.job)
    mailing.start_letters(round_)
    worker.tick()
    assert len(letters()) == 3 + len(letters(to="bertil@example.org"))


@pytest.mark.django_db(transaction=True)
def test_hash_is_committed_before_the_letter_leaves(cast: Cast, settings: Any) -> None:
    """If handing over fails half-way, a token nobody has is harmless; a letter without one is not."""
    south = leaf(make_open(cast))
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    seen = []

    def look(letter: EmailMessage) -> None:
        """In the mail server's thread, with a database connection of its own."""
        seen.append(answering.find_invitation(token_in(letter)).email)
        connection.close()

    with mail_server(settings, arrived=look):
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
    assert seen == ["liisa@example.org"]


@pytest.mark.django_db
def test_refused_address_is_shown_and_can_be_taken_back(
    cast: Cast, south: Group, settings: Any, as_aino: Client
) -> None:
    people.invite_people(group=south, people=[LIISA, MATTI], user=cast.aino)
    page = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    with mail_server(settings, refused="liisa@example.org") as server:
        assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 1
        assert [letter["To"] for letter in server.taken] == ["matti@example.org"]
        text = as_aino.get(page).content.decode()
        assert 'name="email" value="liisa@example.org"' in text
        assert 'name="email" value="matti@example.org"' not in text
        people.retry_failed(group=south, user=cast.aino)
        assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 0
    people.withdraw_failed(group=south, email="matti@example.org")
    people.withdraw_failed(group=south, email="liisa@example.org")
    assert [invitation.email for invitation in Invitation.objects.all()] == ["matti@example.org"]


@pytest.mark.django_db
def test_mail_server_that_is_away_blames_nobody_and_the_clock_tries_again(
    cast: Cast, south: Group, settings: Any
) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    use_port(settings, free_port())  # where nobody listens
    with pytest.raises(jobs.JobFailed, match="ei juuri nyt ota"):
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
    assert not Invitation.objects.get().has_failed
    letter_jobs = Job.objects.filter(kind="surveys.mail_invitations")
    letter_jobs.update(state=Job.State.FAILED)
    mailing.resume_letters(timezone.now() + timedelta(minutes=5))
    assert letter_jobs.count() == 1, "not at once again"
    mailing.resume_letters(timezone.now() + timedelta(minutes=16))
    assert letter_jobs.active().count() == 1


@pytest.mark.django_db
def test_no_letter_leaves_after_the_round_has_closed(cast: Cast, south: Group, settings: Any) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    close_by_clock(south.round)
    with mail_server(settings) as server:
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
        assert not server.taken


# --- Reminders ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_reminder_reaches_those_who_have_not_answered_and_tells_nobody_how_many(
    cast: Cast, worker: Any, letters: Any, visitor: Client
) -> None:
    round_ = make_open(cast)
    south = leaf(round_)
    tokens = {name: invite(south, f"{name}@example.org") for name in ("liisa", "matti", "kaisa")}
    send(visitor, round_, tokens["matti"])
    assert south.parent is not None
    job = worker.finish(mailing.request_reminder(group=south.parent, user=cast.aino))
    assert job.state == Job.State.DONE
    assert (job.done, job.total) == (3, 3), "the invited are counted, not the unanswered"
    assert job.result == {}
    assert len(letters(to="liisa@example.org")) == len(letters(to="kaisa@example.org")) == 1
    assert not letters(to="matti@example.org")
    assert set(Invitation.objects.values_list("reminded_on", flat=True)) == {timezone.localdate()}
    reminder = token_in(letters(to="liisa@example.org")[0])
    assert reminder != tokens["liisa"]
    assert send(visitor, round_, tokens["liisa"]).status_code == 200
    assert "on jo vastattu" in send(visitor, round_, reminder).content.decode()


@pytest.mark.django_db
def test_one_reminder_a_day_and_none_to_nobody(cast: Cast, round_: Round, south: Group) -> None:
    with pytest.raises(InvitingRefused, match="Ketään ei ole kutsuttu"):
        mailing.request_reminder(group=south, user=cast.aino)
    invite(south, "liisa@example.org")
    mailing.remind(group_id=south.pk, on=timezone.localdate(), report=silent, confirm=sure)
    with pytest.raises(InvitingRefused, match="on jo lähetetty tänään"):
        mailing.request_reminder(group=south, user=cast.aino)


@pytest.mark.django_db
def test_failure_of_a_reminder_is_not_shown(south: Group, settings: Any) -> None:
    """A list of bounced reminders would be a list of people who have not answered."""
    invite(south, "liisa@example.org")
    with mail_server(settings, refused="liisa@example.org"):
        mailing.remind(group_id=south.pk, on=timezone.localdate(), report=silent, confirm=sure)
    assert not Invitation.objects.get().has_failed


@pytest.mark.django_db
def test_where_reminders_stop_tells_nobody_who_has_answered(
    south: Group, settings: Any, visitor: Client
) -> None:
    """A server that is away stops them at the first invitation; one that wants no more letters nowhere."""
    today, told = timezone.localdate(), []
    tokens = [invite(south, f"{name}@example.org") for name in ("liisa", "matti", "kaisa")]
    send(visitor, south.round, tokens[0])
    with mail_server(settings, most=1) as server:
        mailing.remind(group_id=south.pk, on=today, report=lambda *done: told.append(done), confirm=sure)
        assert len(server.taken) == 1
    assert told == [(1, 3, ""), (2, 3, ""), (3, 3, "")]
    assert set(Invitation.objects.values_list("reminded_on", flat=True)) == {today}
    for token in tokens[1:]:
        send(visitor, south.round, token)
    tomorrow = today + timedelta(days=1)
    use_port(settings, free_port())  # where nobody listens, and nobody is to be reminded any more
    with pytest.raises(jobs.JobFailed):
        mailing.remind(group_id=south.pk, on=tomorrow, report=silent, confirm=sure)
    assert not Invitation.objects.filter(reminded_on=tomorrow).exists()
