"""Lists of people to invite: pasted, or in a text file or a workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from surveys.formats.findings import FileRefused
from surveys.formats.workbook import read_first_sheet
from surveys.services.invitations.people import Person

_LONGEST_ROW = 500  # characters
_HEADINGS = {"email", "e-mail", "e-mail address", "address", "sähköposti", "sähköpostiosoite", "osoite"}
_HEADINGS |= {"e-post", "e-postadress", "adress"}
_LANGUAGES = {code for code, _name in settings.LANGUAGES}

Rows = list[tuple[int, list[str]]]  # the number of a line or row that is not empty, and its cells


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that holds no address that could be written to. `line` counts from 1."""

    line: int
    text: str


def rows_of_text(text: str) -> Rows:
    """Line ends of any system; columns parted by semicolon, comma or tab."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    full = ((number, line.strip()) for number, line in lines if line.strip().strip(";,\t"))
    return [
        (number, [cell.strip().strip('"').strip() for cell in re.split(r"[;,\t]", line)])
        for number, line in full
    ]


def rows_of_file(content: bytes) -> Rows:
    """Of a workbook the first sheet; of anything else its text. Raises ValidationError."""
    if content.startswith(b"PK\x03\x04"):
        return _rows_of_workbook(content)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return rows_of_text(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("This is no text file. Save the list as CSV (UTF-8)."))


def _rows_of_workbook(content: bytes) -> Rows:
    try:
        sheet = read_first_sheet(content)
    except FileRefused as refusal:
        raise ValidationError(
            [f"{found.place.sentence(_)}: {found.sentence(_)}" for found in refusal.findings]
        ) from refusal
    return (
        [(row.number, [cell.strip() for cell in row.cells.values()]) for row in sheet.rows] if sheet else []
    )


def read_people(rows: Rows, language: str) -> tuple[list[Person], list[Problem]]:
    """One person a row: the address in any cell, a language code in another if another is meant.

    A first row of column titles is passed over, and so are repeated addresses.
    """
    people: dict[str, Person] = {}
    problems: list[Problem] = []
    for place, (number, cells) in enumerate(rows):
        if place == 0 and any(cell.lower() in _HEADINGS for cell in cells):
            continue
        email = _address(cells)
        if not email:
            problems.append(Problem(number, "; ".join(cells)[:80]))
            continue
        own = next((cell.lower() for cell in cells if cell.lower() in _LANGUAGES), language)
        people.setdefault(email, Person(email, own))
    return list(people.values()), problems


def _address(cells: list[str]) -> str:
    """The one address among the cells, in lower case; empty if there is none or more than one."""
    if sum(map(len, cells)) > _LONGEST_ROW:
        return ""
    found = [parseaddr(cell)[1].lower() for cell in cells if "@" in cell]
    if len(found) != 1 or len(found[0]) > 254:
        return ""
    try:
        validate_email(found[0])
    except ValidationError:
        return ""
    return found[0]
