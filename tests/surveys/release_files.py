"""Files of releases as other programs' readers see them, in words that can be laid beside the release."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyreadstat
from openpyxl import load_workbook

from surveys.disclosure import Band, Cell, CountBand, Suppressed
from surveys.formats.releases import Column, ReleaseTable, Wording

# What stands where there is no number, whatever a file calls it.
PROTECTED, RANGE, NO_RANGE, NOT_ASKED = "protected", "range", "no range", "not asked"
_IN_SPSS = {-999: PROTECTED, -998: RANGE, -997: NOT_ASKED, -996: NO_RANGE}
Place = tuple[int, str, str, int]  # group, statistic, code, place of the option
Cells = dict[Place, Any]  # a number, a band of sizes as text, or one of the words above


def of_cells(cells: list[Cell], options: dict[str, int]) -> Cells:
    """What files must hold of protected cells; `options` tells how many each question has."""
    found: Cells = {}
    for cell in cells:
        found |= {(cell.node, *place): value for place, value in _spread(cell, options).items()}
    return found


def _spread(cell: Cell, options: dict[str, int]) -> dict[tuple[str, str, int], Any]:
    value = _plain(cell.value)
    if cell.kind != "distribution":
        statistic = {"share_agree": "agree"}.get(cell.kind, cell.kind)
        return {(statistic, cell.key, 0): value}
    places = [("share", cell.key, at) for at in range(options[cell.key])]
    ends = [("range_from", cell.key, 0), ("range_to", cell.key, 0)]
    if isinstance(cell.value, tuple):
        return {**dict(zip(places, cell.value, strict=True)), **dict.fromkeys(ends, NO_RANGE)}
    if isinstance(cell.value, Band):
        return {**dict.fromkeys(places, RANGE), ends[0]: cell.value.low, ends[1]: cell.value.high}
    return dict.fromkeys([*places, *ends], value)


def _plain(value: Any) -> Any:
    match value:
        case Suppressed():
            return PROTECTED
        case Band():
            return RANGE
        case CountBand():
            return f"{value.low}–{value.high}" if value.high else f"{value.low}+"
        case _:
            return value


# --- CSV -------------------------------------------------------------------------------------------


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells_of_csv(content: bytes, table: ReleaseTable) -> Cells:
    return {
        (int(row["group_id"]), column.statistic, column.code, column.place): _number(row[column.name])
        for row in rows_of_csv(content)
        for column in table.columns
    }


def _number(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else text


# --- SPSS ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sav:
    """An SPSS file as ReadStat reads it: the rows with their user-missing values, and the dictionary."""

    rows: list[dict[str, Any]]
    meta: Any


def read_sav(content: bytes, *, user_missing: bool = True) -> Sav:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "figures.sav")
        path.write_bytes(content)
        columns, meta = pyreadstat.read_sav(path, output_format="dict", user_missing=user_missing)
    return Sav([{name: columns[name][at] for name in columns} for at in range(meta.number_rows)], meta)


def cells_of_sav(content: bytes, table: ReleaseTable) -> Cells:
    sav = read_sav(content)
    return {
        (int(row["group_id"]), column.statistic, column.code, column.place): _of_spss(
            sav.meta, column.name, row[column.name]
        )
        for row in sav.rows
        for column in table.columns
    }


def _of_spss(meta: Any, name: str, value: float) -> Any:
    """The cell; a word stands for a missing value only where SPSS would leave it out of calculations."""
    (missing,) = meta.missing_ranges[name]
    is_missing = missing["lo"] <= value <= missing["hi"]
    assert is_missing == (value in _IN_SPSS), f"{name}: {value}"
    if is_missing:
        assert meta.variable_value_labels[name][value]
        return _IN_SPSS[int(value)]
    return meta.variable_value_labels[name][value] if name == "n_band" else int(value)


# --- DDI --------------------------------------------------------------------------------------------

_DDI = {"d": "ddi:codebook:2_5"}
_NOTES = {"item_index": "index", "agree": "agree", "range_from": "range_from", "range_to": "range_to"}


def cells_of_ddi(content: bytes, table: ReleaseTable) -> Cells:
    """The figures of groups of which something is told; the others are protected altogether."""
    codebook = ElementTree.fromstring(content)
    hidden = codebook.findall(".//d:stdyInfo/d:notes[@type='protected']", _DDI)
    found: Cells = {}
    for column in table.columns:
        for row in table.rows:
            group = f"group-{row.group.id}"
            if not row.is_told:
                assert all(group in note.attrib["sdatrefs"].split() for note in hidden)
                assert hidden
                continue
            place = (row.group.id, column.statistic, column.code, column.place)
            found[place] = _of_ddi(codebook, column, group)
    return found


def _of_ddi(codebook: ElementTree.Element, column: Column, group: str) -> Any:
    if column.statistic == "n":
        notes = codebook.findall(".//d:stdyInfo/d:notes[@type='respondents']", _DDI)
        return _number(_said(notes, group))
    if column.statistic == "index":
        (found,) = [g for g in codebook.findall(".//d:varGrp", _DDI) if g.get("name") == column.code]
        return _number(_said(found.findall("d:notes[@type='index']", _DDI), group))
    (found,) = [v for v in codebook.findall(".//d:var", _DDI) if v.get("name") == column.code]
    if column.statistic == "share":
        category = found.findall("d:catgry", _DDI)[column.place]
        shares = [*category.findall("d:catStat", _DDI), *found.findall("d:notes[@type='share']", _DDI)]
        return _number(_said(shares, group))
    return _number(_said(found.findall(f"d:notes[@type='{_NOTES[column.statistic]}']", _DDI), group))


def _said(elements: list[ElementTree.Element], group: str) -> str:
    """What exactly one of the elements says of the group."""
    (text,) = [e.text or "" for e in elements if group in e.attrib["sdatrefs"].split()]
    return text


# --- XLSX ------------------------------------------------------------------------------------------


def read_xlsx(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Each sheet's rows; fails where a cell is a formula."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def cells_of_xlsx(content: bytes, table: ReleaseTable, wording: Wording, language: str) -> Cells:
    """The figures of the sheets on dimensions and on questions; groups are told apart by their order."""
    words = {text.in_(language).text: mark.value for mark, text in wording.marks.items()}
    words[wording.protected.in_(language).text] = PROTECTED
    book = read_xlsx(content)
    dimensions = _of_dimensions(book[wording.dimensions.in_(language).text], table)
    questions = _of_questions(book[wording.questions.in_(language).text], table)
    return {place: words.get(value, value) for place, value in {**dimensions, **questions}.items()}


def _of_dimensions(rows: list[tuple[Any, ...]], table: ReleaseTable) -> Cells:
    columns = [column for column in table.columns if column.statistic in ("n", "index")]
    return {
        (row.group.id, column.statistic, column.code, 0): value
        for row, line in zip(table.rows, rows[1:], strict=True)
        for column, value in zip(columns, line[3:], strict=True)
    }


def _of_questions(rows: list[tuple[Any, ...]], table: ReleaseTable) -> Cells:
    """Groups of which nothing is told have no line here."""
    values = sorted({option.value for question in table.questions for option in question.options})
    lines = iter(rows[1:])
    found: Cells = {}
    for row in table.rows:
        for question in table.questions if row.is_told else ():
            line = next(lines)
            assert line[3] == question.code
            index, agree, band, *shares = line[5:]
            ends = _ends(band)
            told = {("item_index", 0): index, ("agree", 0): agree}
            told |= {("range_from", 0): ends[0], ("range_to", 0): ends[1]}
            for at, option in enumerate(question.options):
                told["share", at] = shares[values.index(option.value)]
            found |= {(row.group.id, kind, question.code, at): v for (kind, at), v in told.items()}
    assert next(lines, None) is None
    return {place: value for place, value in found.items() if value is not None}


def _ends(band: Any) -> tuple[Any, Any]:
    """ "4–5" as its two options, "-1" as one option twice, a word as the word twice."""
    options = re.fullmatch(r"(-?\d+)(?:–(-?\d+))?", str(band))
    return (int(options[1]), int(options[2] or options[1])) if options else (band, band)
