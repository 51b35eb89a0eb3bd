"""Whatever a report to the funder tells, its DOCX, its PDF and its CSV say the same, figure by figure."""

from __future__ import annotations

import csv as reader
import io
import subprocess
from datetime import date
from decimal import Decimal
from typing import Any

import docx as word
from django.utils import translation
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from yhes.common.reporting import Cell, Column, ReportSection, Table, text_of
from yhes.desk.reports.files import csv, docx, pdf
from yhes.desk.reports.snapshot import Document, Part, from_document, to_document

MARK = "0123456789abcdef" * 4
EVIL = ("=1+1", "+358", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", 'a;"b"', "Åäö šž", "<b>lihava</b>", "0")
WORDS = st.one_of(
    st.sampled_from(EVIL),
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cc", "Cs", "Co", "Cn", "Zs"))),
).filter(str.strip)
FIGURES: Any = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=2),
    st.sampled_from(["protected", "10–19", "over 90"]),
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def tables(draw: st.DrawFn, number: int) -> Table:
    kinds = draw(st.lists(st.sampled_from(["text", "number"]), min_size=1, max_size=3))
    head = (Column("Rivi"), *(Column(f"Sarake {at}", kind) for at, kind in enumerate(kinds)))
    cells = {"text": st.one_of(st.none(), DAYS, WORDS), "number": FIGURES}
    row = st.tuples(WORDS, *(cells[kind] for kind in kinds))
    rows = tuple(draw(st.lists(row, min_size=1, max_size=4)))
    return Table(f"t{number}", f"Taulukko {number}", head, rows, is_summed=draw(st.booleans()))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = tuple(
        Part(
            ReportSection(f"x:{at}", at, f"Osa {at}", tables=(draw(tables(at)),), asks_deviation=True),
            before="Ennen **lihava**\n\n1. yksi\n2. kaksi\n\n| a | b |\n|---|---|\n| c | d |",
            deviation="[linkki](https://example.org) ja [ei](javascript:alert(1))",
        )
        for at in range(draw(st.integers(1, 3)))
    )
    return Document(
        project="Esimerkkipolku", title="Väliraportti", first="2026-01-01", last="2026-06-30",
        language=draw(st.sampled_from(["fi", "sv", "en"])), version=1, figures_at="2026-07-01T12:00+03:00",
        submitted_on="2026-07-02", is_example=False, parts=parts,
    )  # fmt: skip


def shown(document: Document) -> list[list[list[str]]]:
    """Table → row → cell as people read it, in the language of the report."""
    with translation.override(document.language):
        return [[[text_of(cell) for cell in row] for row in table.rows] for _part, table in document.tables()]


@settings(max_examples=8, deadline=None)
@given(documents())
def test_docx_and_csv_say_what_the_snapshot_says(document: Document) -> None:
    assert from_document(to_document(document)) == document
    paper = word.Document(io.BytesIO(docx.render(document, MARK)))
    own = [table for table in paper.tables if table.cell(0, 0).text == "Rivi"]
    texts = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in own]
    assert texts == shown(document)
    rows = list(reader.reader(io.StringIO(csv.render(document, MARK).decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows[1:]] == [_raw(cell) for cell in _figures(document)]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row), (
        "no spreadsheet runs what people wrote"
    )


@settings(max_examples=2, deadline=None)
@given(documents())
def test_the_pdf_says_what_the_snapshot_says(document: Document) -> None:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf.render(document, MARK), capture_output=True, check=True
    )
    read = "".join(done.stdout.decode().split())
    with translation.override(document.language):
        for cell in _figures(document):
            assert "".join(text_of(cell).split()) in read


def _figures(document: Document) -> list[Cell]:
    return [
        cell
        for _part, table in document.tables()
        for row in table.rows
        for column, cell in zip(table.head, row, strict=True)
        if column.kind == "number"
    ]


def _raw(cell: Cell) -> str:
    return "" if cell is None else str(cell)


# --- What a Word document is besides ------------------------------------------------------------------


def made() -> Any:
    table = Table(
        "t", "Osallistujat", (Column("Tapahtuma"), Column("Määrä", "number")), (("A", Decimal("1.50")),)
    )
    part = Part(
        ReportSection("x:y", 1, "Tapahtumat", tables=(table,), asks_deviation=True),
        before="# Otsikko\n\n1. yksi\n2. kaksi\n\nväli\n\n1. taas yksi\n\n- luetelma\n\n> lainaus",
        deviation="[linkki](https://example.org), [ei](javascript:alert(1))",
    )
    document = Document(
        project="Esimerkkipolku", title="Väliraportti", first="2026-01-01", last="2026-06-30", language="sv",
        version=2, figures_at="2026-07-01T12:00+03:00", submitted_on="2026-07-02", is_example=True,
        parts=(part,), corrects={"version": 1, "submitted_on": "2026-06-01", "fingerprint": MARK},
    )  # fmt: skip
    return word.Document(io.BytesIO(docx.render(document, MARK)))


def test_the_document_has_headings_a_language_and_tables_with_header_rows() -> None:
    paper = made()
    styles = [(one.style.name, one.text) for one in paper.paragraphs if one.style.name != "Normal"]
    assert styles[0] == ("Title", "Väliraportti")
    headings = [(name, text) for name, text in styles if name.startswith("Heading")]
    assert [name for name, _text in headings] == ["Heading 1", "Heading 2", "Heading 2"]
    assert headings[:2] == [("Heading 1", "Tapahtumat"), ("Heading 2", "Otsikko")]
    assert ("List Bullet", "luetelma") in styles
    assert ("Quote", "lainaus") in styles
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    assert [one.get(qn("w:val")) for one in defaults.iter(qn("w:lang"))] == ["sv-FI"]
    assert (paper.core_properties.title, paper.core_properties.language) == ("Väliraportti", "sv-FI")
    (table,) = paper.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Osallistujat"
    assert table.cell(1, 1).text == "1,5"


def test_each_numbered_list_begins_at_one_and_only_safe_links_lead_anywhere() -> None:
    paper = made()
    numbered = [one for one in paper.paragraphs if one.style.name == "List Number"]
    numbers = [one._p.pPr.numPr.numId.val for one in numbered]
    assert numbers[0] == numbers[1] != numbers[2]
    outside = [one.target_ref for one in paper.part.rels.values() if one.is_external]
    assert outside == ["https://example.org"]
