"""A row of a file of employers, read into columns of the register; what is wrong with it, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects.register import business_id
from projects.register.models import EmployerPartnership
from projects.register.naming import plain_name
from projects.register.services.importing.rows import by_word
from yhes.common.words import in_every_language

LONGEST: Final = 200  # characters of a name, an agreement, a step
_DAY: Final = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_ISO_DAY: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_SHEET_BEGAN: Final = date(1899, 12, 30)  # day 0 of a spreadsheet, which keeps days as numbers
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954–2119
_YES: Final = ("1", "x", "true", "kyllä", "on", "k", "ja", "j", "yes", "y")
_NO: Final = ("0", "false", "ei", "e", "nej", "n", "no")


@dataclass(slots=True)
class EmployerRow:
    """`facts` are of the workplace (names, business ID), `terms` of the partnership: column → value.

    `owner` and `deputy`: their e-mail, "" where the file says nothing.
    """

    line: int
    school: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [self.facts["name_fi"]] if "name_fi" in self.facts else []

    @property
    def shown(self) -> str:
        """What a report calls the row."""
        return next(iter(self.names), "") or str(self.facts.get("business_id", ""))


class EmployerReader:
    """Knows the words for stages, yes and no in all three languages; made once a file."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._stages = by_word(EmployerPartnership.Stage.choices)
        self._words = _yes_and_no()
        self._take: dict[str, Callable[[EmployerRow, str, str], None]] = {
            "business_id": _take_number,
            "workplace": _take_name,
            "school": _take_school,
            "stage": self._take_stage,
            "has_apprenticeships": self._take_flag,
            "has_training_agreements": self._take_flag,
            "last_contact_on": _take_day,
            "next_step_on": _take_day,
            "owner": _take_person,
            "deputy": _take_person,
        }

    def read(self, line: int, cells: Sequence[str]) -> EmployerRow:
        row = EmployerRow(line)
        if any(cell.strip() for cell in cells[len(self._columns) :]):
            row.problems.append(_("There are more cells than headings. Check the separators of this line."))
        for column, cell in zip(self._columns, cells, strict=False):
            text = " ".join(cell.replace("\x00", "").split())
            if column and text:
                self._take.get(column, _take_text)(row, column, text)
        if not row.shown:
            row.problems.append(_("Write the name or the business ID of the workplace."))
        return row

    def _take_stage(self, row: EmployerRow, column: str, text: str) -> None:
        stage = self._stages.get(plain_name(text))
        if stage is None:
            row.problems.append(_("“%(text)s” is no stage of a partnership.") % {"text": text[:80]})
        else:
            row.terms[column] = stage

    def _take_flag(self, row: EmployerRow, column: str, text: str) -> None:
        word = plain_name(text)
        if word not in self._words:
            row.problems.append(_("“%(text)s” is neither yes nor no.") % {"text": text[:80]})
        else:
            row.terms[column] = self._words[word]


def _yes_and_no() -> dict[str, bool]:
    words = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
    for word, value in ((gettext_noop("yes"), True), (gettext_noop("no"), False)):
        for said in in_every_language(lambda word=word: _(word)).values():  # type: ignore[misc]
            words[plain_name(str(said))] = value
    return words


def _take_number(row: EmployerRow, _column: str, text: str) -> None:
    number = business_id.normalise(text)
    row.facts["business_id"] = number[:9]
    if not business_id.is_valid(number):
        said = _("The check digit of the business ID “%(number)s” does not match. Correct it in the file.")
        row.problems.append(said % {"number": text[:20]})


def _take_name(row: EmployerRow, _column: str, text: str) -> None:
    row.facts["name_fi"] = _short(row, text)


def _take_school(row: EmployerRow, _column: str, text: str) -> None:
    row.school = _short(row, text)


def _take_text(row: EmployerRow, column: str, text: str) -> None:
    row.terms[column] = _short(row, text)


def _take_person(row: EmployerRow, column: str, text: str) -> None:
    row.people[column] = _short(row, text).lower()


def _take_day(row: EmployerRow, column: str, text: str) -> None:
    day = _day(text)
    if day is None:
        row.problems.append(_("“%(text)s” is no day. Write it as 21.11.2026.") % {"text": text[:40]})
    else:
        row.terms[column] = day


def _day(text: str) -> date | None:
    if text.isascii() and text.isdecimal() and _FIRST_SERIAL <= int(text[:9]) <= _LAST_SERIAL:
        return _SHEET_BEGAN + timedelta(days=int(text))
    found = _DAY.fullmatch(text) or _ISO_DAY.match(text)
    if found is None:
        return None
    try:
        return date(**{name: int(value) for name, value in found.groupdict().items()})
    except ValueError:
        return None


def _short(row: EmployerRow, text: str) -> str:
    if len(text) > LONGEST:
        said = _("“%(text)s…” is longer than %(limit)d characters. Shorten it.")
        row.problems.append(said % {"text": text[:40], "limit": LONGEST})
    return text[:LONGEST]
