"""Earlier answers read from CSV: all of them, or nothing and the reasons why."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.formats.answers_csv.columns import Plan, check_scale, has_control, make_plan
from surveys.formats.answers_csv.dialect import Dialect, find_dialect
from surveys.formats.answers_csv.problems import Problem, TableRefused, problem, refused
from surveys.formats.answers_csv.records import Record, Source, opened, records
from surveys.questionnaire.packing import NOT_ANSWERED

MAX_PROBLEMS = 20  # reasons collected before reading stops
MAX_GROUPS = 20_000
MAX_GROUP_NAME = 200  # characters

# 3, +3, 3.0 and 3,0 are the same answer: spreadsheets and statistics programs write all of them.
_WHOLE = re.compile(r"([+-]?[0-9]{1,4})(?:[.,]0{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """The answers of a file.

    `groups` are the labels in order of appearance and `group_of` the place of each answer's label
    in them (int32). `choices` is a matrix (answers × columns) of bytes as `questionnaire.packing`
    packs them: 0 for an empty cell, otherwise the position of the value on the scale plus one; its
    rows are packed answers to the questionnaire that `imported_questionnaire` makes. `line_count`
    is the number of the last line with an answer.
    """

    dialect: Dialect
    columns: tuple[str, ...]
    groups: tuple[str, ...]
    group_of: npt.NDArray[np.int32]
    choices: npt.NDArray[np.uint8]
    line_count: int

    @property
    def answer_count(self) -> int:
        """How many answers there are."""
        return len(self.group_of)


def read_answers(
    source: Source,
    *,
    group_column: str,
    dimensions: Mapping[str, Sequence[str]],
    scale: tuple[int, int],
    encoding: str | None = None,
    delimiter: str | None = None,
) -> ImportedTable:
    """Read a CSV file of answers, one person a line, below a line with the names of the columns.

    `dimensions` names the columns of each dimension, `scale` the lowest and highest answer. Reads
    line by line: memory holds one byte an answer and item. Encoding (UTF-8, UTF-16 with its mark,
    Windows-1252) and delimiter (comma, semicolon, tab) are found unless said. Text that looks like
    a formula stays text. Raises `TableRefused` with up to `MAX_PROBLEMS` reasons and their lines.
    """
    check_scale(scale)
    with opened(source) as file:
        dialect = find_dialect(file, encoding, delimiter)
        with records(file, dialect.encoding, dialect.delimiter) as rows:
            line, header = next(rows)
            reading = _Reading(make_plan(line, header, group_column, dimensions), group_column, scale)
            reading.take_all(rows)
    return reading.table(dialect)


class _Reading:
    """What has been read so far, and what was wrong with it."""

    def __init__(self, plan: Plan, group_column: str, scale: tuple[int, int]) -> None:
        self._plan = plan
        self._group_column = group_column
        self._scale = scale
        self._byte = {"": NOT_ANSWERED} | {
            str(value): place for place, value in enumerate(range(scale[0], scale[1] + 1), start=1)
        }
        self._groups: dict[str, int] = {}
        self._group_of = array("i")
        self._choices = bytearray()
        self._line = 0
        self._problems: list[Problem] = []

    def take_all(self, rows: Iterator[Record]) -> None:
        """Take row after row; stop when there are enough reasons to refuse."""
        try:
            for line, cells in rows:
                self._take(line, cells)
                if len(self._problems) >= MAX_PROBLEMS:
                    break
        except TableRefused as refusal:
            # A line that cannot be read ends the reading; what was wrong before it is said too.
            self._problems += refusal.problems
        if self._problems:
            raise TableRefused(self._problems[:MAX_PROBLEMS])

    def _take(self, line: int, cells: list[str]) -> None:
        plan = self._plan
        if len(cells) != plan.width and not self._fits(line, cells):
            return
        byte = self._byte
        try:
            answers = bytes([byte[cells[place]] for place in plan.answers])
        except KeyError:
            answers = self._read_carefully(line, cells)
        group = self._group(line, cells[plan.group])
        if group is not None:
            self._group_of.append(group)
            self._choices += answers
            self._line = line

    def _fits(self, line: int, cells: list[str]) -> bool:
        """Whether there is nothing but the empty cells that spreadsheets add at the end."""
        width = self._plan.width
        fits = len(cells) > width and not any(map(str.strip, cells[width:]))
        if not fits:
            self._problems.append(problem("cell_count", line, cells=len(cells), expected=width))
        return fits

    def _read_carefully(self, line: int, cells: list[str]) -> bytes:
        answers = bytearray()
        for place, column in zip(self._plan.answers, self._plan.columns, strict=True):
            value = cells[place].strip()
            match = _WHOLE.fullmatch(value)
            byte = self._byte.get(str(int(match[1])) if match else value)
            if byte is None:
                lowest, highest = self._scale
                self._problems.append(
                    problem("off_scale", line, value=value, column=column, lowest=lowest, highest=highest)
                )
            answers.append(byte or NOT_ANSWERED)
        return bytes(answers)

    def _group(self, line: int, cell: str) -> int | None:
        """The number of the row's group; None for one that is refused."""
        known = self._groups.get(cell)
        if known is not None:
            return known
        label = unicodedata.normalize("NFC", cell.strip())
        if not label:
            self._problems.append(problem("group_missing", line, column=self._group_column))
            return None
        if len(label) > MAX_GROUP_NAME or has_control(label):
            self._problems.append(problem("bad_group", line, value=label))
            return None
        if label not in self._groups and len(self._groups) >= MAX_GROUPS:
            raise refused("too_many_groups", line, limit=MAX_GROUPS, column=self._group_column)
        return self._groups.setdefault(label, len(self._groups))

    def table(self, dialect: Dialect) -> ImportedTable:
        """Everything that was taken. Raises `TableRefused` when that is nothing."""
        if not self._group_of:
            raise refused("no_answers")
        choices = np.frombuffer(bytes(self._choices), dtype=np.uint8)
        return ImportedTable(
            dialect=dialect,
            columns=self._plan.columns,
            groups=tuple(self._groups),
            group_of=np.array(self._group_of, dtype=np.int32),
            choices=choices.reshape(-1, len(self._plan.columns)),
            line_count=self._line,
        )
