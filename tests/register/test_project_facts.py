"""What a funder's register holds of a project: money, decision, call, predecessors, contact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from projects.register import services
from projects.register.errors import (
    NetworkGoesInCircles,
    PredecessorsGoInCircles,
    SumNegative,
    SumsDoNotAddUp,
)
from projects.register.models import Organisation, Project
from projects.register.personal import erase, personal_data
from tests.cast import Cast, make_organisation, make_project
from tests.register.pages import address

pytestmark = pytest.mark.django_db

FACTS = {
    "name_fi": "Esimerkkipolku",
    "acronym_fi": "POLKU",
    "acronym_sv": "STIGEN",
    "is_public": "on",
    "granted": "125 000 €",
    "own_share": "31250,50",
    "decision_number": "ESIM-12/2025",
    "call_en": "Example call 2025",
    "themes_en": "co-development, wellbeing at work",
    "contact_role_en": "Project coordinator",
    "contact_email": "hanke@example.org",
    "contact_phone": "+358 40 123 4567",
    "website": "https://polku.example.org",
}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_coordinator_writes_down_the_funding_and_anyone_reads_it(
    cast: Cast, as_aino: Client, visitor: Client
) -> None:
    successor = make_project("esimerkkijatko", "Esimerkkijatko", predecessor=cast.project)
    member = make_project("esimerkkijasen", "Esimerkkijäsen", network=cast.project)
    hidden = make_project("piilossa", "Piilotettu", predecessor=cast.project, is_public=False)
    funder = make_organisation("esimerkkivirasto", "Esimerkkivirasto", kind=Organisation.Kind.AUTHORITY)
    facts = {**FACTS, "funder": str(funder.pk), "predecessor": str(cast.other_project.pk)}
    url = address("settings", cast.project.slug)
    assert as_aino.post(url, facts).status_code == 302
    kept = Project.objects.get(pk=cast.project.pk)
    assert (kept.granted, kept.own_share, kept.total) == (
        Decimal("125000.00"), Decimal("31250.50"), Decimal("156250.50"),
    )  # fmt: skip
    form = as_aino.get(url)
    assert [form.context["form"][name].value() for name in ("granted", "own_share")] == ["125000", "31250.50"]
    assert "€156,250.50" in text(form)
    page = text(visitor.get(address("project", cast.project.slug)))
    for shown in (
        "€125,000<", "€31,250.50", "€156,250.50", "ESIM-12/2025", "Example call 2025", "wellbeing at work",
        "Project coordinator", "mailto:hanke@example.org", "+358 40 123 4567", "https://polku.example.org",
        'typeof="MonetaryGrant"', 'content="125000.00"', str(successor), str(member), "Esimerkkisilta",
    ):  # fmt: skip
        assert shown in page, shown
    assert str(hidden) not in page
    lines = visitor.get(address("project_csv"), {"q": "polku"}).content.decode("utf-8-sig").splitlines()
    assert "ESIM-12/2025;125000.0;31250.5;;156250.5" in lines[1]


def test_a_decisions_total_is_kept_and_shown_where_its_parts_add_up(
    cast: Cast, as_aino: Client, visitor: Client
) -> None:
    url = address("settings", cast.project.slug)
    sums = {"granted": "125 000", "own_share": "25 000", "other_funding": "10 000,50"}
    typed = {**FACTS, **sums, "total_costs": "150 000"}
    refused = as_aino.post(url, typed)
    assert refused.status_code == 400
    assert refused.context["form"].errors == {
        "total_costs": [
            "The parts make €160,000.50 together. Correct them or the total, or leave the total empty."
        ]
    }
    assert 'value="150 000"' in text(refused)
    assert Project.objects.get(pk=cast.project.pk).granted is None
    assert as_aino.post(url, {**typed, "total_costs": "160000,50"}).status_code == 302
    page = text(visitor.get(address("project", cast.project.slug)))
    assert "Other funding</dt><dd>€10,000.50" in page
    assert "Total</dt><dd>€160,000.50" in page
    lines = visitor.get(address("project_csv"), {"q": "polku"}).content.decode("utf-8-sig").splitlines()
    assert "125000.0;25000.0;10000.5;160000.5" in lines[1]
    row = visitor.get(f"/api/v1/projects/{cast.project.pk}").json()
    assert (row["other_funding"], row["total_costs"]) == (10000.5, 160000.5)
    told = text(as_aino.get(url))
    assert "€160,000.50" in told  # in the history, as money


def test_a_total_may_be_known_before_its_parts(cast: Cast, as_aino: Client, visitor: Client) -> None:
    url = address("settings", cast.project.slug)
    sums = {"granted": "125 000", "own_share": "", "total_costs": "150 000"}
    assert as_aino.post(url, {**FACTS, **sums}).status_code == 302
    assert "Total</dt><dd>€150,000" in text(visitor.get(address("project", cast.project.slug)))
    with translation.override("en"), pytest.raises(SumsDoNotAddUp, match="€155,000 together"):
        services.update_project(project=cast.project, facts={"own_share": Decimal(30_000)})
    services.update_project(project=cast.project, facts={"own_share": Decimal(25_000)})


def test_sums_in_finnish_are_written_the_finnish_way(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(granted=125_000, own_share=0)
    page = text(visitor.get(address("project", cast.project.slug, language="fi")))
    assert page.count("125\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€") == 2  # granted, and the total
    assert "0\N{NO-BREAK SPACE}€" in page


def test_what_is_not_known_of_the_money_is_not_on_the_page(cast: Cast, visitor: Client) -> None:
    page = text(visitor.get(address("project", cast.project.slug)))
    assert "€" not in page
    assert "Decision number" not in page


def test_bad_sums_keep_what_was_typed_and_store_nothing(cast: Cast, as_aino: Client) -> None:
    url = address("settings", cast.project.slug)
    response = as_aino.post(url, {**FACTS, "granted": "1.250.000", "own_share": "-5", "call_fi": "Haku"})
    errors = response.context["form"].errors
    assert response.status_code == 400
    assert errors["granted"] == ["Write a sum in euros with digits, for example 125000 or 125000.50."]
    assert errors["own_share"] == ["Write 0 or more."]
    for typed in ('value="1.250.000"', 'value="-5"', 'value="Haku"'):
        assert typed in text(response)
    assert Project.objects.get(pk=cast.project.pk).decision_number == ""


def test_the_service_and_the_database_refuse_negative_sums(cast: Cast) -> None:
    for name in ("granted", "own_share", "other_funding", "total_costs"):
        with pytest.raises(SumNegative) as refusal:
            services.update_project(project=cast.project, facts={name: Decimal(-1)})
        assert refusal.value.field == name
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=cast.project.pk).update(**{name: -1})


def test_predecessors_and_networks_cannot_go_round_and_the_loop_is_named(cast: Cast) -> None:
    middle = make_project("keski", "Keskihanke", predecessor=cast.project, network=cast.project)
    last = make_project("uusin", "Uusin", predecessor=middle, network=middle)
    for column, error in (("predecessor", PredecessorsGoInCircles), ("network", NetworkGoesInCircles)):
        with translation.override("en"), pytest.raises(error) as refusal:
            services.update_project(project=cast.project, facts={column: last})
        assert "Esimerkkipolku → Uusin → Keskihanke → Esimerkkipolku" in str(refusal.value)
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=cast.project.pk).update(**{column: cast.project.pk})
    services.update_project(project=last, facts={"predecessor": cast.project})
    last.refresh_from_db()
    assert last.predecessor == cast.project


def test_a_contact_address_goes_with_the_account_it_belongs_to(cast: Cast) -> None:
    services.update_project(project=cast.project, facts={"contact_email": cast.aino.email.upper()})
    services.update_project(project=cast.other_project, facts={"contact_email": "hanke@example.org"})
    assert personal_data(cast.aino)["public_contact_of"] == ["Esimerkkipolku"]
    assert personal_data(cast.bertil)["public_contact_of"] == []
    erase([cast.aino.email])
    kept = Project.objects.order_by("slug").values_list("contact_email", flat=True)
    assert list(kept) == ["", "hanke@example.org"]
