"""Seats and the queue for them: who gets in, in which order, and that nobody is lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.workshops import services
from projects.workshops.errors import RegistrationClosed, TooLateToChange
from projects.workshops.models import Registration, Workshop
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.worker import Worker
from tests.workshops.recipes import begin, come, make_draft, make_workshop, states, token

pytestmark = pytest.mark.django_db

SEAT, WAITING, CANCELLED = "registered", "waiting", "cancelled"


@pytest.fixture
def two_seats(cast: Cast) -> Workshop:
    return make_workshop(cast.project, capacity=2)


def test_the_first_get_the_seats_and_the_rest_wait_in_order(two_seats: Workshop) -> None:
    people = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve", "Zoe")]
    assert states(two_seats) == {"Ville": SEAT, "Wilma": SEAT, "Yngve": WAITING, "Zoe": WAITING}
    assert [person.place_in_queue() for person in people[2:]] == [1, 2]


def test_without_a_limit_everybody_gets_a_seat(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    for number in range(7):
        come(workshop, f"V{number}")
    assert set(states(workshop).values()) == {SEAT}


def test_a_seat_that_is_given_back_goes_to_the_first_in_the_queue(two_seats: Workshop) -> None:
    ville, _wilma, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve", "Zoe")]
    services.cancel_registration(registration=ville)
    assert states(two_seats) == {"Ville": CANCELLED, "Wilma": SEAT, "Yngve": SEAT, "Zoe": WAITING}
    assert Registration.objects.get(name="Yngve").owes == "seat"
    assert Registration.objects.get(name="Zoe").place_in_queue() == 1


def test_leaving_the_queue_moves_the_others_forward_and_frees_no_seat(two_seats: Workshop) -> None:
    _ville, _wilma, yngve, zoe = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve", "Zoe")]
    services.cancel_registration(registration=yngve)
    assert states(two_seats)["Zoe"] == WAITING
    assert zoe.place_in_queue() == 1


def test_cancelling_twice_gives_the_seat_away_once(two_seats: Workshop) -> None:
    ville, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve", "Zoe")]
    services.cancel_registration(registration=ville)
    services.cancel_registration(registration=ville)
    assert list(states(two_seats).values()).count(SEAT) == 2


def test_cancelling_can_be_undone_while_there_is_a_seat(two_seats: Workshop) -> None:
    ville = come(two_seats, "Ville")
    services.cancel_registration(registration=ville)
    services.restore_registration(registration=ville)
    assert states(two_seats) == {"Ville": SEAT}


def test_who_comes_back_after_the_seat_was_taken_goes_to_the_end_of_the_queue(two_seats: Workshop) -> None:
    ville, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve", "Zoe")]
    services.cancel_registration(registration=ville)
    back = services.restore_registration(registration=ville)
    assert states(two_seats) == {"Wilma": SEAT, "Yngve": SEAT, "Zoe": WAITING, "Ville": WAITING}
    assert back.place_in_queue() == 2


def test_registering_again_after_cancelling_counts_from_then(two_seats: Workshop) -> None:
    ville, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve")]
    services.cancel_registration(registration=ville)
    come(two_seats, "Ville")
    assert states(two_seats) == {"Wilma": SEAT, "Yngve": SEAT, "Ville": WAITING}


def test_more_seats_let_the_first_of_the_queue_in(two_seats: Workshop) -> None:
    for name in ("Ville", "Wilma", "Yngve", "Zoe", "Xenia"):
        come(two_seats, name)
    services.update_workshop(workshop=two_seats, facts={"capacity": 4})
    assert list(states(two_seats).values()) == [SEAT] * 4 + [WAITING]
    services.update_workshop(workshop=two_seats, facts={"capacity": None})
    assert set(states(two_seats).values()) == {SEAT}


def test_fewer_seats_throw_nobody_out_and_let_nobody_in(two_seats: Workshop) -> None:
    ville, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve")]
    services.update_workshop(workshop=two_seats, facts={"capacity": 1})
    assert states(two_seats) == {"Ville": SEAT, "Wilma": SEAT, "Yngve": WAITING}
    services.cancel_registration(registration=ville)
    assert states(two_seats)["Yngve"] == WAITING


def test_nobody_is_called_in_and_nothing_changes_once_the_event_has_begun(two_seats: Workshop) -> None:
    ville, *_rest = [come(two_seats, name) for name in ("Ville", "Wilma", "Yngve")]
    begin(two_seats)
    with pytest.raises(TooLateToChange):
        services.cancel_registration(registration=ville)
    services.update_workshop(workshop=two_seats, facts={"capacity": 5})
    assert states(two_seats)["Yngve"] == WAITING


def test_registration_closes_at_its_time_and_at_the_latest_at_the_start(cast: Cast) -> None:
    closed = make_workshop(cast.project, registration_closes_at=timezone.now() - timedelta(minutes=1))
    begun = begin(make_workshop(cast.project, "Toinen"))
    for workshop in (closed, begun, make_draft(cast.project, "Kolmas")):
        with pytest.raises(RegistrationClosed):
            come(workshop)
    assert not Registration.objects.exists()


def test_a_cancelled_event_takes_nobody(cast: Cast) -> None:
    workshop = services.cancel_workshop(workshop=make_workshop(cast.project))
    with pytest.raises(RegistrationClosed):
        come(workshop)


def test_an_address_registers_once_whatever_its_case(two_seats: Workshop) -> None:
    come(two_seats, "Ville")
    services.register(workshop=two_seats, name="Joku muu", email=" VILLE@Example.org ", language="sv")
    kept = two_seats.registrations.get()
    assert (kept.name, kept.language) == ("Ville", "fi")


def test_the_database_refuses_a_second_registration_and_a_second_number(two_seats: Workshop) -> None:
    ville = come(two_seats, "Ville")
    for changed in ({"number": 9}, {"email": "uusi@example.org"}):
        copy = Registration.objects.get(pk=ville.pk)
        copy.pk, copy.token_hash = None, b"x" * 32
        for field, value in changed.items():
            setattr(copy, field, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_the_personal_link_is_nowhere_in_the_registration(two_seats: Workshop) -> None:
    ville = come(two_seats, "Ville")
    row = Registration.objects.filter(pk=ville.pk).values().get()
    assert token(ville) not in str(row)
    assert services.find_registration(token(ville)) == ville


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_get_no_seat_too_many(worker: Worker, cast: Cast) -> None:
    """On either database; tests/faults looks closer, on PostgreSQL."""
    workshop = make_workshop(cast.project, capacity=3)
    at_once([partial(come, workshop, f"V{number}") for number in range(9)])
    assert list(states(workshop).values()) == [SEAT] * 3 + [WAITING] * 6
