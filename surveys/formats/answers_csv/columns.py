"""Which columns hold what: names, ranges and the scale, as a person writes them on a command line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveys.formats.answers_csv.problems import Problem, TableRefused, problem, refused
from surveys.questionnaire.parts import HIGHEST_VALUE, LOWEST_VALUE
from surveys.questionnaire.whole import MAX_ITEMS

MAX_NAME = 500  # characters in the name of a column that is used
HEADER_LINE = 1

_NUMBERED = re.compile(r"(.*?)([0-9]{1,6})", re.DOTALL)
_SCALE = re.compile(r"\s*([-−]?[0-9]{1,3})\s*(?:-|–|\.\.)\s*([-−]?[0-9]{1,3})\s*", re.ASCII)


def normal_name(name: str) -> str:
    """The name of a column as it is compared and shown: composed (NFC), blanks single and trimmed."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def parse_scale(text: str) -> tuple[int, int]:
    """`1-5` as (1, 5); also `-3..3`. Raises `TableRefused`."""
    match = _SCALE.fullmatch(text)
    if not match:
        raise refused("bad_scale", value=text)
    lowest, highest = (int(number.replace("−", "-")) for number in match.groups())
    check_scale((lowest, highest))
    return lowest, highest


def check_scale(scale: tuple[int, int]) -> None:
    """Two whole numbers a questionnaire's scale can have, the smaller first. Raises `TableRefused`."""
    if not LOWEST_VALUE <= scale[0] < scale[1] <= HIGHEST_VALUE:
        raise refused("bad_scale", value=f"{scale[0]}-{scale[1]}")


def parse_dimensions(arguments: Iterable[str], headers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Every `NAME=FIRST..LAST` or `NAME=COLUMN,COLUMN` as the columns of each dimension, in order.

    Raises `TableRefused` for what does not read so, a name given twice and columns that are not there.
    """
    dimensions: dict[str, tuple[str, ...]] = {}
    for argument in arguments:
        name, equals, parts = argument.partition("=")
        name = normal_name(name)
        if not name or not equals or not parts.strip():
            raise refused("bad_dimension", value=argument)
        if name in dimensions:
            raise refused("duplicate_dimension", value=name)
        dimensions[name] = tuple(
            column for part in parts.split(",") for column in expand(normal_name(part), headers)
        )
    return dimensions


def expand(part: str, headers: Sequence[str]) -> list[str]:
    """One column, or all from FIRST to LAST.

    Ends that differ in their number only (`LEAD01..LEAD11`, `Q9..Q12`) mean every number between
    them, wherever the columns stand; other ends mean the columns between them in the file. Raises
    `TableRefused`.
    """
    first, dots, last = (normal_name(name) for name in part.partition(".."))
    if part in headers or not dots:
        return [_existing(part, headers)]
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if one and other and one[1] == other[1]:
        return _numbered(one[1], one[2], other[2], headers)
    start, stop = (headers.index(_existing(name, headers)) for name in (first, last))
    if start > stop:
        raise refused("bad_range", first=first, last=last)
    return list(headers[start : stop + 1])


def _existing(name: str, headers: Sequence[str]) -> str:
    if name not in headers:
        raise refused("missing_column", HEADER_LINE, column=name)
    return name


def _numbered(stem: str, first: str, last: str, headers: Sequence[str]) -> list[str]:
    """The columns from `stem` + `first` to `stem` + `last`, however many zeros a number is written with."""
    start, stop = int(first), int(last)
    if start > stop or stop - start >= MAX_ITEMS:
        raise refused("bad_range", first=stem + first, last=stem + last)
    by_number: dict[int, str] = {}
    for header in headers:
        match = _NUMBERED.fullmatch(header)
        if match and match[1] == stem:
            by_number.setdefault(int(match[2]), header)
    columns = []
    for number in range(start, stop + 1):
        exact = f"{stem}{number:0{len(first)}}"
        columns.append(_existing(exact if exact in headers else by_number.get(number, exact), headers))
    return columns


@dataclass(frozen=True, slots=True)
class Plan:
    """Where in each row to look: the group's place, the answers' places and the answers' columns."""

    width: int
    group: int
    answers: tuple[int, ...]
    columns: tuple[str, ...]


def make_plan(
    line: int, header: Sequence[str], group_column: str, dimensions: Mapping[str, Sequence[str]]
) -> Plan:
    """Find the chosen columns in the header line. Raises `TableRefused` with everything that is wrong."""
    names = [normal_name(name) for name in header]
    group = normal_name(group_column)
    columns = tuple(normal_name(column) for chosen in dimensions.values() for column in chosen)
    problems = [*_duplicates("duplicate_header", line, filter(None, names)), *_choice_problems(columns)]
    if not problems:
        problems += _duplicates("column_twice", line, (group, *columns))
        wanted = dict.fromkeys((group, *columns))
        problems += [problem("missing_column", line, column=name) for name in wanted if name not in names]
        problems += [problem("bad_header", line, column=name) for name in wanted if not _can_be_shown(name)]
    if problems:
        raise TableRefused(problems)
    return Plan(len(names), names.index(group), tuple(map(names.index, columns)), columns)


def _choice_problems(columns: Sequence[str]) -> list[Problem]:
    if not columns:
        return [problem("no_dimensions")]
    return [problem("too_many_columns", limit=MAX_ITEMS)] if len(columns) > MAX_ITEMS else []


def _duplicates(code: str, line: int, names: Iterable[str]) -> list[Problem]:
    return [problem(code, line, column=name) for name, times in Counter(names).items() if times > 1]


def _can_be_shown(name: str) -> bool:
    return len(name) <= MAX_NAME and not has_control(name)


def has_control(text: str) -> bool:
    """Whether the text holds a control character or half of a surrogate pair."""
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
