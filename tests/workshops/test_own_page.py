"""The personal link: what a participant can do with it, and what nobody can do without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from post_office.models import Email

from projects.workshops import services
from projects.workshops.models import Registration, Vote, Workshop
from tests.cast import Cast
from tests.workshops.recipes import (
    address,
    begin,
    come,
    had_come,
    make_held,
    make_workshop,
    states,
    token,
    write,
)

pytestmark = pytest.mark.django_db

LINK = "https://esimerkki.example/huone"


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return make_workshop(cast.project, capacity=1, online_link=LINK)


@pytest.fixture
def ville(workshop: Workshop) -> Registration:
    return come(workshop, "Ville")


def text(response: Any) -> str:
    return str(response.content.decode())


def own(registration: Registration, name: str = "registration", *args: Any, language: str = "en") -> str:
    return address(name, token(registration), *args, language=language)


def test_the_link_in_the_letter_opens_the_own_page(visitor: Client, ville: Registration) -> None:
    letter = Email.objects.get()
    address_in_letter = own(ville, language="fi")
    assert address_in_letter in letter.message
    assert address_in_letter in letter.html_message
    page = text(visitor.get(address_in_letter))
    assert "ville@example.org" in page


def test_opening_pages_changes_nothing(visitor: Client, ville: Registration, cast: Cast) -> None:
    held = make_held(cast.project, "Pidetty")
    outcome, voter = write(held), had_come(held)
    before = list(Registration.objects.order_by("pk").values())
    for name in ("registration", "registration_cancel", "own_calendar"):
        assert visitor.get(own(ville, name)).status_code == 200
    assert visitor.get(own(ville, "registration_restore")).status_code == 405
    assert visitor.get(own(voter, "vote", outcome.pk)).status_code == 405
    assert list(Registration.objects.order_by("pk").values()) == before
    assert not Vote.objects.exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("unknown", ["x", "ei-ole-olemassa-tällaista", "A" * 28, "A" * 4000])
def test_an_unknown_link_says_so_in_the_persons_language(
    visitor: Client, ville: Registration, language: str, unknown: str
) -> None:
    for name in ("registration", "registration_cancel", "own_calendar"):
        response = visitor.get(address(name, unknown, language=language))
        assert response.status_code == 404
        assert f'<html lang="{language}">' in text(response)
        assert address("event_list", language=language) in text(response)
    assert visitor.post(address("registration_restore", unknown, language=language)).status_code == 404


def test_the_page_is_not_cached_nor_indexed(visitor: Client, ville: Registration) -> None:
    for url in (own(ville), address("registration", "ei-ole")):
        response = visitor.get(url)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


def test_name_and_organisation_can_be_changed_but_not_the_address(
    visitor: Client, ville: Registration
) -> None:
    typed = {"name": "Ville Virta", "organisation": "Esimerkkiopisto", "email": "muu@example.org"}
    response = visitor.post(own(ville), typed, follow=True)
    assert "Your details were saved." in text(response)
    ville.refresh_from_db()
    assert (ville.name, ville.organisation, ville.email) == (
        "Ville Virta", "Esimerkkiopisto", "ville@example.org",
    )  # fmt: skip


def test_a_name_that_is_missing_is_asked_for_again(visitor: Client, ville: Registration) -> None:
    response = visitor.post(own(ville), {"name": " ", "organisation": "Uusi"})
    assert response.status_code == 400
    assert "error-summary" in text(response)
    ville.refresh_from_db()
    assert ville.name == "Ville"


def test_cancelling_asks_once_and_can_be_undone(visitor: Client, ville: Registration) -> None:
    assert "Cancel the registration?" in text(visitor.get(own(ville, "registration_cancel")))
    page = text(visitor.post(own(ville, "registration_cancel"), follow=True))
    assert "You have cancelled your registration." in page
    assert own(ville, "registration_restore") in page
    assert "Your registration is valid again." in text(
        visitor.post(own(ville, "registration_restore"), follow=True)
    )
    assert states(ville.workshop) == {"Ville": "registered"}


def test_the_seat_is_gone_if_somebody_waited_for_it(visitor: Client, ville: Registration) -> None:
    wilma = come(ville.workshop, "Wilma")
    assert "Your place in the queue is 1." in text(visitor.get(own(wilma)))
    visitor.post(own(ville, "registration_cancel"))
    assert "You have a seat." in text(visitor.get(own(wilma)))
    page = text(visitor.post(own(ville, "registration_restore"), follow=True))
    assert "Your place in the queue is 1." in page


def test_the_online_link_is_for_those_who_have_a_seat(visitor: Client, ville: Registration) -> None:
    wilma = come(ville.workshop, "Wilma")
    assert LINK in text(visitor.get(own(ville)))
    assert LINK in text(visitor.get(own(ville, "own_calendar")))
    for url in (
        own(wilma),
        own(wilma, "own_calendar"),
        address("event", ville.workshop.slug),
        address("event_calendar", ville.workshop.slug),
        address("event_feed"),
        address("register", ville.workshop.slug),
    ):
        assert LINK not in text(visitor.get(url)), url
    visitor.post(own(ville, "registration_cancel"))
    assert LINK not in text(visitor.get(own(ville)))


def test_once_the_event_has_begun_nothing_can_be_changed(visitor: Client, ville: Registration) -> None:
    begin(ville.workshop)
    assert own(ville, "registration_cancel") not in text(visitor.get(own(ville)))
    for url, typed in (
        (own(ville), {"name": "Muu"}),
        (own(ville, "registration_cancel"), {}),
        (own(ville, "registration_restore"), {}),
    ):
        response = visitor.post(url, typed)
        assert response.status_code == 409
        assert "can no longer be changed" in text(response)
    assert states(ville.workshop) == {"Ville": "registered"}


def test_a_cancelled_event_says_so_and_why(visitor: Client, ville: Registration) -> None:
    services.cancel_workshop(workshop=ville.workshop, note="Sairastapaus. Uusi aika keväällä.")
    page = text(visitor.get(own(ville)))
    assert "The event is cancelled." in page
    assert "Uusi aika keväällä." in page
    assert visitor.post(own(ville, "registration_cancel")).status_code == 409


def test_one_link_opens_one_registration_only(visitor: Client, ville: Registration, cast: Cast) -> None:
    """The same person in another event, and another person in the same one, have links of their own."""
    other = come(make_workshop(cast.project, "Toinen"), "Ville")
    wilma = come(ville.workshop, "Wilma")
    assert len({token(ville), token(other), token(wilma)}) == 3
    visitor.post(own(wilma, "registration_cancel"))
    assert states(ville.workshop)["Ville"] == "registered"


def test_forms_need_their_own_page(ville: Registration) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(own(ville, "registration_cancel")).status_code == 403
    assert states(ville.workshop) == {"Ville": "registered"}


def test_after_the_beginning_the_page_says_how_it_stands(visitor: Client, ville: Registration) -> None:
    wilma = come(ville.workshop, "Wilma")
    begin(ville.workshop)
    assert "You can vote here once the outcomes have been written down." in text(visitor.get(own(ville)))
    assert "No seat became free for you this time." in text(visitor.get(own(wilma)))


def test_nothing_is_asked_when_nothing_is_left_to_cancel(visitor: Client, ville: Registration) -> None:
    question = own(ville, "registration_cancel")
    assert visitor.get(question).status_code == 200
    visitor.post(question)
    assert visitor.get(question)["Location"] == own(ville)
    visitor.post(own(ville, "registration_restore"))
    begin(ville.workshop)
    assert visitor.get(question)["Location"] == own(ville)
