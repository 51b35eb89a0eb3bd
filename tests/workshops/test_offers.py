"""What the desk, the front page and a person's own data get from workshops."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from projects.workshops import offers, services
from projects.workshops.personal import personal_data
from tests.cast import Cast
from tests.workshops.recipes import begin, come, make_draft, make_held, make_workshop, write
from yhes.common.registry import Todo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


def todos(cast: Cast, name: str = "aino") -> list[Todo]:
    return list(offers.todo(getattr(cast, name), cast.project))


def test_a_draft_near_its_day_wants_to_be_published(cast: Cast) -> None:
    make_draft(cast.project, "Kaukana", days=40)
    assert todos(cast) == []
    make_draft(cast.project, "Pian", days=4)
    [todo] = todos(cast)
    assert (todo.title, todo.when, todo.is_late) == ("Publish the event: Pian", "4 days left", False)


def test_a_draft_whose_day_has_passed_is_late(cast: Cast) -> None:
    make_draft(cast.project, "Unohdettu", days=-2)
    [todo] = todos(cast)
    assert todo.is_late
    assert todo.urgency < 0


def test_an_event_that_is_over_wants_its_count_and_then_its_outcomes(cast: Cast) -> None:
    workshop = begin(make_workshop(cast.project))
    [todo] = todos(cast)
    assert todo.title == "Tell how many took part: Polkutyöpaja"
    held = services.mark_held(workshop=workshop, participants_count=3)
    [todo] = todos(cast)
    assert todo.title == "Write down the outcomes: Polkutyöpaja"
    write(held)
    assert todos(cast) == []


def test_a_long_queue_wants_more_seats(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    for number in range(offers.LONG_QUEUE):
        come(workshop, f"V{number}")
    assert todos(cast) == []
    come(workshop, "Viimeinen")
    [todo] = todos(cast)
    assert todo.title == "5 people wait for a seat: Polkutyöpaja"


def test_only_coordinators_have_things_to_do_and_to_make(cast: Cast) -> None:
    make_draft(cast.project, "Pian", days=4)
    for name in ("bertil", "maija", "cecilia", "eero"):
        assert todos(cast, name) == []
        assert list(offers.create(getattr(cast, name), cast.project)) == []
    assert len(todos(cast, "admin")) == 1


def test_the_rail_has_the_room_with_what_waits(cast: Cast) -> None:
    make_draft(cast.project, "Pian", days=4)
    [room] = offers.rail(cast.aino, cast.project)
    assert (room.order, room.icon, room.badge) == (40, "workshop", 1)
    [room] = offers.rail(cast.cecilia, cast.project)
    assert room.badge == 0


def test_the_calendar_shows_what_the_person_may_see(cast: Cast) -> None:
    make_draft(cast.project, "Luonnos", days=3)
    make_workshop(cast.project, "Pian", days=3)
    make_workshop(cast.project, "Joskus", days=30)
    services.cancel_workshop(workshop=make_workshop(cast.project, "Peruttu", days=3))
    now = timezone.now()
    fortnight = (now, now + timedelta(days=14))
    titles = [entry.title for entry in offers.calendar(cast.aino, [cast.project], *fortnight)]
    assert titles == ["Luonnos", "Pian"]
    [entry] = offers.calendar(cast.cecilia, [cast.project], *fortnight)
    assert entry.title == "Pian"
    assert entry.end is not None
    assert entry.end - entry.start == timedelta(hours=2)


def test_the_front_page_has_no_events_when_none_is_coming(cast: Cast) -> None:
    make_held(cast.project)
    assert list(offers.home()) == []


def test_own_data_has_the_registrations_of_the_own_address_and_the_votes(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    come(workshop, "Cecilia")
    come(workshop, "Ville")
    services.cast_vote(outcome=write(make_held(cast.project, "Vanha"), "Aikaa"), user=cast.cecilia)
    data = personal_data(cast.cecilia)
    assert [row["email"] for row in data["registrations"]] == ["cecilia@example.org"]
    assert [row["outcome"] for row in data["votes"]] == ["Aikaa"]
    assert personal_data(cast.eero) == {"registrations": [], "votes": []}
