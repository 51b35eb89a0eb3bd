"""What a roadmap may quote of the register."""

from __future__ import annotations

import pytest
from django.utils import translation

from projects.register import evidence, services
from projects.register.models import Organisation
from tests.cast import Cast, make_organisation, make_project

pytestmark = pytest.mark.django_db


def test_joined_partners_of_those_asked_and_regions_of_all(cast: Cast) -> None:
    regions = services.load_regions()
    Organisation.objects.filter(pk=cast.college.pk).update(region=regions["06"])
    Organisation.objects.filter(pk=cast.institute.pk).update(region=regions["06"])
    for state, code in (("invited", "15"), ("declined", "19"), ("draft", "01")):
        organisation = make_organisation(f"e-{state}", f"Esimerkki {state}", region=regions[code])
        services.add_partner(project=cast.project, organisation=organisation, role="partner", state=state)
    partners, of_regions = evidence.figures(cast.project, audience="public")
    assert (partners.value, partners.of) == (2, 4)
    assert (of_regions.value, of_regions.of) == (1, 19)
    assert partners.key == f"register:project-{cast.project.pk}:partners"
    assert partners.label["en"] == "partners have joined"
    assert partners.address == f"/id/project/{cast.project.pk}"
    assert partners.is_example


def test_real_partners_are_no_example() -> None:
    project = make_project("hanke", "Hanke")
    body = make_organisation("todellinen", "Todellinen", is_fictional=False)
    services.add_partner(project=project, organisation=body, role="partner", state="joined")
    assert not any(figure.is_example for figure in evidence.figures(project, audience="inside"))


def test_a_project_without_partners_has_no_figures() -> None:
    assert evidence.figures(make_project("hanke", "Hanke"), audience="public") == ()


def test_the_source_line_is_dated_in_each_language(cast: Cast) -> None:
    with translation.override("sv"):
        figure = evidence.figures(cast.project, audience="public")[0]
    assert set(figure.source_line) == {"fi", "sv", "en"}
    assert str(figure.as_of.year) in figure.source_line["en"]
