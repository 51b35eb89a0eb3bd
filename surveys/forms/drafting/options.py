"""Options as rows of a form: a number and the words for it in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.forms.drafting.editing import plain
from surveys.questionnaire.parts import MAX_CHOICES
from surveys.questionnaire.scales import HIGHEST_VALUE, LOWEST_VALUE
from yhes.common.words import LANGUAGES

Document = dict[str, Any]
_SPARE = 3  # empty rows below what there is


def add_rows(form: forms.Form, options: list[Document]) -> int:
    """Fields for the options there are and some more; returns how many rows."""
    count = min(len(options) + _SPARE, max(MAX_CHOICES, len(options)))
    for number in range(count):
        row = _("Option %(number)d") % {"number": number + 1}
        form.fields[f"option{number}_value"] = forms.IntegerField(
            label=_("%(row)s, number") % {"row": row},
            required=False,
            min_value=LOWEST_VALUE,
            max_value=HIGHEST_VALUE,
        )
        for code in LANGUAGES:
            form.fields[f"option{number}_{code}"] = forms.CharField(
                label=_("%(row)s, %(language)s") % {"row": row, "language": _LANGUAGE[code]()},
                required=False,
                max_length=2000,
                widget=forms.TextInput(attrs={"lang": code}),
            )
    return count


_LANGUAGE = {"fi": lambda: _("Finnish"), "sv": lambda: _("Swedish"), "en": lambda: _("English")}


def initial_rows(options: list[Document]) -> dict[str, Any]:
    """What the rows begin with."""
    found: dict[str, Any] = {}
    for number, option in enumerate(options):
        found[f"option{number}_value"] = option["value"]
        for code in LANGUAGES:
            found[f"option{number}_{code}"] = option.get("label", {}).get(code, "")
    return found


def rows(form: forms.Form, count: int) -> list[list[forms.BoundField]]:
    """The fields row by row: the number, then the words."""
    return [
        [form[f"option{number}_value"], *(form[f"option{number}_{code}"] for code in LANGUAGES)]
        for number in range(count)
    ]


def written(data: Mapping[str, Any], count: int) -> list[Document]:
    """The options of the rows that say something, in the order of their numbers.

    A row without a number gets the one after the highest so far. Raises `forms.ValidationError` when two
    rows have the same number.
    """
    found: list[Document] = []
    for number in range(count):
        label = {code: plain(data.get(f"option{number}_{code}") or "") for code in LANGUAGES}
        label = {code: words for code, words in label.items() if words}
        value = data.get(f"option{number}_value")
        if not label:
            continue
        if value is None:
            value = max((option["value"] for option in found), default=0) + 1
        found.append({"value": value, "label": label})
    values = [option["value"] for option in found]
    if len(set(values)) < len(values):
        raise forms.ValidationError(_("Two options have the same number. Give each its own."))
    return sorted(found, key=lambda option: int(option["value"]))
