"""Files of a release as people fetch them: a visitor from the public page, management from its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from surveys.models import Group, Release
from surveys.services import closing, releasing
from tests.browsing import Site
from tests.cast import Cast
from tests.surveys.ballot_box import fill, open_box
from tests.surveys.release_files import read_sav, read_xlsx, rows_of_csv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def release(cast: Cast) -> Release:
    """The college's unit of 20, and an institute of 25."""
    box = open_box(cast.project, units=(1, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        groups = [box.organisations[place].pk, box.units[place, 0].pk]
        Group.objects.filter(pk__in=groups).update(organisation=organisation)
    fill(box, {(0, 0): 20, (1, 0): 25})
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=cast.aino, report=silent)


def downloaded(page: Any, link: str) -> tuple[str, bytes]:
    """Name and content of what the link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_visitor_fetches_every_public_file(
    site: Site, release: Release, inspect: Callable[[Any], None]
) -> None:
    page = site.open(javascript=False)
    with translation.override("fi"):
        page.goto(reverse("surveys:release", args=[release.pk]))
    inspect(page)
    name, content = downloaded(page, "CSV")
    assert name == "esimerkkikysely-tulokset-1-julkinen.csv"
    assert {row["n_band"] for row in rows_of_csv(content)} == {"20–49"}
    name, content = downloaded(page, "CSV-tiedoston muuttujaluettelo")
    assert name == "esimerkkikysely-muuttujaluettelo-1-julkinen.csv"
    name, content = downloaded(page, "Excel (XLSX)")
    assert name.endswith(".xlsx")
    assert list(read_xlsx(content)) == ["Lue tämä", "Ulottuvuudet", "Kysymykset", "Muuttujaluettelo"]
    assert len(read_sav(downloaded(page, "SPSS (SAV)")[1]).rows) == 5
    assert downloaded(page, "DDI (XML)")[1].startswith(b"<?xml")


def test_management_fetches_its_own_groups_in_its_language(
    site: Site, cast: Cast, release: Release, inspect: Callable[[Any], None]
) -> None:
    page = site.open(width=1440, height=900, language="sv")
    site.sign_in(page, cast.maija)
    with translation.override("sv"):
        page.goto(reverse("surveys:results", args=[cast.project.slug, release.round_id]))
    inspect(page)
    name, content = downloaded(page, "Excel (XLSX)")
    assert name == "esimerkkikysely-resultat-1.xlsx"
    dimensions = read_xlsx(content)["Dimensioner"]
    assert [row[0] for row in dimensions[1:]] == ["Koko hanke", "Esimerkkiopisto 1", "Yksikkö 1"]
    assert [row[3] for row in dimensions[1:]] == [45, 20, 20]
