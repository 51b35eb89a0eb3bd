"""Lists of addresses, numbers of slips and typed codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.services.invitations.people import Person
from surveys.services.invitations.slips import MOST_AT_ONCE

MOST_LINES = 5_000
MOST_BYTES = 1024 * 1024
_LONGEST_LINE = 500
_SHOWN_PROBLEMS = 20
_HEADINGS = {"email", "e-mail", "address", "sähköposti", "sähköpostiosoite", "osoite"}
_HEADINGS |= {"e-post", "e-postadress", "adress"}
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that holds no address that could be written to. `line` counts from 1."""

    line: int
    text: str


def read_people(text: str, language: str) -> tuple[list[Person], list[Problem]]:
    """Addresses from pasted text or a CSV file: one a line, a language code after it if another is meant.

    A first line of column titles is passed over, and so are blank lines and repeated addresses.
    Line ends of any system; columns parted by semicolon, comma or tab.
    """
    people: dict[str, Person] = {}
    problems: list[Problem] = []
    for number, line in _lines(text):
        cells = [cell.strip().strip('"').strip() for cell in re.split(r"[;,\t]", line[:_LONGEST_LINE])]
        if number == 1 and cells[0].lower() in _HEADINGS:
            continue
        email = _address(cells) if len(line) <= _LONGEST_LINE else ""
        if not email:
            problems.append(Problem(number, line[:80]))
            continue
        own = next((cell.lower() for cell in cells if cell.lower() in _LANGUAGES), language)
        people.setdefault(email, Person(email, own))
    return list(people.values()), problems


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if line.strip().strip(";,\t"):
            yield number, line.strip()


def _address(cells: list[str]) -> str:
    """The one address among the cells, in lower case; empty if there is none or more than one."""
    found = [parseaddr(cell)[1].lower() for cell in cells if "@" in cell]
    if len(found) != 1 or len(found[0]) > 254:
        return ""
    try:
        validate_email(found[0])
    except ValidationError:
        return ""
    return found[0]


class PeopleForm(forms.Form):
    """Pasted addresses or a file; `people` holds everybody, and one bad line keeps all of them out."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy(
            "One a line. To write to somebody in another language, add it after a semicolon: "
            "matti@example.org;sv"
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocapitalize": "off"}),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file (CSV or text)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> str:
        uploaded = self.cleaned_data["file"]
        if not uploaded:
            return ""
        if uploaded.size > MOST_BYTES:
            raise ValidationError(_("The file is too large for a list of addresses: at most 1 MB."))
        content: bytes = uploaded.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError(_("This is no text file. Save the list as CSV (UTF-8)."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        given = [text for text in (cleaned.get("addresses"), cleaned.get("file")) if text]
        if len(given) != 1:
            self.add_error("addresses", _("Paste the addresses or choose a file, one of the two."))
            return cleaned
        people, problems = read_people(given[0], cleaned["language"])
        self._check(people, problems)
        cleaned["people"] = people
        return cleaned

    def _check(self, people: list[Person], problems: list[Problem]) -> None:
        for problem in problems[:_SHOWN_PROBLEMS]:
            self.add_error(
                "addresses",
                _("Line %(line)d is not one e-mail address: “%(text)s”.")
                % {"line": problem.line, "text": problem.text},
            )
        if (more := len(problems) - _SHOWN_PROBLEMS) > 0:
            self.add_error(
                "addresses",
                ngettext("And %(count)d more line.", "And %(count)d more lines.", more) % {"count": more},
            )
        if not problems and not people:
            self.add_error("addresses", _("There are no e-mail addresses in the list."))
        if len(people) > MOST_LINES:
            self.add_error(
                "addresses", _("At most %(most)d people can be invited at a time.") % {"most": MOST_LINES}
            )

    @property
    def as_text(self) -> str:
        """Everybody, one a line with their language, to be sent once more when confirmed."""
        return "\n".join(f"{person.email};{person.language}" for person in self.cleaned_data["people"])


class SlipsForm(forms.Form):
    """How many slips; `batch` keeps a page that is loaded again from making them twice."""

    count = forms.IntegerField(
        label=gettext_lazy("Number of slips"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-number"}),
    )
    batch = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def blank(cls, room: int) -> SlipsForm:
        return cls(initial={"count": min(room, MOST_AT_ONCE) or None, "batch": uuid4()})


class EraseForm(forms.Form):
    """Somebody who asks not to be on the list any more."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address to erase"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The code of a slip, as a person types it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("16 letters and digits. Hyphens and capital letters do not matter."),
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "input-code",
            }
        ),
    )
