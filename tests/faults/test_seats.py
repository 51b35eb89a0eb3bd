"""Many people at one event at the same moment, on PostgreSQL: no seat too many, none lost, order kept."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from projects.workshops import services
from projects.workshops.errors import TooLateToChange
from projects.workshops.models import Registration, Vote, Workshop
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.worker import Worker, wait_for
from tests.workshops.recipes import come, had_come, make_held, make_workshop, states, write

# Every test has a worker: what is committed here has letters in its wake, which must be over at the end.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]

SEATS, PEOPLE = 10, 30


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return make_workshop(cast.project, capacity=SEATS)


def everybody_comes(workshop: Workshop) -> list[Registration]:
    """Thirty people press the button together; in the order of their numbers."""
    outcomes = at_once([partial(come, workshop, f"V{number}") for number in range(PEOPLE)])
    assert all(isinstance(outcome, Registration) for outcome in outcomes), outcomes
    return list(workshop.registrations.order_by("number"))


def tally(workshop: Workshop) -> Counter[str]:
    return Counter(states(workshop).values())


def assert_in_order(workshop: Workshop) -> None:
    """Nobody waits who came before somebody with a seat."""
    waiting = workshop.registrations.waiting().values_list("number", flat=True)
    seated = workshop.registrations.registered().values_list("number", flat=True)
    assert not waiting or max(seated) < min(waiting)


def test_thirty_at_once_fill_ten_seats_and_twenty_places_in_the_queue(workshop: Workshop) -> None:
    people = everybody_comes(workshop)
    assert tally(workshop) == {"registered": SEATS, "waiting": PEOPLE - SEATS}
    assert [person.number for person in people] == list(range(1, PEOPLE + 1))
    assert_in_order(workshop)


def test_seats_given_back_at_once_all_go_to_the_first_in_the_queue(workshop: Workshop) -> None:
    people = everybody_comes(workshop)
    leaving = people[:6]
    at_once([partial(services.cancel_registration, registration=person) for person in leaving])
    assert tally(workshop) == {"registered": SEATS, "waiting": PEOPLE - SEATS - 6, "cancelled": 6}
    assert_in_order(workshop)
    seated = workshop.registrations.registered().order_by("number")
    assert [person.number for person in seated] == list(range(7, SEATS + 7))


def test_coming_leaving_coming_back_and_adding_seats_all_at_once(workshop: Workshop) -> None:
    people = everybody_comes(workshop)
    for person in people[:3]:
        services.cancel_registration(registration=person)
    outcomes = at_once(
        [
            *(partial(services.restore_registration, registration=person) for person in people[:3]),
            *(partial(services.cancel_registration, registration=person) for person in people[3:9]),
            *(partial(services.cancel_registration, registration=person) for person in people[20:23]),
            *(partial(come, workshop, f"W{number}") for number in range(8)),
            partial(services.update_workshop, workshop=workshop, facts={"capacity": SEATS + 4}),
        ]
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert tally(workshop) == {"registered": SEATS + 4, "waiting": 15, "cancelled": 9}
    assert_in_order(workshop)


def test_one_person_pressing_ten_times_registers_once(workshop: Workshop) -> None:
    at_once([partial(come, workshop, "Ville")] * 10)
    assert workshop.registrations.count() == 1


def test_cancelling_the_event_while_people_change_their_minds(worker: Worker, workshop: Workshop) -> None:
    """Each either left in time or gets the letter; nobody is called in to an event that is off."""
    people = everybody_comes(workshop)
    outcomes = at_once(
        [
            *(partial(services.cancel_registration, registration=person) for person in people[:10]),
            partial(services.cancel_workshop, workshop=workshop),
        ]
    )
    left = [outcome for outcome in outcomes[:-1] if isinstance(outcome, Registration)]
    late = [outcome for outcome in outcomes[:-1] if isinstance(outcome, TooLateToChange)]
    assert len(left) + len(late) == 10
    assert tally(workshop)["cancelled"] == len(left)

    def told() -> bool:
        worker.tick()  # a letter promised just as a job was ending waits for the clock
        return not Registration.objects.exclude(owes="").exists()

    wait_for(told, 60, "the letters")


def test_votes_and_deleting_at_once_strand_no_vote(cast: Cast) -> None:
    held = make_held(cast.project)
    outcome = write(held)
    voters = [had_come(held, f"V{number}") for number in range(12)]
    at_once(
        [
            *(partial(services.cast_vote, outcome=outcome, registration=voter) for voter in voters),
            partial(services.delete_outcome, outcome=outcome),
        ]
    )
    assert not held.outcomes.exists()
    assert not Vote.objects.exists()


def test_one_voice_each_however_often_it_is_given_at_once(cast: Cast) -> None:
    held = make_held(cast.project)
    outcome, link = write(held), had_come(held, "Cecilia")
    by_link = partial(services.cast_vote, outcome=outcome, registration=link)
    by_account = partial(services.cast_vote, outcome=outcome, user=cast.cecilia)
    outcomes = at_once([by_link, by_account] * 5)
    assert not [found for found in outcomes if isinstance(found, Exception)]
    assert Vote.objects.count() == 1
