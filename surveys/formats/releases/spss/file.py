"""A release as an SPSS file: a case for each group, a variable for each statistic.

Where a release tells no number stands a user-missing value with a label that says why; SPSS leaves those out
of every calculation. They lie far below every scale (whose numbers are −100 to 100), and none of them is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from surveys.disclosure import CountBand, Suppressed
from surveys.formats.releases.codebook import facts
from surveys.formats.releases.columns import Column
from surveys.formats.releases.csv_files import band_text
from surveys.formats.releases.spss.records import case, dictionary, header
from surveys.formats.releases.spss.variables import TEXT_BYTES, Measure, Variable
from surveys.formats.releases.table import Cell, Level, Mark, ReleaseTable
from surveys.formats.releases.wording import Wording, label_of
from surveys.formats.texts import clipped, printable
from surveys.questionnaire import Text

Say = Callable[[Text], str]

PROTECTED: Final = -999
MARKS: Final[dict[Mark, int]] = {Mark.RANGE: -998, Mark.NOT_ASKED: -997, Mark.NO_RANGE: -996}
NO_PARENT: Final = -997
MISSING: Final = (-999, -996)
LEVELS: Final[dict[Level, int]] = {"project": 0, "region": 1, "organisation": 2, "unit": 3}


def figures_sav(table: ReleaseTable, wording: Wording, language: str) -> bytes:
    """The file with labels in one language; names of variables are those of the CSV file's columns."""

    def say(text: Text) -> str:
        return printable(text.in_(language).text)

    names = [clipped(say(row.group.label), TEXT_BYTES) for row in table.rows]
    variables = [*_keys(names, wording, say), *_statistics(table, wording, say)]
    notes = [f"{say(wording.facts[name])}: {say(text)}" for name, text in facts(table, wording)]
    made_on = date.fromisoformat(table.about.released)
    title = say(table.about.title)
    return b"".join(
        [
            header(variables, cases=len(table.rows), label=title, made_on=made_on),
            *dictionary(variables, notes=notes, cases=len(table.rows)),
            *(case(variables, values) for values in _cases(table, names)),
        ]
    )


def code_of(cell: Cell) -> int:
    """The number that stands for a cell; for a band of sizes its smallest."""
    match cell:
        case Suppressed():
            return PROTECTED
        case Mark():
            return MARKS[cell]
        case CountBand():
            return cell.low
        case _:
            return cell


def _cases(table: ReleaseTable, names: Sequence[str]) -> Iterator[list[int | str]]:
    for row, name in zip(table.rows, names, strict=True):
        group = row.group
        above = NO_PARENT if group.parent is None else group.parent
        yield [group.id, above, LEVELS[group.level], name, *map(code_of, row.cells)]


def _keys(names: Sequence[str], wording: Wording, say: Say) -> Iterator[Variable]:
    levels = {LEVELS[level]: say(text) for level, text in wording.levels.items()}
    widest = max((len(name.encode()) for name in names), default=1)
    yield Variable("group_id", say(wording.group_id))
    yield Variable("parent_id", say(wording.parent), missing=(NO_PARENT, NO_PARENT))
    yield Variable("level", say(wording.level), measure="ordinal", values=levels)
    yield Variable("group", say(wording.group), width=max(widest, 1), shown_width=40)


def _statistics(table: ReleaseTable, wording: Wording, say: Say) -> Iterator[Variable]:
    hidden = {PROTECTED: say(wording.protected)}
    hidden |= {code: say(wording.marks[mark]) for mark, code in MARKS.items()}
    for place, column in enumerate(table.columns):
        yield Variable(
            name=column.name,
            label=say(label_of(column, wording)),
            measure=_measure(column),
            values={**hidden, **_values(column, say), **_bands(table, place)},
            missing=MISSING,
        )


def _measure(column: Column) -> Measure:
    ordinal = column.statistic in ("range_from", "range_to") or column.name == "n_band"
    return "ordinal" if ordinal else "scale"


def _values(column: Column, say: Say) -> dict[int, str]:
    """The words of the options where the numbers are options."""
    if column.statistic not in ("range_from", "range_to") or column.question is None:
        return {}
    return {option.value: say(option.label) for option in column.question.options}


def _bands(table: ReleaseTable, place: int) -> dict[int, str]:
    """The bands of sizes that stand in a column."""
    cells = (row.cells[place] for row in table.rows)
    return {cell.low: band_text(cell) for cell in cells if isinstance(cell, CountBand)}
