"""Results as people take them along: files that a visitor or management fetches, and printed pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from surveys.models import Group, Release
from surveys.services import closing, releasing
from tests.browsing import Site
from tests.cast import Cast
from tests.surveys.ballot_box import fill, open_box
from tests.surveys.compared import COLLEGE, HIGH, INSTITUTE, LOW, MIDDLE, compared, released
from tests.surveys.fielding import url
from tests.surveys.release_files import read_sav, read_xlsx, rows_of_csv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

SHEET = 718  # px: what a sheet of A4 holds within the narrowest margins that browsers offer
PARTS = "document.querySelectorAll('figure.chart')"
FITS = f"document.documentElement.scrollWidth <= innerWidth && ![...{PARTS}].some(p => p.scrollWidth > innerWidth)"
WHOLE = f"[...{PARTS}].every(p => getComputedStyle(p).breakInside == 'avoid' && p.offsetHeight < 950)"
WAYS = ("Valikko", "Siirry sisältöön", "PDF-raportti", "Kaikki tulokset", "Taulukko", "Valitse ryhmä", "XLSX")


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


def printed(page: Any) -> tuple[str, int]:
    """What is written on the sheets, without spaces, which a printer sets as it likes; how many sheets."""
    content = page.pdf(format="A4")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    sheets = done.stdout.decode().removesuffix("\f").split("\f")
    assert all(len(sheet.split()) > 20 for sheet in sheets), "a sheet is nearly empty"
    return "".join(done.stdout.decode().split()), len(sheets)


def test_results_are_printed_whole_and_without_what_is_for_the_screen(cast: Cast, site: Site) -> None:
    """The college was protected in the first round; in the second the institute is."""
    released(compared(cast, {COLLEGE: (3, LOW), INSTITUTE: (25, MIDDLE), 2: (25, HIGH)}, days=1))
    box = compared(cast, {COLLEGE: (20, LOW), INSTITUTE: (3, MIDDLE), 2: (25, HIGH)}, days=2)
    released(box)
    page = site.open(width=SHEET, height=1000)
    site.sign_in(page, cast.aino)
    for name, group, most in (
        ("group_results", box.root, 7),
        ("over_time", box.organisations[COLLEGE], 6),
    ):
        page.goto(url(name, cast.project.slug, box.round.pk, group.pk))
        title = page.locator("h1").inner_text()
        figures = page.locator("figure.chart .chart-title").all_inner_texts()
        words, sheets = printed(page)
        assert sheets <= most, name
        told = (title, *figures, "Suojattu", "Kierros suljettu", "Lähde:")
        assert [text for text in told if "".join(text.split()) not in words] == [], name
        assert [way for way in WAYS if "".join(way.split()) in words] == [], name
        page.emulate_media(media="print")
        expect(page.locator(".chart-body .chart-paper").first).to_be_visible()
        assert page.locator(".chart-wide:visible, .chart-narrow:visible, .button:visible").count() == 0
        assert page.evaluate(FITS), name
        assert page.evaluate(WHOLE), name
        page.emulate_media(media="null")
        expect(page.locator(".chart-paper").first).to_be_hidden()
