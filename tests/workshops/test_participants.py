"""Other people's names and addresses: who may see them, after a second factor, and for how long."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from projects.workshops import services
from projects.workshops.models import Workshop
from tests.cast import Cast, give_second_factor, sign_in
from tests.workshops.recipes import address, come, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    """Arranged by Bertil's organisation; Ville has a seat, Wilma waits, Yngve has cancelled."""
    workshop = make_workshop(cast.project, capacity=1, organiser=cast.college)
    come(workshop, "Ville")
    come(workshop, "Wilma")
    services.cancel_registration(registration=come(workshop, "Yngve"))
    return workshop


def pages(workshop: Workshop) -> list[str]:
    names = ("participants", "participants_csv", "participants_xlsx")
    return [address(name, workshop.project.slug, workshop.slug) for name in names]


def test_the_coordinator_sees_who_comes_and_who_waits(as_aino: Client, workshop: Workshop) -> None:
    page = as_aino.get(pages(workshop)[0]).content.decode()
    assert "ville@example.org" in page
    assert "wilma@example.org" in page
    assert "yngve@example.org" not in page
    assert f"deleted {services.KEPT_DAYS} days after the event" in page


def test_the_list_is_exported_and_never_cached(as_aino: Client, workshop: Workshop) -> None:
    for url in pages(workshop):
        response = as_aino.get(url)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    rows = as_aino.get(pages(workshop)[1]).content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[1] for row in rows[1:]] == ["Ville", "Wilma"]


def test_the_organisers_contact_is_asked_for_a_second_factor_first(cast: Cast, workshop: Workshop) -> None:
    bertil = sign_in(Client(), cast.bertil)
    for url in pages(workshop):
        assert bertil.get(url)["Location"].startswith(reverse("mfa_index"))
    give_second_factor(cast.bertil)
    bertil = sign_in(Client(), cast.bertil)
    assert "ville@example.org" in bertil.get(pages(workshop)[0]).content.decode()


def test_a_contact_sees_only_those_who_come_to_the_own_organisation(cast: Cast) -> None:
    elsewhere = make_workshop(cast.project, "Toisen", organiser=cast.institute)
    unsaid = make_workshop(cast.project, "Kenenkään")
    give_second_factor(cast.bertil)
    bertil = sign_in(Client(), cast.bertil)
    for workshop in (elsewhere, unsaid):
        for url in pages(workshop):
            assert bertil.get(url).status_code == 403


@pytest.mark.parametrize("name", ["maija", "cecilia"])
def test_others_of_the_project_do_not_see_them(cast: Cast, workshop: Workshop, name: str) -> None:
    person = getattr(cast, name)
    give_second_factor(person)
    client = sign_in(Client(), person)
    for url in pages(workshop):
        assert client.get(url).status_code == 403
    shown = client.get(address("workshop", workshop.project.slug, workshop.slug)).content.decode()
    assert "ville@example.org" not in shown
    assert pages(workshop)[0] not in shown


def test_outsiders_get_404(cast: Cast, workshop: Workshop) -> None:
    give_second_factor(cast.eero)
    eero = sign_in(Client(), cast.eero)
    for url in pages(workshop):
        assert eero.get(url).status_code == 404
