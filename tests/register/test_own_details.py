"""A contact keeps the own organisation's details; who it is in law stays with the coordinator."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from projects.register import services
from projects.register.models import Organisation
from tests.cast import Cast
from tests.register.pages import address
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

TYPED = {
    "name_fi": "Esimerkkiopisto Uusi",
    "name_sv": "Exempelskolan",
    "website": "https://esimerkki.example/",
}


def details(cast: Cast) -> str:
    return address("organisation_edit", cast.project.slug, cast.college.slug)


def test_the_own_page_leads_a_contact_to_the_details_and_they_open(cast: Cast, as_bertil: Client) -> None:
    page = as_bertil.get(address("partner", cast.project.slug, cast.college.slug))
    assert f'href="{details(cast)}"' in page.content.decode()
    assert as_bertil.get(details(cast)).status_code == 200


def test_a_contact_changes_names_region_and_website(cast: Cast, as_bertil: Client) -> None:
    region = services.load_regions()["06"]
    answer = as_bertil.post(details(cast), {**TYPED, "region": str(region.pk)})
    assert answer["Location"] == address("partner", cast.project.slug, cast.college.slug)
    found = Organisation.objects.get(pk=cast.college.pk)
    assert (found.name_fi, found.name_sv, found.region) == (TYPED["name_fi"], "Exempelskolan", region)
    event = AuditEvent.objects.get(action="register.organisation_changed")
    assert event.actor == cast.bertil


def test_a_contact_cannot_change_who_the_organisation_is_in_law(cast: Cast, as_bertil: Client) -> None:
    page = as_bertil.get(details(cast)).content.decode()
    for field in ("kind", "legal_form", "business_id", "provider"):
        assert f'name="{field}"' not in page
    before = Organisation.objects.values("kind", "legal_form", "business_id", "provider").get(
        pk=cast.college.pk
    )
    forged: dict[str, Any] = {"kind": "workplace", "legal_form": "company", "business_id": "0000001-9"}
    as_bertil.post(details(cast), {**TYPED, **forged, "provider": str(cast.institute.pk)})
    found = Organisation.objects.filter(pk=cast.college.pk)
    assert found.values("kind", "legal_form", "business_id", "provider").get() == before
    assert found.get().name_fi == TYPED["name_fi"]


def test_management_reads_and_is_offered_no_editing(cast: Cast, as_maija: Client) -> None:
    page = as_maija.get(address("partner", cast.project.slug, cast.college.slug))
    assert details(cast) not in page.content.decode()
    assert as_maija.post(details(cast), TYPED).status_code == 403
    cast.college.refresh_from_db()
    assert cast.college.name_fi == "Esimerkkiopisto"
