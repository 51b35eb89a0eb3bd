"""Why a table of earlier answers is refused, with the lines to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from surveys.formats.refusals import REFUSALS
from surveys.questionnaire.errors import gettext_noop

MAX_SHOWN = 80  # characters of a name or a value in a message; the file may hold anything

ON_LINE = gettext_noop("Line %(line)d: %(problem)s")

PROBLEMS: dict[str, str] = {
    "empty": gettext_noop("The file is empty."),
    "no_answers": gettext_noop("The file has a header line but no answers."),
    "unknown_encoding": gettext_noop(
        "The character encoding cannot be told. Save the file as UTF-8, or say which encoding it has."
    ),
    "wrong_encoding": gettext_noop("The text is not in the chosen character encoding (%(encoding)s)."),
    "unknown_delimiter": gettext_noop(
        "It cannot be told what separates the columns: a comma, a semicolon or a tab. Say which it is."
    ),
    "line_too_long": gettext_noop(
        "The line is longer than 1 MB. Perhaps a quotation mark is opened and never closed."
    ),
    **{code: REFUSALS[code] for code in ("old_or_locked", "macros", "external_links", "not_a_workbook")},
    "workbook_too_large": gettext_noop(
        "The workbook is too large, or packed in a way that harmful files are. Copy the rows to a new "
        "workbook, or save the sheet as CSV."
    ),
    "formula": gettext_noop(
        "There is a formula in column %(column)s. Copy the cells to a new sheet as values."
    ),
    "malformed": gettext_noop("The quotation marks do not match."),
    "duplicate_header": gettext_noop("Two columns have the same name: “%(column)s”."),
    "bad_header": gettext_noop(
        "The name of a column is too long or contains a character that cannot be shown: “%(column)s”."
    ),
    "missing_column": gettext_noop("There is no column “%(column)s”."),
    "column_twice": gettext_noop("The column “%(column)s” is chosen twice."),
    "no_dimensions": gettext_noop("No columns with answers were chosen."),
    "too_many_columns": gettext_noop("At most %(limit)d columns with answers can be imported."),
    "bad_dimension": gettext_noop("“%(value)s” does not read as NAME=FIRST..LAST or NAME=COLUMN,COLUMN."),
    "duplicate_dimension": gettext_noop("The dimension “%(value)s” is given twice."),
    "bad_range": gettext_noop("“%(first)s..%(last)s” does not lead from one column to a later one."),
    "bad_scale": gettext_noop(
        "“%(value)s” is not a scale such as 1-5: two whole numbers from −100 to 100, the smaller first."
    ),
    "cell_count": gettext_noop("%(cells)d cells where the header has %(expected)d."),
    "off_scale": gettext_noop(
        "“%(value)s” in column “%(column)s” is not on the scale %(lowest)d–%(highest)d."
    ),
    "group_missing": gettext_noop("The group is missing in column “%(column)s”."),
    "bad_group": gettext_noop(
        "The name of the group is too long or contains a character that cannot be shown: “%(value)s”."
    ),
    "too_large": gettext_noop("The file is larger than %(limit)d kB."),
    "place_twice": gettext_noop("The place “%(value)s” stands in the file twice."),
    "bad_text": gettext_noop(
        "The text in column “%(column)s” is longer than %(limit)d characters or contains a character that"
        " cannot be shown."
    ),
    "too_many_groups": gettext_noop(
        "More than %(limit)d different groups. Does column “%(column)s” really hold the group?"
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason: a key of `PROBLEMS`, the line (from 1; 0: the whole file), what fills the placeholders."""

    code: str
    line: int = 0
    detail: dict[str, str | int] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The reason for a person, worded by `translate` (gettext); English without it."""
        problem = translate(PROBLEMS[self.code]) % self.detail
        return translate(ON_LINE) % {"line": self.line, "problem": problem} if self.line else problem


def problem(code: str, line: int = 0, **detail: str | int) -> Problem:
    """A problem whose quoted names and values are short enough to show."""
    return Problem(code, line, {key: _short(value) for key, value in detail.items()})


def _short(value: str | int) -> str | int:
    if isinstance(value, int) or len(value) <= MAX_SHOWN:
        return value
    return value[: MAX_SHOWN - 1] + "…"


class TableRefused(ValueError):
    """A table of which nothing is taken; `problems` holds one or more reasons in order of lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.sentences()))

    def sentences(self, translate: Callable[[str], str] = str) -> list[str]:
        """Every reason for a person, worded by `translate` (gettext)."""
        return [each.sentence(translate) for each in self.problems]


def refused(code: str, line: int = 0, **detail: str | int) -> TableRefused:
    """A refusal for a single reason."""
    return TableRefused([problem(code, line, **detail)])
