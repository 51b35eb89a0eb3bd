"""Rounds by month: what was, what is open, what comes and what repetitions foresee."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Round
from surveys.presenting import months
from surveys.presenting.year import year_of
from tests.cast import Cast
from tests.surveys.fielding import make_draft, make_open, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


def between(cast: Cast, first: date, last: date, **values: Any) -> Round:
    """A round that was open from noon to noon."""
    round_ = make_open(cast)
    opened, closed = (datetime(d.year, d.month, d.day, 12, tzinfo=UTC) for d in (first, last))
    values = {"opened_at": opened, "closes_at": closed, "state": Round.State.PURGED, **values}
    Round.objects.filter(pk=round_.pk).update(**values)
    round_.refresh_from_db()
    return round_


def numbers(entries: list[months.Entry], year: int) -> dict[int, int]:
    """Month → how many rounds stand in it; this month is left out."""
    return {m.first.month: len(m.entries) for m in months.months_of(entries, year) if not m.is_now}


def test_a_round_stands_in_every_month_in_which_it_is_open(cast: Cast) -> None:
    rounds = [
        between(cast, date(2024, 1, 31), date(2024, 3, 1)),
        between(cast, date(2024, 2, 10), date(2024, 2, 20)),
        between(cast, date(2023, 12, 20), date(2024, 1, 5)),
    ]
    entries = months.entries_of(rounds, foresee=True)
    assert numbers(entries, 2024) == {1: 2, 2: 2, 3: 1}
    assert numbers(entries, 2023) == {12: 1}
    assert numbers(entries, 2022) == {}


def test_days_are_those_of_finland(cast: Cast) -> None:
    opened = datetime(2024, 1, 31, 22, 30, tzinfo=UTC)  # half past midnight in Helsinki
    round_ = between(cast, date(2024, 1, 31), date(2024, 2, 9), opened_at=opened)
    assert months.entries_of([round_], foresee=False)[0].begins == date(2024, 2, 1)


def test_repetitions_are_foreseen_for_a_year_by_those_who_field_rounds(cast: Cast) -> None:
    round_ = make_open(cast)
    Round.objects.update(repeats_every=3)
    round_.refresh_from_db()
    foreseen = [entry for entry in months.entries_of([round_], foresee=True) if entry.nth]
    assert [entry.nth for entry in foreseen] == [1, 2, 3, 4]
    gaps = {(b.begins - a.begins).days for a, b in pairwise(foreseen)}
    assert all(89 <= gap <= 93 for gap in gaps)
    assert {entry.ends - entry.begins for entry in foreseen} == {timedelta(days=7)}
    assert len(months.entries_of([round_], foresee=False)) == 1


@pytest.mark.parametrize(("rhythm", "most"), [({"repeats_every": 12}, 2), ({"pulse_every": 1}, 54)])
def test_a_repetition_whose_day_has_passed_is_due_today_and_once(
    cast: Cast, rhythm: dict[str, int], most: int
) -> None:
    long_ago = timezone.localdate() - timedelta(days=400)
    round_ = between(cast, long_ago, long_ago + timedelta(days=7), **rhythm)
    days = [entry.begins for entry in months.entries_of([round_], foresee=True) if entry.nth]
    assert days[0] == timezone.localdate()
    assert len(set(days)) == len(days) <= most


def test_a_year_is_drawn_as_far_as_it_can_be_read(cast: Cast) -> None:
    spring = between(cast, date(2024, 2, 1), date(2024, 2, 29))
    turn = between(cast, date(2023, 12, 20), date(2024, 1, 5))
    late = between(cast, date(2024, 12, 31), date(2024, 12, 31))
    entries = months.entries_of([spring, turn, late], foresee=False)
    drawn = year_of(entries, 2024, kind_of=lambda entry: "done")
    assert drawn
    assert drawn["today"] is None
    bars = [(band.bars[0].x, band.bars[0].width) for band in drawn["bands"]]
    assert bars == [(0, 14), (85, 79), (994, 6)], "to the edge of the year, and never too thin to see"
    assert [band.is_late for band in drawn["bands"]] == [False, False, True]
    assert len({band.bar_y for band in drawn["bands"]}) == 3
    assert year_of(entries, 2022, kind_of=lambda entry: "done") is None
    many = [replace(entries[0], round=Round(pk=number)) for number in range(1, 14)]
    assert year_of(many, 2024, kind_of=lambda entry: "done") is None, "thirteen lines are read in the list"


def test_page_shows_a_year_and_leads_to_the_others(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    between(cast, date(2022, 2, 1), date(2022, 2, 9))
    round_ = make_open(cast)
    draft = make_draft(cast)
    Round.objects.filter(pk=round_.pk).update(repeats_every=12)
    address = url("round_calendar", cast.project.slug, language="en")
    page = as_aino.get(address).content.decode()
    assert url("round", cast.project.slug, round_.pk, language="en") in page
    assert url("round", cast.project.slug, draft.pk, language="en") in page
    assert 'href="?year=2022"' in page
    assert "February 2022" in as_aino.get(address, {"year": "2022"}).content.decode()
    for nonsense in ("1", "99999", "²⁰²²", "abc", ""):
        assert as_aino.get(address, {"year": nonsense}).status_code == 200
    assert "No rounds in 2021" in as_aino.get(address, {"year": "2021"}).content.decode()
    of_contact = as_bertil.get(address).content.decode()
    assert url("round", cast.project.slug, draft.pk, language="en") not in of_contact
    assert "Foreseen" not in of_contact


def test_calendar_file_holds_what_the_person_sees(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    round_ = between(cast, date(2024, 2, 1), date(2024, 2, 9))
    make_draft(cast)
    address = url("round_calendar", cast.project.slug, language="en") + "?format=ics"
    answer = as_bertil.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2024, 2, 1), date(2024, 2, 10))
    assert str(event["URL"]).endswith(url("round", cast.project.slug, round_.pk, language="en"))
    assert len(icalendar.Calendar.from_ical(as_aino.get(address).content).walk("VEVENT")) == 2


def test_outsiders_have_no_calendar(cast: Cast, as_eero: Client, as_cecilia: Client, visitor: Client) -> None:
    address = url("round_calendar", cast.project.slug)
    assert as_eero.get(address).status_code == 404
    assert as_cecilia.get(address).status_code == 403
    assert visitor.get(address).status_code == 302
