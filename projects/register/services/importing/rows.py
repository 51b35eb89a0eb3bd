"""A row of an uploaded file, read into columns of the register; what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from projects.register import business_id
from projects.register.models import Organisation, Partnership, Region
from projects.register.naming import plain_name
from yhes.common.words import LANGUAGES, in_every_language

LONGEST_NAME: Final = 200
_NAMES: Final = tuple(f"name_{code}" for code in LANGUAGES)
_URL: Final = forms.URLField(required=False, assume_scheme="https", max_length=200)


@dataclass(slots=True)
class Row:
    """`facts`: column of Organisation → value; empty cells are left out. `provider` is still words."""

    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    provider: str = ""
    role: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [self.facts[column] for column in _NAMES if column in self.facts]

    @property
    def shown(self) -> str:
        """What a report calls the row."""
        return next(iter(self.names), "") or str(self.facts.get("business_id", ""))


class RowReader:
    """Knows the words for kinds, roles and regions in all three languages; made once a file."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._words: dict[str, Mapping[str, Any]] = {
            "kind": by_word(Organisation.Kind.choices),
            "legal_form": by_word(Organisation.LegalForm.choices),
            "role": by_word(Partnership.Role.choices),
            "region": _regions(),
        }

    def read(self, line: int, cells: Sequence[str]) -> Row:
        row = Row(line)
        if any(cell.strip() for cell in cells[len(self._columns) :]):
            row.problems.append(_("There are more cells than headings. Check the separators of this line."))
        for column, cell in zip(self._columns, cells, strict=False):
            text = " ".join(cell.replace("\x00", "").split())
            if column and text:
                self._take(row, column, text)
        return row

    def _take(self, row: Row, column: str, text: str) -> None:
        if column == "business_id":
            _take_business_id(row, text)
        elif column in self._words:
            self._take_word(row, column, text)
        elif column == "website":
            _take_website(row, text)
        elif len(text) > LONGEST_NAME:
            said = _("“%(text)s…” is longer than %(limit)d characters. Shorten it.")
            row.problems.append(said % {"text": text[:40], "limit": LONGEST_NAME})
        elif column == "provider":
            row.provider = text
        else:
            row.facts[column] = text

    def _take_word(self, row: Row, column: str, text: str) -> None:
        value = self._words[column].get(plain_name(text))
        if value is None:
            said = {
                "kind": _("“%(text)s” is no kind of organisation the register knows."),
                "legal_form": _("“%(text)s” is no legal form the register knows."),
                "role": _("“%(text)s” is no role in a project."),
                "region": _("“%(text)s” is none of the 19 regions."),
            }[column]
            row.problems.append(said % {"text": text[:80]})
        elif column == "role":
            row.role = value
        else:
            row.facts[column] = value


def _take_business_id(row: Row, text: str) -> None:
    number = business_id.normalise(text)
    row.facts["business_id"] = number[:9]
    if not business_id.is_valid(number):
        said = _("The check digit of the business ID “%(number)s” does not match. Correct it in the file.")
        row.problems.append(said % {"number": text[:20]})


def _take_website(row: Row, text: str) -> None:
    try:
        row.facts["website"] = _URL.clean(text)
    except forms.ValidationError:
        row.problems.append(_("“%(text)s” is no web address.") % {"text": text[:80]})


def by_word(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """A choice's own value, and what it is called in each language → the value."""
    found: dict[str, str] = {}
    for value, label in choices:
        for word in (value, *in_every_language(lambda label=label: str(label)).values()):  # type: ignore[misc]
            found.setdefault(plain_name(str(word)), value)
    return found


def _regions() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for region in Region.objects.all():
        for word in (region.code, *(getattr(region, f"name_{code}") for code in LANGUAGES)):
            found[plain_name(str(word or ""))] = region
    return found
