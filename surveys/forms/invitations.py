"""Lists of addresses, numbers of slips and typed codes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.forms.people import Problem, Rows, read_people, rows_of_file, rows_of_text
from surveys.services.invitations.people import Person
from surveys.services.invitations.slips import MOST_AT_ONCE

MOST_LINES = 5_000
MOST_BYTES = 1024 * 1024
_SHOWN_PROBLEMS = 20


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
        label=gettext_lazy("Or a file (Excel, CSV or text)"),
        help_text=gettext_lazy(
            "The e-mail address in any column, one person a row. A column with fi, sv or en is the language "
            "of the letter. Names and whatever else there is are not stored."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv,text/plain"}),
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> Rows | None:
        uploaded = self.cleaned_data["file"]
        if not uploaded:
            return None
        if uploaded.size > MOST_BYTES:
            raise ValidationError(_("The file is too large for a list of addresses: at most 1 MB."))
        return rows_of_file(uploaded.read())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        pasted, file = cleaned.get("addresses"), cleaned.get("file")
        given = [rows for rows in (rows_of_text(pasted) if pasted else None, file) if rows is not None]
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
