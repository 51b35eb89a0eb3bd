"""Projects: dates, networks, languages, the trail of changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from projects.register import services
from projects.register.errors import DatesOutOfOrder, NameMissing, NetworkGoesInCircles
from projects.register.models import Organisation, Project, Region
from tests.cast import Cast, make_project
from yhes.common import audit

pytestmark = pytest.mark.django_db


def test_a_project_needs_a_name_in_some_language_only() -> None:
    project = services.create_project(facts={"name_sv": "Exempelprojektet"})
    assert project.slug == "exempelprojektet"
    with translation.override("fi"):
        assert project.name == "Exempelprojektet"
    with pytest.raises(NameMissing):
        services.create_project(facts={"name_fi": "   "})


def test_what_is_not_said_stays_empty() -> None:
    project = services.create_project(facts={"name_fi": "Esimerkkihanke"})
    assert (project.state, project.starts_on, project.ends_on) == ("", None, None)
    assert (project.funder, project.programme, project.network) == (None, None, None)


def test_two_projects_of_one_name_get_addresses_of_their_own() -> None:
    first, second = (services.create_project(facts={"name_fi": "Äimä-hanke"}) for _ in range(2))
    assert (first.slug, second.slug) == ("aima-hanke", "aima-hanke-2")


def test_a_project_cannot_end_before_it_starts(cast: Cast) -> None:
    with pytest.raises(DatesOutOfOrder, match="cannot end before it starts"), translation.override("en"):
        services.update_project(project=cast.project, facts={"ends_on": date(2024, 12, 31)})
    cast.project.refresh_from_db()
    assert cast.project.ends_on == date(2027, 12, 31)


def test_the_database_refuses_dates_out_of_order_too(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=cast.project.pk).update(ends_on=date(2020, 1, 1))


def test_a_project_may_start_and_end_on_one_day(cast: Cast) -> None:
    services.update_project(project=cast.project, facts={"ends_on": cast.project.starts_on})
    cast.project.refresh_from_db()
    assert cast.project.ends_on == cast.project.starts_on


def test_a_network_cannot_go_round_in_a_circle(cast: Cast) -> None:
    middle = make_project("keski", "Keskihanke")
    services.update_project(project=cast.project, facts={"network": middle})
    services.update_project(project=middle, facts={"network": cast.other_project})
    with translation.override("en"), pytest.raises(NetworkGoesInCircles) as refusal:
        services.update_project(project=cast.other_project, facts={"network": cast.project})
    assert "Esimerkkipolku already belongs to the network" in str(refusal.value)
    cast.other_project.refresh_from_db()
    assert cast.other_project.network is None


def test_a_project_is_not_its_own_network(cast: Cast) -> None:
    with pytest.raises(NetworkGoesInCircles):
        services.update_project(project=cast.project, facts={"network": cast.project})


def test_a_project_may_leave_its_network_and_join_another(cast: Cast) -> None:
    services.update_project(project=cast.project, facts={"network": cast.other_project})
    services.update_project(project=cast.project, facts={"network": None})
    services.update_project(project=cast.other_project, facts={"network": cast.project})
    cast.other_project.refresh_from_db()
    assert cast.other_project.network == cast.project


def test_the_trail_tells_who_changed_what(cast: Cast) -> None:
    services.update_project(
        project=cast.project,
        facts={"name_fi": "Uusi polku", "ends_on": date(2028, 1, 1), "name_sv": ""},
        regions=Region.objects.filter(code__in=["06", "15"]),
        actor=cast.aino,
    )
    event = audit.history(cast.project)[0]
    assert (event.actor, event.action) == (cast.aino, "register.project_changed")
    assert event.changes == {
        "name_fi": ["Esimerkkipolku", "Uusi polku"],
        "ends_on": ["2027-12-31", "2028-01-01"],
        "regions": [[], ["06", "15"]],
    }


def test_saving_without_a_change_leaves_no_trace(cast: Cast) -> None:
    services.update_project(project=cast.project, facts={"name_fi": "Esimerkkipolku"}, actor=cast.aino)
    assert not audit.history(cast.project).exists()


def test_columns_nobody_may_set_are_refused(cast: Cast) -> None:
    with pytest.raises(KeyError, match="slug"):
        services.update_project(project=cast.project, facts={"slug": "toinen"})


def test_a_new_funder_is_made_once_in_any_language() -> None:
    first = services.find_or_create_authority(name="Esimerkkivirasto", language="fi")
    Organisation.objects.filter(pk=first.pk).update(name_sv="Exempelverket")
    assert services.find_or_create_authority(name=" exempelverket ", language="sv") == first
    assert services.find_or_create_authority(name="Esimerkki", language="fi") != first
