"""The study: what the release is, whose it is, which groups it tells of."""

from __future__ import annotations

from collections.abc import Iterable

from surveys.formats.releases.codebook import facts
from surveys.formats.releases.csv_files import cell_text
from surveys.formats.releases.ddi.elements import Element, add, add_each
from surveys.formats.releases.table import ReleaseTable, Row
from surveys.formats.releases.wording import Wording
from surveys.questionnaire import LANGUAGES, Text


def reference(row: Row) -> str:
    """The ID by which figures say of which group they are."""
    return f"group-{row.group.id}"


def references(rows: Iterable[Row]) -> str:
    return " ".join(reference(row) for row in rows)


def add_study(codebook: Element, table: ReleaseTable, wording: Wording, language: str) -> None:
    """The study description, in the order that the schema asks for."""
    known = dict(facts(table, wording))
    study = add(codebook, "stdyDscr")
    _add_citation(study, table, known, language)
    information = add(study, "stdyInfo")
    for name in ("example", "thresholds", "caution", "note"):
        if text := known.get(name):
            add_each(information, "abstract", text)
    _add_groups(information, table, wording, language)
    method = add(study, "method")
    add_each(method, "notes", known["method"])
    use = add(add(study, "dataAccs"), "useStmt")
    add(use, "restrctn", known["licence"].in_(language).text)
    add(use, "citReq", known["cite"].in_(language).text)


def _add_citation(study: Element, table: ReleaseTable, known: dict[str, Text], language: str) -> None:
    about, citation = table.about, add(study, "citation")
    titles = add(citation, "titlStmt")
    add(titles, "titl", about.title.in_(language).text)
    for other in LANGUAGES:
        if other != about.title.in_(language).language and getattr(about.title, other):
            add_each(titles, "parTitl", Text(**{other: getattr(about.title, other)}))
    add(titles, "IDNo", about.fingerprint, agency="SHA-256")
    production = add(citation, "prodStmt")
    add(production, "producer", about.project.in_(language).text)
    add(production, "prodDate", about.released, date=about.released)
    version = add(citation, "verStmt")
    add(version, "version", str(about.number), date=about.released)
    add(citation, "biblCit", known["cite"].in_(language).text)
    for name in ("questionnaire", "instrument", "instrument_licence", "source", "citation"):
        if text := known.get(name):
            add(citation, "notes", text.in_(language).text, type=name)


def _add_groups(information: Element, table: ReleaseTable, wording: Wording, language: str) -> None:
    """Each group as a universe; how many answered, and which groups are protected altogether, as notes."""
    summary = add(information, "sumDscr")
    add(summary, "collDate", table.about.closed, date=table.about.closed, event="end")
    for row in table.rows:
        universe = add(summary, "universe", row.group.label.in_(language).text, ID=reference(row))
        universe.set("level", row.group.level)
    for row in table.rows:
        if row.is_told:
            add(information, "notes", cell_text(row.cells[0]), type="respondents", sdatrefs=reference(row))
    if hidden := [row for row in table.rows if not row.is_told]:
        add_each(
            information,
            "notes",
            wording.protected_meaning,
            type="protected",
            sdatrefs=references(hidden),
        )
