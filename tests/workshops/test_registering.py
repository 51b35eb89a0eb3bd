"""Registering on the public form: what it stores, refuses and tells, and to whom."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from projects.workshops import services
from projects.workshops.models import Registration, Workshop
from projects.workshops.views import registering
from tests.cast import Cast
from tests.workshops.recipes import address, begin, come, make_draft, make_workshop

pytestmark = pytest.mark.django_db

VILLE = {"name": "Ville", "email": "ville@example.org", "organisation": "Esimerkkiopisto"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return make_workshop(cast.project, capacity=1)


def send(client: Client, workshop: Workshop, language: str = "en", **changes: str) -> Any:
    return client.post(address("register", workshop.slug, language=language), {**VILLE, **changes})


def read(response: Any) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r'(nonce|value)="[^"]*"', "", response.content.decode())


def test_a_visitor_registers_and_is_told_to_read_the_letter(visitor: Client, workshop: Workshop) -> None:
    response = send(visitor, workshop, "sv")
    assert response.status_code == 302
    assert visitor.get(response["Location"]).status_code == 200
    made = workshop.registrations.get()
    assert (made.name, made.email, made.organisation) == tuple(VILLE.values())
    assert (made.state, made.language) == ("registered", "sv")
    assert Email.objects.get().to == ["ville@example.org"]


def test_nobody_can_tell_from_the_pages_who_had_registered(visitor: Client, workshop: Workshop) -> None:
    """Ville holds the only seat. A stranger types Ville's address, then one that is new."""
    come(workshop, "Ville")
    pages = []
    for email in ("ville@example.org", "uusi@example.org"):
        form = visitor.get(address("register", workshop.slug))
        response = send(visitor, workshop, email=email)
        pages.append((read(form), response["Location"], read(visitor.get(response["Location"]))))
    assert pages[0] == pages[1]
    assert workshop.registrations.waiting().count() == 1


def test_seats_are_told_in_words_so_that_no_count_gives_anybody_away(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=40)
    for number in range(3):
        come(workshop, f"V{number}")
    page = visitor.get(address("event", workshop.slug)).content.decode()
    assert "Seats available" in page
    come(workshop, "Uusi")
    assert visitor.get(address("event", workshop.slug)).content.decode() == page


def test_pressing_twice_registers_once_and_writes_once(visitor: Client, workshop: Workshop) -> None:
    send(visitor, workshop)
    assert send(visitor, workshop).status_code == 302
    assert workshop.registrations.count() == 1
    assert Email.objects.count() == 1


def test_registering_again_later_sends_the_letter_again(visitor: Client, workshop: Workshop) -> None:
    send(visitor, workshop)
    long_ago = timezone.now() - timedelta(minutes=3)
    Registration.objects.update(confirmation_sent_at=long_ago)
    send(visitor, workshop, name="Joku muu")
    first, second = Email.objects.order_by("pk")
    assert first.message == second.message
    assert workshop.registrations.get().name == "Ville"


def test_an_address_that_no_letter_reaches_is_refused(visitor: Client, workshop: Workshop) -> None:
    response = send(visitor, workshop, email="yrjö@example.org")
    assert response.status_code == 400
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"email": ""},
        {"email": "ville"},
        {"email": "ville@example.org\nBcc: kaikki@example.org"},
        {"organisation": "x" * 161},
    ],
)
def test_a_form_that_is_wrong_stores_nothing_and_keeps_what_was_typed(
    visitor: Client, workshop: Workshop, wrong: dict[str, str]
) -> None:
    response = send(visitor, workshop, **wrong)
    assert response.status_code == 400
    page = response.content.decode()
    assert "error-summary" in page
    assert "Esimerkkiopisto" in page or "organisation" in wrong
    assert not Registration.objects.exists()
    assert not Email.objects.exists()


def test_ten_megabytes_are_refused(visitor: Client, workshop: Workshop) -> None:
    assert send(visitor, workshop, name="x" * 10_000_000).status_code == 400
    assert not Registration.objects.exists()


def test_names_are_shown_as_they_were_typed_and_never_run(visitor: Client, workshop: Workshop) -> None:
    send(visitor, workshop, name="<script>alert(1)</script>")
    letter = Email.objects.get()
    assert "<script>" not in letter.html_message


def test_too_late_is_said_beside_the_form(visitor: Client, workshop: Workshop) -> None:
    begin(workshop)
    response = send(visitor, workshop)
    assert response.status_code == 400
    assert "Registration for this event has closed." in response.content.decode()
    form = visitor.get(address("register", workshop.slug))
    assert form.status_code == 200
    assert 'name="email"' not in form.content.decode()
    assert not Registration.objects.exists()


def test_drafts_and_events_of_hidden_projects_have_no_form(visitor: Client, cast: Cast) -> None:
    draft = make_draft(cast.project)
    hidden = make_workshop(cast.other_project, "Salainen")
    cast.other_project.is_public = False
    cast.other_project.save()
    for workshop in (draft, hidden):
        for name in ("register", "registered"):
            assert visitor.get(address(name, workshop.slug)).status_code == 404
        assert send(visitor, workshop).status_code == 404
    assert not Registration.objects.exists()


def test_a_form_from_elsewhere_is_refused(workshop: Workshop) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert send(careful, workshop).status_code == 403
    assert not Registration.objects.exists()


def test_the_form_and_the_thanks_are_never_cached(visitor: Client, workshop: Workshop) -> None:
    for name in ("register", "registered"):
        assert "no-store" in visitor.get(address(name, workshop.slug))["Cache-Control"]


def test_one_address_is_not_written_to_without_end(visitor: Client, workshop: Workshop) -> None:
    for _time in range(registering.TO_ONE_ADDRESS["limit"]):
        assert send(visitor, workshop).status_code == 302
    response = send(visitor, workshop)
    assert response.status_code == 400
    assert "Too many registrations" in response.content.decode()
    assert send(visitor, workshop, email="toinen@example.org").status_code == 302


def test_one_network_cannot_fill_the_event(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    limit = registering.FROM_ONE_NETWORK["limit"]
    for number in range(limit):
        send(visitor, workshop, email=f"v{number}@example.org")
    assert send(visitor, workshop, email="viimeinen@example.org").status_code == 400
    assert workshop.registrations.count() == limit


def test_the_full_event_says_before_sending_that_there_is_a_queue(
    visitor: Client, workshop: Workshop
) -> None:
    come(workshop, "Wilma")
    page = visitor.get(address("register", workshop.slug)).content.decode()
    assert "All seats are taken at the moment." in page
    send(visitor, workshop)
    assert "Your place in the queue is 1." in Email.objects.get(to="ville@example.org").message


def test_the_form_tells_who_sees_the_data_and_when_it_is_deleted(visitor: Client, workshop: Workshop) -> None:
    page = visitor.get(address("register", workshop.slug)).content.decode()
    assert f"deleted {services.KEPT_DAYS} days after the event" in page
    assert "coordinators of the project" in page
