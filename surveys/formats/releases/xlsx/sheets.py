"""The four sheets of a release's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.formats.releases.codebook import codebook, facts
from surveys.formats.releases.columns import Column, Question, Statistic
from surveys.formats.releases.table import Cell, Mark, ReleaseTable, Row
from surveys.formats.releases.wording import Wording
from surveys.formats.releases.xlsx.book import Book, Sheet
from surveys.questionnaire import Text

_Places = Mapping[tuple[str, Statistic, int], int]  # code, statistic, place of the option → place in a row


def figures_xlsx(table: ReleaseTable, wording: Wording, language: str) -> bytes:
    """The workbook in one language. Columns of its codebook have the names they have in the CSV file."""
    book = Book(wording, language)
    _write_read_me(book, table)
    _write_dimensions(book, table)
    _write_questions(book, table)
    _write_codebook(book, table)
    return book.content()


def _write_read_me(book: Book, table: ReleaseTable) -> None:
    wording = book.wording
    sheet = book.sheet(wording.read_me, (28, 100))
    lines = [(wording.facts[name], text) for name, text in facts(table, wording)]
    lines.append((wording.protected, wording.protected_meaning))
    lines += [(wording.marks[mark], wording.meanings[mark]) for mark in Mark]
    for head, text in lines:
        sheet.write([sheet.bold(head), sheet.wrapped(book.say(text))])


def _write_dimensions(book: Book, table: ReleaseTable) -> None:
    """A group a row, its size and the indexes of the dimensions. Groups that are hidden are named."""
    wording = book.wording
    columns = [(at, c) for at, c in enumerate(table.columns) if c.statistic in ("n", "index")]
    head = [wording.group, wording.level, wording.part_of, *(_head_of(c, wording) for _at, c in columns)]
    sheet = book.sheet(wording.dimensions, (44, 16, 44, *(16 for _ in columns)), freeze="B2", head=head)
    names = {row.group.id: book.say(row.group.label) for row in table.rows}
    for row in table.rows:
        group = row.group
        above = names.get(group.parent, "") if group.parent else ""
        words = (names[group.id], book.say(wording.levels[group.level]), above)
        figures = [sheet.figure(row.cells[at]) for at, _column in columns]
        sheet.write([*(sheet.text(word) for word in words), *figures])


def _head_of(column: Column, wording: Wording) -> Text:
    if column.title:
        return column.title
    return wording.respondents if column.name == "n" else wording.respondents_band


def _write_questions(book: Book, table: ReleaseTable) -> None:
    """A row for each question of each group of which anything is told."""
    wording, questions = book.wording, table.questions
    places: _Places = {(c.code, c.statistic, c.place): at for at, c in enumerate(table.columns)}
    values = sorted({option.value for question in questions for option in question.options})
    head = [wording.group, _head_of(table.columns[0], wording), wording.dimension, wording.code]
    head += [wording.question, wording.index_head, wording.agree_head, wording.range_head]
    head += [_option_head(questions, value) for value in values]
    widths = (44, 14, 28, 12, 60, 12, 14, 12, *(14 for _ in values))
    sheet = book.sheet(wording.questions, widths, freeze="F2", head=head)
    said = {q: [sheet.text(book.say(t)) for t in (q.title, Text.same(q.code), q.text)] for q in questions}
    for row in table.rows:
        if row.is_told:
            start = [sheet.text(book.say(row.group.label)), sheet.figure(row.cells[0])]
            for question in questions:
                figures = _figures(sheet, row, question, places)
                shares = _shares(sheet, row, question, places)
                sheet.write([*start, *said[question], *figures, *(shares.get(value) for value in values)])


def _figures(sheet: Sheet, row: Row, question: Question, places: _Places) -> Iterator[Any]:
    """The index, the share that agrees and the range; empty where the release has no such figure at all."""
    statistics: tuple[Statistic, ...] = ("item_index", "agree")
    for statistic in statistics:
        at = places.get((question.code, statistic, 0))
        yield None if at is None else sheet.figure(row.cells[at])
    low, high = (places.get((question.code, end, 0)) for end in _ENDS)
    yield None if low is None or high is None else _range(sheet, row.cells[low], row.cells[high])


_ENDS: tuple[Statistic, Statistic] = ("range_from", "range_to")


def _range(sheet: Sheet, low: Cell, high: Cell) -> Any:
    if isinstance(low, int):
        return sheet.text(f"{low}" if low == high else f"{low}–{high}")
    return sheet.figure(low)


def _shares(sheet: Sheet, row: Row, question: Question, places: _Places) -> dict[int, Any]:
    """The share of each option, by its value."""
    return {
        option.value: sheet.figure(row.cells[places[question.code, "share", place]])
        for place, option in enumerate(question.options)
        if (question.code, "share", place) in places
    }


def _option_head(questions: tuple[Question, ...], value: int) -> Text:
    """The option's words where every question has the same ones for it, else its number alone."""
    labels = {option.label for q in questions for option in q.options if option.value == value}
    if len(labels) > 1:
        return Text.same(f"{value}, %")
    label = labels.pop()
    return Text(**{code: f"{value} {label.in_(code).text}, %" for code in ("fi", "sv", "en")})


def _write_codebook(book: Book, table: ReleaseTable) -> None:
    wording = book.wording
    head = [wording.column, wording.meaning, wording.scale, wording.rule]
    sheet = book.sheet(wording.codebook, (30, 80, 60, 80), freeze="B2", head=head)
    for entry in codebook(table, wording):
        if entry.kind == "column":
            texts = (entry.label, entry.scale, entry.rule)
            sheet.write([sheet.text(entry.name), *(sheet.wrapped(book.say(t)) if t else None for t in texts)])
