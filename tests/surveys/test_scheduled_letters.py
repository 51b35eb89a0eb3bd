"""Letters leave at a time somebody chose: once, and telling no more than those sent by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from projects.register.models import Role
from surveys.models import Group, Invitation, Mailing, Round
from surveys.services import opening
from surveys.services.invitations import mailing, people, scheduling
from surveys.services.invitations.people import Person
from surveys.services.invitations.room import InvitingRefused
from tests.cast import Cast, give_role
from tests.surveys.fielding import invite, leaf, make_draft, make_open, send, silent, sure, url
from tests.surveys.mail_server import mail_server
from yhes.common.models import AuditEvent, Job

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")
FIRST, REMINDER = Mailing.Kind.FIRST, Mailing.Kind.REMINDER


def later(**more: float) -> datetime:
    return timezone.now() + timedelta(**(more or {"days": 2}))


def plan(
    cast: Cast, round_: Round, kind: str = FIRST, *, group: Group | None = None, at: datetime | None = None
) -> Mailing:
    at = at or later()
    return scheduling.schedule(round_=round_, group=group, kind=kind, at=at, user=cast.aino)


def let_it_be_due(mailing: Mailing, minutes: int = 1) -> None:
    """Its time has come while the round was open."""
    past = later(minutes=-minutes)
    Round.objects.update(opened_at=past - timedelta(days=1))
    Mailing.objects.filter(pk=mailing.pk).update(at=past)


def jobs_of(kind: str) -> list[Job]:
    return list(Job.objects.filter(kind=kind))


# --- First letters ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_first_letters_wait_for_their_time_and_leave_once_whatever_happens_to_the_worker(
    cast: Cast, worker: Any, letters: Any
) -> None:
    round_ = make_open(cast)
    chosen = plan(cast, round_)
    outcome = people.invite_people(group=leaf(round_), people=[LIISA, MATTI], user=cast.aino)
    assert (outcome.new, outcome.job, outcome.held_until) == (2, None, chosen.at)
    worker.tick()
    assert not letters(to="liisa@example.org")
    worker.kill()
    let_it_be_due(chosen, minutes=90)
    scheduling.send_due(timezone.now())  # the clock, while no worker is there
    worker.start()
    worker.tick()
    worker.tick()
    (job,) = jobs_of("surveys.mail_invitations")
    assert worker.finish(job).state == Job.State.DONE
    assert (job.done, job.total) == (2, 2)
    assert len(letters(to="liisa@example.org")) == len(letters(to="matti@example.org")) == 1
    chosen.refresh_from_db()
    assert chosen.started_at
    assert not chosen.had_nobody


@pytest.mark.django_db
def test_a_missed_time_is_made_good_once(cast: Cast, round_: Round) -> None:
    chosen = plan(cast, round_)
    people.invite_people(group=leaf(round_), people=[LIISA], user=cast.aino)
    people.invite_people(group=leaf(round_, "Pohjoinen"), people=[MATTI], user=cast.aino)
    scheduling.send_due(timezone.now())
    assert not jobs_of("surveys.mail_invitations"), "its time has not come"
    let_it_be_due(chosen, minutes=3000)
    for _tick in range(3):
        scheduling.send_due(timezone.now())
    assert len(jobs_of("surveys.mail_invitations")) == 2, "one for each group"
    Job.objects.update(state=Job.State.DONE, created_at=later(days=-1))
    Invitation.objects.update(is_mailed=True)
    scheduling.send_due(timezone.now())
    mailing.resume_letters(timezone.now())
    assert not Job.objects.active().exists()


@pytest.mark.django_db
def test_letters_that_wait_are_not_sent_by_the_clock_or_by_trying_again(
    cast: Cast, south: Group, settings: Any
) -> None:
    round_ = south.round
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    Job.objects.update(state=Job.State.DONE, created_at=later(days=-1))
    Invitation.objects.update(has_failed=True)
    plan(cast, round_)
    people.retry_failed(group=south, user=cast.aino)
    Job.objects.update(state=Job.State.DONE, created_at=later(days=-1))
    mailing.resume_letters(timezone.now())
    assert not Job.objects.active().exists()
    with mail_server(settings) as server:
        assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 0
        assert not server.taken


@pytest.mark.django_db
def test_a_groups_own_time_counts_more_than_everybodys(cast: Cast, round_: Round, south: Group) -> None:
    everybody, own = plan(cast, round_), plan(cast, round_, group=south, at=later(days=4))
    held = people.invite_people(group=south, people=[LIISA], user=cast.aino)
    assert held.held_until == own.at
    let_it_be_due(everybody)
    scheduling.send_due(timezone.now())
    assert not jobs_of("surveys.mail_invitations")
    let_it_be_due(own)
    scheduling.send_due(timezone.now())
    assert [job.started_by for job in jobs_of("surveys.mail_invitations")] == [cast.aino]
    everybody.refresh_from_db()
    assert everybody.had_nobody


@pytest.mark.django_db
def test_whoever_is_invited_after_that_time_gets_the_letter_at_once(cast: Cast, south: Group) -> None:
    chosen = plan(cast, south.round)
    let_it_be_due(chosen)
    scheduling.send_due(timezone.now())
    outcome = people.invite_people(group=south, people=[LIISA], user=cast.aino)
    assert outcome.held_until is None
    assert outcome.job


@pytest.mark.django_db
def test_letters_of_a_cancelled_plan_leave_at_the_next_tick(cast: Cast, south: Group) -> None:
    chosen = plan(cast, south.round)
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    scheduling.cancel(mailing=chosen, user=cast.aino)
    mailing.resume_letters(timezone.now())
    assert len(jobs_of("surveys.mail_invitations")) == 1


# --- Reminders --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_scheduled_reminder_counts_the_invited_and_tells_nobody_how_many_it_reached(
    cast: Cast, worker: Any, letters: Any, visitor: Client, as_aino: Client
) -> None:
    round_ = make_open(cast)
    tokens = {name: invite(leaf(round_), f"{name}@example.org") for name in ("liisa", "matti", "kaisa")}
    send(visitor, round_, tokens["matti"])
    chosen = plan(cast, round_, REMINDER)
    let_it_be_due(chosen)
    worker.tick()
    (job,) = jobs_of("surveys.remind")
    worker.finish(job)
    assert (job.done, job.total, job.result) == (3, 3, {})
    assert len(letters(to="liisa@example.org")) == len(letters(to="kaisa@example.org")) == 1
    assert not letters(to="matti@example.org")
    page = as_aino.get(url("round", cast.project.slug, round_.pk, language="en")).content.decode()
    listed = page[page.index('id="mailings-title"') :]
    assert "of 3 sent" not in listed
    assert "of 2 sent" not in listed


@pytest.mark.django_db
def test_reminders_missed_for_long_become_one(cast: Cast, south: Group) -> None:
    invite(south, "liisa@example.org")
    plans = [plan(cast, south.round, REMINDER, at=later(days=days)) for days in (1, 2, 3)]
    for number, missed in enumerate(plans[:2], start=1):
        let_it_be_due(missed, minutes=3000 * number)
    Round.objects.update(opened_at=later(days=-9))
    scheduling.send_due(timezone.now())
    assert len(jobs_of("surveys.remind")) == 1
    assert Mailing.objects.waiting().count() == 1


@pytest.mark.django_db
def test_reminder_that_has_nobody_to_reach_says_so(cast: Cast, south: Group) -> None:
    nobody = plan(cast, south.round, REMINDER)
    let_it_be_due(nobody)
    scheduling.send_due(timezone.now())
    invite(south, "liisa@example.org")
    Invitation.objects.update(reminded_on=timezone.localdate())
    today = plan(cast, south.round, REMINDER)
    let_it_be_due(today)
    scheduling.send_due(timezone.now())
    assert set(Mailing.objects.values_list("had_nobody", flat=True)) == {True}
    assert not jobs_of("surveys.remind")


# --- Before and after the round is open ---------------------------------------------------------------


@pytest.mark.django_db
def test_a_draft_has_its_plan_and_what_came_before_opening_is_passed_over(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.SURVEY_KEY_DIR = tmp_path / "keys"
    draft = make_draft(cast)
    early, reminder = plan(cast, draft, REMINDER), plan(cast, draft, REMINDER, at=later(days=4))
    Mailing.objects.filter(pk=early.pk).update(at=later(minutes=-5))
    scheduling.send_due(timezone.now())
    assert Mailing.objects.waiting().count() == 2, "nothing leaves while it is a draft"
    opening.request_opening(round_=draft, user=cast.aino)
    opening.open_round(round_id=draft.pk, report=silent)
    invite(leaf(draft), "liisa@example.org")
    scheduling.send_due(timezone.now())
    assert not jobs_of("surveys.remind"), "people were invited a moment ago"
    assert list(Mailing.objects.waiting()) == [reminder]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closing", "counted", "purged"])
def test_nothing_leaves_after_closing(cast: Cast, south: Group, state: str) -> None:
    invite(south, "liisa@example.org")
    chosen = plan(cast, south.round, REMINDER)
    let_it_be_due(chosen)
    Round.objects.update(state=state)
    scheduling.send_due(timezone.now())
    assert not jobs_of("surveys.remind")
    with pytest.raises(InvitingRefused):
        plan(cast, south.round, REMINDER)


# --- Planning, moving, cancelling -----------------------------------------------------------------------


@pytest.mark.django_db
def test_what_cannot_be_planned(cast: Cast, round_: Round, south: Group) -> None:
    plan(cast, round_, FIRST)
    plan(cast, round_, REMINDER, at=later(days=3))
    for kind, at in (
        (FIRST, later(days=5)),
        (REMINDER, later(days=3)),
        (REMINDER, later(days=2)),
        (REMINDER, later(days=1)),
        (REMINDER, later(days=-1)),
        (REMINDER, round_.closes_at),
        ("nonsense", later()),
    ):
        with pytest.raises(InvitingRefused):
            plan(cast, round_, kind, at=at)
    assert Mailing.objects.count() == 2
    first = Mailing.objects.get(kind=FIRST)
    with pytest.raises(InvitingRefused):
        scheduling.move(mailing=first, at=later(days=3), user=cast.aino)
    scheduling.move(mailing=first, at=later(days=1), user=cast.aino)
    with pytest.raises(InvitingRefused):
        plan(cast, round_, REMINDER, group=south, at=later(days=1))
    for wrong in ({"kind": "nonsense"}, {"had_nobody": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mailing.objects.update(**wrong)


@pytest.mark.django_db
def test_what_has_left_is_neither_moved_nor_cancelled(cast: Cast, round_: Round) -> None:
    chosen = plan(cast, round_)
    let_it_be_due(chosen)
    scheduling.send_due(timezone.now())
    with pytest.raises(InvitingRefused):
        scheduling.move(mailing=chosen, at=later(), user=cast.aino)
    with pytest.raises(InvitingRefused):
        scheduling.cancel(mailing=chosen, user=cast.aino)
    assert Mailing.objects.count() == 1


@pytest.mark.django_db
def test_coordinator_plans_moves_and_cancels_on_the_rounds_page(
    cast: Cast, round_: Round, as_aino: Client
) -> None:
    where = (cast.project.slug, round_.pk)
    tomorrow = timezone.localtime() + timedelta(days=1)
    at = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
    as_aino.post(url("mailing_create", *where), {"kind": "first", "at": at.strftime("%Y-%m-%dT%H:%M")})
    made = Mailing.objects.get()
    assert (made.at, made.group, made.created_by) == (at, None, cast.aino), "nine o'clock in Finland"
    page = as_aino.get(url("round", *where, language="en")).content.decode()
    assert url("mailing_move", *where, made.pk, language="en") in page
    moved = at + timedelta(days=1)
    as_aino.post(url("mailing_move", *where, made.pk), {"at": moved.strftime("%Y-%m-%dT%H:%M")})
    made.refresh_from_db()
    assert made.at == moved
    refused = as_aino.post(url("mailing_move", *where, made.pk), {"at": "2020-01-01T09:00"})
    assert refused.status_code == 400
    assert "error-summary" in refused.content.decode()
    as_aino.post(url("mailing_cancel", *where, made.pk))
    assert not Mailing.objects.exists()
    done = AuditEvent.objects.filter(action__startswith="surveys.mailing").values_list("action", flat=True)
    assert sorted(done) == ["surveys.mailing_cancelled", "surveys.mailing_moved", "surveys.mailing_scheduled"]
    history = as_aino.get(url("round", *where, language="en")).content.decode()
    assert "moved the time of letters" in history
    assert "first letters" in history


@pytest.mark.django_db
def test_page_counts_first_letters_that_have_left_and_those_that_failed(
    cast: Cast, south: Group, as_aino: Client
) -> None:
    chosen = plan(cast, south.round)
    people.invite_people(group=south, people=[LIISA, MATTI, Person("k@example.org", "fi")], user=cast.aino)
    let_it_be_due(chosen)
    scheduling.send_due(timezone.now())
    Invitation.objects.filter(email="liisa@example.org").update(is_mailed=True)
    Invitation.objects.filter(email="matti@example.org").update(has_failed=True)
    page = as_aino.get(url("round", cast.project.slug, south.round_id, language="en")).content.decode()
    assert "1 of 3 sent" in page
    assert "1 letter could not be sent" in page


@pytest.mark.django_db
def test_contact_plans_for_the_own_people_and_changes_nothing_of_others(
    cast: Cast, round_: Round, as_bertil: Client, as_maija: Client
) -> None:
    where = (cast.project.slug, round_.pk)
    of_all = plan(cast, round_, REMINDER)
    at = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    as_bertil.post(url("mailing_create", *where), {"kind": "reminder", "at": at})
    own = Mailing.objects.exclude(pk=of_all.pk).get()
    assert own.group == Group.objects.get(round=round_, organisation=cast.college, level=2)
    page = as_bertil.get(url("round", *where, language="en")).content.decode()
    assert url("mailing_move", *where, own.pk, language="en") in page
    assert url("mailing_move", *where, of_all.pk, language="en") not in page
    assert as_bertil.post(url("mailing_cancel", *where, of_all.pk)).status_code == 404
    assert as_bertil.post(url("mailing_cancel", *where, own.pk)).status_code == 302
    assert as_maija.post(url("mailing_create", *where), {"kind": "reminder", "at": at}).status_code == 403
    assert list(Mailing.objects.all()) == [of_all]


@pytest.mark.django_db
def test_plan_of_another_organisation_is_not_seen(cast: Cast, round_: Round, as_bertil: Client) -> None:
    other = plan(cast, round_, REMINDER, group=leaf(round_, "Esimerkkiskolan"))
    page = as_bertil.get(url("round", cast.project.slug, round_.pk, language="en")).content.decode()
    assert "Esimerkkiskolan" not in page[page.index('id="mailings-title"') :]
    assert as_bertil.get(url("mailing_move", cast.project.slug, round_.pk, other.pk)).status_code == 404


@pytest.mark.django_db
def test_who_planned_may_go_and_the_plan_stays(cast: Cast, round_: Round) -> None:
    person = give_role(cast.eero, cast.project, Role.COORDINATOR).user
    chosen = scheduling.schedule(round_=round_, group=None, kind=FIRST, at=later(), user=person)
    person.delete()
    chosen.refresh_from_db()
    assert chosen.created_by is None
