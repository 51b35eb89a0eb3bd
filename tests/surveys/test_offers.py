"""What surveys put on the desk: rooms, things to do, closing times, and nothing for outsiders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from surveys import offers, personal
from surveys.models import Group, Invitation, ResponseRate, Round
from surveys.presenting import across
from surveys.services import rates
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_draft, make_open

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_finnish() -> Any:
    with translation.override("fi"):
        yield


def titles(cast: Cast, name: str) -> list[str]:
    return [todo.title for todo in offers.todo(getattr(cast, name), cast.project)]


def test_room_is_there_for_those_who_have_something_to_do_in_it(cast: Cast) -> None:
    rooms = {
        name: list(offers.rail(getattr(cast, name), cast.project))
        for name in ("aino", "bertil", "maija", "cecilia", "eero")
    }
    assert {name for name, items in rooms.items() if items} == {"aino", "bertil", "maija"}
    assert rooms["aino"][0].order == 50


def test_draft_waits_for_the_coordinator_alone(cast: Cast) -> None:
    make_draft(cast)
    assert titles(cast, "aino") == ["Kyselykierros odottaa avaamista"]
    assert titles(cast, "bertil") == []


def test_groups_that_nobody_has_invited_are_shown_to_those_who_invite(cast: Cast) -> None:
    round_ = make_open(cast)
    assert titles(cast, "aino") == ["3 ryhmästä ei ole kutsuttu ketään"]
    assert titles(cast, "bertil") == ["2 ryhmästä ei ole kutsuttu ketään"]
    assert titles(cast, "maija") == []
    invite(leaf(round_))
    assert titles(cast, "bertil") == ["1 ryhmästä ei ole kutsuttu ketään"]


def test_low_rates_come_from_what_the_day_shows_and_not_from_answers(cast: Cast) -> None:
    round_ = make_open(cast)
    for name, count in (("Etelä", 20), ("Pohjoinen", 7), ("Esimerkkiskolan", 20)):
        for _person in range(count):
            invite(leaf(round_, name))
    assert titles(cast, "aino") == []
    rates.refresh(round_=round_, now=timezone.now())
    assert titles(cast, "aino") == ["2 organisaation vastausprosentti on alle 50\u00a0%"]
    assert titles(cast, "bertil") == ["1 organisaation vastausprosentti on alle 50\u00a0%"]
    Invitation.objects.update(is_spent=True)
    assert titles(cast, "aino") == ["2 organisaation vastausprosentti on alle 50\u00a0%"]
    ResponseRate.objects.update(tens=7)
    assert titles(cast, "aino") == []


def test_alarm_of_a_lost_key_comes_first(cast: Cast) -> None:
    make_open(cast)
    Round.objects.update(is_key_lost=True)
    todo = next(iter(offers.todo(cast.aino, cast.project)))
    assert todo.is_late
    assert todo.title == "Avoimen kierroksen avain ei toimi"


def test_round_about_to_close_is_the_coordinators_business(cast: Cast) -> None:
    round_ = make_open(cast, closes_at=timezone.now() + timedelta(days=2))
    for name in ("Etelä", "Pohjoinen", "Esimerkkiskolan"):
        invite(leaf(round_, name))
    assert titles(cast, "aino") == ["Kyselykierros sulkeutuu pian"]
    assert titles(cast, "bertil") == []


def test_closing_time_is_in_the_calendar_of_those_who_see_the_round(cast: Cast) -> None:
    round_ = make_open(cast)
    now = timezone.now()
    for name, count in (("aino", 1), ("bertil", 1), ("eero", 0)):
        entries = list(across.calendar(getattr(cast, name), [cast.project], now, now + timedelta(days=14)))
        assert len(entries) == count
        assert all(entry.start == round_.closes_at for entry in entries)
    assert not list(across.calendar(cast.aino, [cast.project], now, now + timedelta(days=1)))


def test_the_list_of_all_projects_tells_the_rate_of_the_whole_where_it_may_be_told(cast: Cast) -> None:
    round_ = make_open(cast)
    whole = Group.objects.get(round=round_, level=Group.Level.PROJECT)
    part = leaf(round_)

    def told(name: str = "aino") -> list[str]:
        with translation.override("en"):
            facts = across.portfolio(getattr(cast, name), [cast.project, cast.other_project])
        return [fact.text for fact in facts.get(cast.project.pk, [])]

    ResponseRate.objects.create(group=part, invited=25, tens=3)
    [without] = told()
    assert "answered" not in without
    rate = ResponseRate.objects.create(group=whole, invited=50, tens=4)
    assert told()[0].endswith("at least 40 % have answered")
    assert told("bertil") == told()
    assert told("eero") == []
    for tens, words in ((0, "under 10 % have answered"), (10, "over 90 % have answered")):
        ResponseRate.objects.filter(pk=rate.pk).update(tens=tens)
        assert told()[0].endswith(words)


def test_overview_shows_the_rates_of_the_round_that_closes_next(cast: Cast) -> None:
    make_open(cast, closes_at=timezone.now() + timedelta(days=9))
    sooner = make_open(cast, closes_at=timezone.now() + timedelta(days=3))
    block = next(iter(offers.overview(cast.aino, cast.project)))
    assert block.context["round"] == sooner
    assert [tile["name"] for tile in block.context["tiles"]] == [
        "Esimerkkipolku",
        "Esimerkkiopisto",
        "Esimerkkiskolan",
    ]
    own = next(block for block in offers.overview(cast.maija, cast.project) if block.place == "main")
    assert [tile["name"] for tile in own.context["tiles"]] == ["Esimerkkipolku", "Esimerkkiopisto"]
    assert not list(offers.overview(cast.eero, cast.project))


def test_only_coordinators_are_offered_a_new_round(cast: Cast) -> None:
    assert [bool(list(offers.create(person, cast.project))) for person in (cast.aino, cast.bertil)] == [
        True,
        False,
    ]


def test_own_data_tells_the_invitation_and_not_whether_one_answered(cast: Cast) -> None:
    round_ = make_open(cast)
    invite(leaf(round_), "bertil@example.org")
    before = personal.personal_data(cast.bertil)
    assert [entry["survey"] for entry in before["invitations"]] == ["Esimerkkikysely"]
    Invitation.objects.update(is_spent=True)
    assert personal.personal_data(cast.bertil) == before
