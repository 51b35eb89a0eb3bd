"""A survey goes on: a new round like the one before, by hand or prepared when its time comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.register.models import Partnership
from projects.register.services import save_unit
from surveys.models import Group, Round
from surveys.offers import todo
from surveys.presenting.across import calendar
from surveys.services import repeating, rounds
from surveys.services.rounds import RoundRefused
from tests.cast import Cast
from tests.surveys.fielding import make_draft, make_open, unit, url
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


def opened_days_ago(cast: Cast, days: int, **values: Any) -> Round:
    """A round that was opened so long ago for a week and is over."""
    round_ = make_open(cast)
    began = timezone.now() - timedelta(days=days)
    ended = began + timedelta(days=7)
    values = {
        "opened_at": began,
        "closes_at": ended,
        "closed_at": ended,
        "state": Round.State.PURGED,
        **values,
    }
    Round.objects.filter(pk=round_.pk).update(**values)
    round_.refresh_from_db()
    return round_


def sizes(round_: Round) -> dict[str, int | None]:
    return {str(group): group.headcount for group in Group.objects.filter(round=round_) if group.headcount}


def drafts() -> list[Round]:
    return list(Round.objects.filter(state=Round.State.DRAFT))


# --- By hand ---------------------------------------------------------------------------------------


def test_new_round_has_the_same_texts_groups_and_length_and_is_a_draft(cast: Cast) -> None:
    round_ = opened_days_ago(cast, 100, greeting_fi="Hei taas!", threshold=7, public_threshold=20)
    made = repeating.repeat_round(round_=round_, user=cast.aino)
    assert made.state == Round.State.DRAFT
    same = (
        "questionnaire_id",
        "modules",
        "title_sv",
        "purpose_fi",
        "greeting_fi",
        "threshold",
        "public_threshold",
    )
    assert all(getattr(made, name) == getattr(round_, name) for name in same)
    assert sizes(made) == sizes(round_)
    length = made.closes_at - timezone.now()
    assert timedelta(days=6) < length < timedelta(days=8)


def test_nothing_of_the_answers_comes_along(cast: Cast) -> None:
    round_ = opened_days_ago(cast, 100)
    Group.objects.filter(round=round_, level=0).update(respondents=40, invited=57, audience="public")
    made = repeating.repeat_round(round_=round_, user=cast.aino)
    assert (made.public_key, made.opened_at, made.closed_at, made.rated_at) == (None, None, None, None)
    assert not Group.objects.filter(round=made, respondents__isnull=False).exists()
    assert not Group.objects.filter(round=made).exclude(audience="").exists()


def test_headcounts_are_the_registers_of_today_and_who_has_left_is_not_asked(cast: Cast) -> None:
    round_ = opened_days_ago(cast, 100)
    save_unit(organisation=cast.college, unit=unit(cast.college, "Etelä"), facts={"headcount": 33})
    Partnership.objects.filter(organisation=cast.institute).update(state=Partnership.State.DECLINED)
    made = repeating.repeat_round(round_=round_, user=cast.aino)
    assert sizes(made) == {"Etelä": 33, "Pohjoinen": 7}


def test_imported_answers_have_no_round_to_repeat(cast: Cast) -> None:
    with pytest.raises(RoundRefused):
        repeating.repeat_round(round_=opened_days_ago(cast, 9, is_imported=True), user=cast.aino)


def test_the_button_leads_to_the_new_draft(cast: Cast, as_aino: Client) -> None:
    round_ = opened_days_ago(cast, 100)
    assert (
        "uusi kierros tämän pohjalta"
        in as_aino.get(url("round", cast.project.slug, round_.pk)).content.decode()
    )
    answer = as_aino.post(url("round_again", cast.project.slug, round_.pk))
    (draft,) = drafts()
    assert answer["Location"] == url("round", cast.project.slug, draft.pk)


# --- When its time comes ---------------------------------------------------------------------------


def test_draft_waits_two_weeks_before_its_time_and_not_earlier(cast: Cast) -> None:
    early, due = (opened_days_ago(cast, days, repeats_every=12) for days in (340, 355))
    repeating.prepare_due(timezone.now())
    early.refresh_from_db()
    due.refresh_from_db()
    assert early.repeated_at is None
    assert due.repeated_at is not None
    (draft,) = drafts()
    assert draft.repeats_every == 12, "and so it goes on"
    assert [task.title for task in todo(cast.aino, cast.project)] == ["Kyselykierros odottaa avaamista"]


def test_ticks_that_were_missed_or_repeated_make_one_draft(cast: Cast) -> None:
    opened_days_ago(cast, 500, repeats_every=1)
    for _tick in range(3):
        repeating.prepare_due(timezone.now())
    (draft,) = drafts()
    assert draft.closes_at > timezone.now(), "late, but still a round that can be opened"


def test_deleted_draft_does_not_come_back(cast: Cast) -> None:
    opened_days_ago(cast, 400, repeats_every=12)
    repeating.prepare_due(timezone.now())
    rounds.delete_draft(round_=drafts()[0], user=cast.aino)
    repeating.prepare_due(timezone.now())
    assert not drafts()


def test_nothing_is_opened_by_itself(cast: Cast) -> None:
    opened_days_ago(cast, 400, repeats_every=12)
    repeating.prepare_due(timezone.now() + timedelta(days=60))
    assert [round_.state for round_ in Round.objects.order_by("pk")] == [
        Round.State.PURGED,
        Round.State.DRAFT,
    ]


def test_one_round_that_cannot_be_repeated_keeps_no_other_from_it(cast: Cast) -> None:
    broken = opened_days_ago(cast, 400, repeats_every=12, modules=["vet", "gone"])
    opened_days_ago(cast, 400, repeats_every=12)
    repeating.prepare_due(timezone.now())
    assert len(drafts()) == 1
    broken.refresh_from_db()
    assert (broken.repeated_at, broken.repeats_every) == (None, None)
    assert AuditEvent.objects.get(action="surveys.repeat_changed").actor is None


def test_coordinator_says_how_often_and_stops_it_again(cast: Cast, as_aino: Client) -> None:
    round_ = opened_days_ago(cast, 10)
    address = url("round_repeat", cast.project.slug, round_.pk)
    as_aino.post(address, {"rhythm": "m3"})
    round_.refresh_from_db()
    assert round_.repeats_every == 3
    begins = repeating.next_begins(round_)
    assert begins
    listed = list(calendar(cast.aino, [cast.project], timezone.now(), begins + timedelta(days=1)))
    assert [entry.start for entry in listed] == [begins]
    assert not list(calendar(cast.bertil, [cast.project], timezone.now(), begins + timedelta(days=1)))
    as_aino.post(address, {"rhythm": ""})
    round_.refresh_from_db()
    assert round_.repeats_every is None
    assert AuditEvent.objects.filter(action="surveys.repeat_changed").count() == 2


@pytest.mark.parametrize("rhythm", ["m2", "w3", "0", "m-1", "vuosi", "m" + "9" * 5000])
def test_other_intervals_are_refused(cast: Cast, as_aino: Client, rhythm: str) -> None:
    round_ = make_draft(cast)
    as_aino.post(url("round_repeat", cast.project.slug, round_.pk), {"rhythm": rhythm})
    round_.refresh_from_db()
    assert (round_.repeats_every, round_.pulse_every) == (None, None)


def test_a_pulse_comes_every_other_week_and_its_draft_three_days_before(cast: Cast, as_aino: Client) -> None:
    round_ = opened_days_ago(cast, 10, repeats_every=3)
    as_aino.post(url("round_repeat", cast.project.slug, round_.pk), {"rhythm": "w2"})
    round_.refresh_from_db()
    assert (round_.repeats_every, round_.pulse_every) == (None, 2), "one rhythm at a time"
    begins = repeating.next_begins(round_)
    assert begins
    before, after = timezone.localtime(round_.opened_at), timezone.localtime(begins)
    assert (after.date() - before.date(), after.time()) == (timedelta(days=14), before.time())
    repeating.prepare_due(begins - timedelta(days=3, minutes=1))
    assert not drafts()
    repeating.prepare_due(begins - timedelta(days=3))
    (draft,) = drafts()
    assert draft.pulse_every == 2, "and so it goes on"
    assert timezone.localtime(draft.closes_at).date() - after.date() == timedelta(days=7)
    with pytest.raises(RoundRefused):
        repeating.set_repeat(round_=round_, user=cast.aino, months=3, weeks=1)


@pytest.mark.parametrize(("client", "status"), [("as_eero", 404), ("as_bertil", 403), ("as_maija", 403)])
def test_only_coordinators_repeat(
    cast: Cast, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    round_ = make_open(cast)
    for name in ("round_again", "round_repeat"):
        assert browser.post(url(name, cast.project.slug, round_.pk)).status_code == status
    assert not drafts()


# --- The calendar ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-08-15", 12, "2027-08-15")],
)
def test_months_end_where_they_end(day: str, months: int, expected: str) -> None:
    moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    assert repeating.months_later(moment, months).date().isoformat() == expected


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.times(), st.sampled_from(Round.Repeat.values))
def test_later_by_months_keeps_the_hour_whatever_the_clocks_do(day: date, hour: time, months: int) -> None:
    moment = datetime.combine(day, hour, tzinfo=UTC)
    later = repeating.months_later(moment, months)
    before = timezone.localtime(moment)
    assert (later.hour, later.minute) == (before.hour, before.minute)
    assert (later.year - before.year) * 12 + later.month - before.month == months
