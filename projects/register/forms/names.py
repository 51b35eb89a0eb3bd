"""What an organisation is called beside its official name, and who carries on after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.forms.words import SeenField
from projects.register.models import Organisation, OrganisationName

LONGEST = 200
MOST = 30  # names or successors of one organisation
_SEPARATOR = ";"


class LinesField(forms.CharField):
    """One thing a line; empty lines and blanks around it do not count."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST * LONGEST, **kwargs)
        self.widget.attrs["rows"] = 3

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("There are more than %(limit)d lines.") % {"limit": MOST})
        if too_long := next((line for line in lines if len(line) > LONGEST), None):
            said = _("“%(name)s…” is longer than %(limit)d characters. Shorten it.")
            raise forms.ValidationError(said % {"name": too_long[:40], "limit": LONGEST})
        return lines


class NamesForm(forms.Form):
    """`cleaned_data` is what services.save_names takes."""

    aliases = LinesField(
        label=gettext_lazy("Other names in use"),
        help_text=gettext_lazy("One a line: abbreviations and names people look the organisation up by."),
    )
    former = LinesField(
        label=gettext_lazy("Former names"),
        help_text=gettext_lazy(
            "One a line. If you know the last day of the name, write it after a semicolon: "
            "“Former name; 31.12.2019”."
        ),
    )
    ended_on = forms.DateField(
        label=gettext_lazy("The organisation ended on"),
        help_text=gettext_lazy("Leave empty while the organisation exists."),
        required=False,
    )
    successors = LinesField(
        label=gettext_lazy("Carried on by"),
        help_text=gettext_lazy(
            "One a line: the business ID or the whole name of an organisation in the register."
        ),
    )
    seen = SeenField()

    def clean_former(self) -> list[tuple[str, date | None]]:
        return [_with_day(line) for line in self.cleaned_data["former"]]


def as_typed(organisation: Organisation) -> dict[str, Any]:
    """The form's initial values: what is stored, as a person would write it."""
    names = list(organisation.other_names.all())
    heirs = Organisation.objects.filter(predecessions__ended=organisation).order_by("predecessions__pk")
    return {
        "aliases": "\n".join(row.name for row in names if row.kind == OrganisationName.Kind.ALIAS),
        "former": "\n".join(_line(row) for row in names if row.kind == OrganisationName.Kind.FORMER),
        "ended_on": organisation.ended_on,
        "successors": "\n".join(heir.business_id or heir.name for heir in heirs),
    }


def _line(row: OrganisationName) -> str:
    day = (
        date_format(row.used_until, get_format("DATE_INPUT_FORMATS")[0].replace("%", ""))
        if row.used_until
        else ""
    )
    return f"{row.name}{_SEPARATOR} {day}" if day else row.name


def _with_day(line: str) -> tuple[str, date | None]:
    name, separator, day = (part.strip() for part in line.rpartition(_SEPARATOR))
    if not separator:
        return line, None
    try:
        return name, forms.DateField().clean(day)
    except forms.ValidationError:
        said = _("“%(day)s” after “%(name)s” is no day. Write it in the form 31.12.2019 or leave it out.")
        raise forms.ValidationError(said % {"day": day, "name": name}) from None
