"""The whole codebook: the study, and a variable for each question with its figures group by group.

A figure names its group by `sdatrefs`. Shares are category statistics; what DDI has no element for stands in
notes: "index", "agree", "range", and for hidden figures "protected" and "not asked" with the groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.disclosure import Suppressed
from surveys.formats.releases.codebook import PROTECTED
from surveys.formats.releases.columns import Column, Question, Statistic
from surveys.formats.releases.ddi.elements import Element, add, add_each, root, written
from surveys.formats.releases.ddi.study import add_study, reference, references
from surveys.formats.releases.table import Mark, ReleaseTable, Row
from surveys.formats.releases.wording import Wording

Placed = tuple[int, Column]  # where in a row the column's cell stands
_NOTED: tuple[tuple[str, Statistic], ...] = (
    ("index", "item_index"),
    ("agree", "agree"),
    ("share", "share"),
    ("range_from", "range_from"),
    ("range_to", "range_to"),
)


def figures_ddi(table: ReleaseTable, wording: Wording, language: str) -> bytes:
    """The XML document; texts of the questionnaire are in every language it has been translated into."""
    codebook = root(language)
    document = add(codebook, "docDscr")
    titles = add(add(document, "citation"), "titlStmt")
    add(titles, "titl", table.about.title.in_(language).text)
    add_study(codebook, table, wording, language)
    data = add(codebook, "dataDscr")
    told = [row for row in table.rows if row.is_told]
    for at, column in enumerate(table.columns):
        if column.statistic == "index":
            _add_dimension(data, (at, column), told, table.questions)
    for number, question in enumerate(table.questions, start=1):
        placed = [(at, c) for at, c in enumerate(table.columns) if c.question == question]
        _add_question(data, f"question-{number}", question, placed, told)
    return written(codebook)


def _add_dimension(data: Element, placed: Placed, told: Sequence[Row], questions: Sequence[Question]) -> None:
    at, column = placed
    numbers = [n for n, question in enumerate(questions, start=1) if question.dimension == column.code]
    group = add(data, "varGrp", name=column.code, var=" ".join(f"question-{n}" for n in numbers))
    assert column.title is not None
    add_each(group, "labl", column.title)
    _add_notes(group, "index", at, told)


def _add_question(
    data: Element, identifier: str, question: Question, placed: Sequence[Placed], told: Sequence[Row]
) -> None:
    variable = add(data, "var", ID=identifier, name=question.code, intrvl="discrete")
    add_each(variable, "labl", question.text)
    asked = add(variable, "qstn")
    if question.stem:
        add_each(asked, "preQTxt", question.stem)
    add_each(asked, "qstnLit", question.text)
    places = {(column.statistic, column.place): at for at, column in placed}
    for place, option in enumerate(question.options):
        category = add(variable, "catgry")
        add(category, "catValu", str(option.value))
        add_each(category, "labl", option.label)
        if (at := places.get(("share", place))) is not None:
            _add_shares(category, at, told)
    add_each(variable, "concept", question.title)
    for kind, statistic in _NOTED:
        if (at := places.get((statistic, 0))) is not None:
            _add_notes(variable, kind, at, told)


def _add_shares(category: Element, at: int, told: Sequence[Row]) -> None:
    for row in told:
        if isinstance(row.cells[at], int):
            add(category, "catStat", str(row.cells[at]), type="percent", sdatrefs=reference(row))


def _add_notes(parent: Element, kind: str, at: int, told: Sequence[Row]) -> None:
    """The numbers of a column, then for each word that stands instead of a number the groups it is said of.

    Shares have their numbers in the categories, and of all options the same is hidden.
    """
    for row in told:
        if isinstance(row.cells[at], int) and kind != "share":
            add(parent, "notes", str(row.cells[at]), type=kind, sdatrefs=reference(row))
    for word, rows in _words(at, told):
        add(parent, "notes", word, type=kind, subject=word, sdatrefs=references(rows))


def _words(at: int, told: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    hidden = [row for row in told if isinstance(row.cells[at], Suppressed)]
    if hidden:
        yield PROTECTED, hidden
    for mark in Mark:
        if rows := [row for row in told if row.cells[at] is mark]:
            yield mark.value, rows
