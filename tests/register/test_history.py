"""Who did what: told with names, days, from and to, and only to those whose matter it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from projects.register import services
from projects.register.models import Programme
from tests.cast import Cast, make_organisation
from tests.register.pages import address
from yhes.accounts.services import remove_account

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def own_page(cast: Cast) -> str:
    return address("partner", cast.project.slug, cast.college.slug)


@pytest.fixture
def told(cast: Cast) -> None:
    """The institute's part and a unit of the college have been changed, and the project itself."""
    with translation.override("en"):
        part = cast.project.partnerships.get(organisation=cast.institute)
        services.change_partner(partnership=part, state="declined", actor=cast.aino)
        services.save_unit(
            organisation=cast.college,
            facts={"name_fi": "Tekniikka", "headcount": 40},
            project=cast.project,
            actor=cast.bertil,
        )
        services.change_state(
            project=cast.project, state="closed", reason="Loppui.", on=date(2026, 5, 1), actor=cast.admin
        )


def test_a_coordinator_reads_everything_done_in_the_project(cast: Cast, as_aino: Client, told: None) -> None:
    entries = as_aino.get(address("history", cast.project.slug)).context["history"]
    lines = [
        (entry.who, entry.text, [(c.label, c.before, c.after) for c in entry.changes]) for entry in entries
    ]
    assert lines == [
        (
            "Admin Aalto",
            "changed the project's state",
            [("since", "", "1 May 2026"), ("state", "", "ended"), ("why", "", "Loppui.")],
        ),
        ("Bertil Berg", "added a unit: Esimerkkiopisto", [("unit", "", "Tekniikka"), ("staff", "", "40")]),
        (
            "Aino Ahonen",
            "changed the partner's part in the project: Esimerkkiskolan",
            [("state", "joined", "not joining")],
        ),
    ]
    assert [
        entry.text for entry in as_aino.get(address("settings", cast.project.slug)).context["history"]
    ] == ["changed the project's state"]


def test_names_in_the_history_are_in_the_readers_language(cast: Cast, as_aino: Client) -> None:
    programme = Programme.objects.create(slug="uusi", name_fi="Uusi ohjelma", name_sv="Nytt program")
    with translation.override("fi"):
        services.update_project(project=cast.project, facts={"programme": programme}, actor=cast.admin)
    for language, name in (("fi", "Uusi ohjelma"), ("sv", "Nytt program"), ("en", "Uusi ohjelma")):
        page = as_aino.get(address("history", cast.project.slug, language=language))
        (change,) = page.context["history"][0].changes
        assert change.after == name


def test_a_contact_reads_the_own_organisations_history_and_no_other(
    cast: Cast, as_bertil: Client, told: None
) -> None:
    entries = as_bertil.get(own_page(cast)).context["history"]
    assert [(entry.who, entry.text) for entry in entries] == [("Bertil Berg", "added a unit")]
    assert as_bertil.get(address("partner", cast.project.slug, cast.institute.slug)).status_code == 404


def test_management_is_shown_no_history(cast: Cast, as_maija: Client, told: None) -> None:
    page = text(as_maija.get(own_page(cast)))
    assert "Tekniikka" in page
    assert "added a unit" not in page
    assert 'class="history"' not in page


def test_another_projects_changes_are_not_in_this_ones_history(cast: Cast, as_aino: Client) -> None:
    newcomer = make_organisation("esimerkki-muu", "Esimerkki muu")
    services.add_partner(project=cast.other_project, organisation=newcomer, role="partner", actor=cast.eero)
    page = as_aino.get(address("history", cast.project.slug))
    assert page.context["history"] == []
    assert "Esimerkki muu" not in text(page)
    assert as_aino.get(address("history", cast.other_project.slug)).status_code == 404


def test_the_trail_outlives_the_account_without_the_name(cast: Cast, as_aino: Client, told: None) -> None:
    remove_account(user=cast.bertil)
    entries = as_aino.get(address("history", cast.project.slug)).context["history"]
    assert [entry.who for entry in entries] == ["Admin Aalto", "The portal", "Aino Ahonen"]
    assert "Bertil" not in text(as_aino.get(address("history", cast.project.slug)))


def test_a_long_history_has_pages_and_asks_the_database_no_more(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (5, 70):
        for number in range(more):
            services.save_unit(
                organisation=cast.college, facts={"name_fi": f"{more} {number}"}, project=cast.project
            )
        caches["parts"].clear()  # what the rail remembers is not what is counted here
        with django_assert_max_num_queries(23) as queries:
            page = as_aino.get(address("history", cast.project.slug))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(page.context["history"]) == 50
    assert len(as_aino.get(address("history", cast.project.slug), {"page": "2"}).context["history"]) == 25


def test_the_history_is_narrowed_turned_round_and_taken_along(
    cast: Cast, as_aino: Client, as_bertil: Client, told: None
) -> None:
    def who(**query: Any) -> list[str]:
        page = as_aino.get(address("history", cast.project.slug), query)
        return [entry.who for entry in page.context["history"]]

    def file(**query: Any) -> list[str]:
        answer = as_aino.get(address("history_csv", cast.project.slug), query)
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert who() == ["Admin Aalto", "Bertil Berg", "Aino Ahonen"]
    assert who(sort="oldest") == ["Aino Ahonen", "Bertil Berg", "Admin Aalto"]
    assert who(who=cast.bertil.pk) == ["Bertil Berg"]
    assert who(who=cast.eero.pk) == who()  # he has done nothing: no choice, and the form says so
    assert who(until="2020-01-01") == []
    assert len(who(since="2020-01-01")) == 3
    head, *rows = file(who=cast.bertil.pk)
    assert head.count(";") == 5
    assert [row.split(";")[1:] for row in rows] == [
        ["Bertil Berg", "added a unit: Esimerkkiopisto", "unit", "", "Tekniikka"],
        ["Bertil Berg", "added a unit: Esimerkkiopisto", "staff", "", "40"],
    ]
    assert len(file()) == 1 + 3 + 2 + 1
    assert as_bertil.get(address("history_csv", cast.project.slug)).status_code == 403
