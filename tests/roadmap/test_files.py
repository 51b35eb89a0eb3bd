"""Open data and citations: the same figures as the snapshot, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from roadmap import services
from roadmap.exports import as_text
from roadmap.models import Edition, Step
from roadmap.reading import Reader
from roadmap.snapshot import fingerprint, from_document
from tests.cast import Cast
from tests.roadmap.recipes import change

pytestmark = pytest.mark.django_db


def read_csv(client: Client, edition: Edition, language: str = "en") -> list[dict[str, str]]:
    content = client.get(reverse("roadmap_id:csv", args=[edition.pk, language])).content
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_json_is_the_snapshot_with_its_fingerprint(visitor: Client, edition: Edition) -> None:
    response = visitor.get(reverse("roadmap_id:json", args=[edition.pk]))
    document = json.loads(response.content)
    assert document["snapshot"] == edition.snapshot
    assert document["fingerprint_sha256"] == fingerprint(document["snapshot"]) == edition.fingerprint
    assert document["licence"] == "CC BY 4.0"
    assert document["address"].endswith(f"/id/edition/{edition.pk}")


def test_csv_has_every_step_and_every_figure_of_the_snapshot(visitor: Client, edition: Edition) -> None:
    rows = read_csv(visitor, edition)
    told = {(row["step"], row["evidence_key"]): row for row in rows if row["evidence_key"]}
    publication = from_document(edition.snapshot)
    for theme, step in publication.steps():
        for quote in step.evidence:
            figure = publication.figures[quote.key]
            assert told[step.number, quote.key]["evidence_value"] == str(figure.value)
            assert told[step.number, quote.key]["theme"] == str(theme.number)
    for theme in publication.themes:
        for quote in theme.evidence:
            assert told["", quote.key]["evidence_value"] == str(publication.figures[quote.key].value)
    assert len(told) == len(rows)


def test_the_page_shows_the_figures_of_the_snapshot(visitor: Client, edition: Edition) -> None:
    """Page, CSV and JSON say the same; the PDF has a test of its own (test_pdf)."""
    html = visitor.get(reverse("roadmap:edition", args=[edition.roadmap.project.slug, 1])).content.decode()
    shown = re.findall(r'<p class="stat[^"]*"><b>([^<]+)</b>', html)
    with translation.override("en"):
        reader = Reader(from_document(edition.snapshot), "en")
        # The page's order is horizon by horizon, theme by theme.
        steps = [
            step
            for code in ("now", "next", "later")
            for theme in reader.themes
            for step in theme.steps
            if step.horizon == code
        ]
        assert shown == [figure.value for step in steps for figure in step.figures[:2]]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_csv_speaks_the_language_of_its_name(visitor: Client, edition: Edition, language: str) -> None:
    titles = {row["theme_title"] for row in read_csv(visitor, edition, language)}
    assert titles == {theme["title"][language] for theme in edition.snapshot["themes"]}


@pytest.mark.parametrize("text", ["=1+1", "+358", "-2", "@cmd", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_stays_text(text: str) -> None:
    assert as_text(text) == f"'{text}"
    assert as_text("harmless = text") == "harmless = text"


def test_a_formula_in_a_title_is_harmless_in_csv(visitor: Client, cast: Cast, edition: Edition) -> None:
    change(cast, Step.objects.all()[0], title_en='=HYPERLINK("http://x")', change_reason_en="for the test")
    newer = services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)
    titles = {row["title"] for row in read_csv(visitor, newer)}
    assert '\'=HYPERLINK("http://x")' in titles
    assert not any(title.startswith("=") for title in titles)


def test_a_figure_is_downloaded_as_drawing_and_table(visitor: Client, edition: Edition) -> None:
    key = next(key for key in edition.snapshot["figures"] if key.endswith("index:OS"))
    svg = visitor.get(reverse("roadmap_id:figure_svg", args=[edition.pk, key, "sv"])).content.decode()
    assert svg.startswith("<svg")
    assert "class=" not in svg.replace('class="chart-svg"', "")  # it stands alone, without a style sheet
    assert "Jag har tillräckligt" in svg
    table = visitor.get(reverse("roadmap_id:figure_csv", args=[edition.pk, key, "sv"])).content.decode()
    assert "Jag har tillräckligt med arbetstid för utvecklingsarbete." in table
    assert "29" in table


def test_a_figure_without_a_distribution_has_no_drawing(visitor: Client, edition: Edition) -> None:
    key = "workshops:outcomes:1"
    assert visitor.get(reverse("roadmap_id:figure_svg", args=[edition.pk, key, "en"])).status_code == 404
    assert b"23" in visitor.get(reverse("roadmap_id:figure_csv", args=[edition.pk, key, "en"])).content


def test_an_edition_is_cited_as_a_report_and_a_step_as_its_part(visitor: Client, edition: Edition) -> None:
    step = edition.snapshot["themes"][0]["steps"][0]
    bib, ris = (reverse(f"roadmap_id:{kind}", args=[edition.pk, "en"]) for kind in ("bibtex", "ris"))
    whole = visitor.get(bib).content.decode()
    assert whole.startswith("@techreport{")
    assert f"url = {{http://{edition_host(edition)}/id/edition/{edition.pk}}}" in whole
    part = visitor.get(bib, {"step": step["id"]}).content.decode()
    assert part.startswith("@incollection{")
    assert step["title"]["en"] in part
    record = visitor.get(ris, {"step": step["id"]}).content.decode()
    assert record.startswith("TY  - CHAP\r\nAU  - YHES\r\n")
    assert record.endswith("ER  - \r\n")
    assert visitor.get(bib, {"step": "nonsense"}).content.decode() == whole


def edition_host(edition: Edition) -> str:
    return services.permanent_address(edition).split("/")[2]


def test_braces_and_signs_in_a_title_do_not_break_bibtex(
    visitor: Client, cast: Cast, edition: Edition
) -> None:
    step = change(cast, Step.objects.all()[0], title_en="Save 50 % & {more}", change_reason_en="for the test")
    newer = services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)
    address = reverse("roadmap_id:bibtex", args=[newer.pk, "en"])
    entry = visitor.get(address, {"step": step.pk}).content.decode()
    assert r"title = {Save 50 \% \& \{more\}}" in entry
