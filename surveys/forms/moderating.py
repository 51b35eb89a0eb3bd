"""What a moderator says about one open answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import FreeText

MOST = 2_000  # characters of parts to remove: more than any open answer has


class RedactForm(forms.Form):
    """Parts to remove: ticked among what looks as if it told who somebody is, or written."""

    hinted = forms.MultipleChoiceField(
        label=_("Could tell who somebody is"), widget=forms.CheckboxSelectMultiple, required=False
    )
    parts = forms.CharField(
        label=_("Parts to remove"),
        help_text=_("One on each line, just as it stands in the text. It is removed wherever it occurs."),
        widget=forms.Textarea(attrs={"rows": 2, "data-picked": ""}),
        max_length=MOST,
        required=False,
    )

    def __init__(self, data: Any = None, *, hints: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="redact-%s")
        choices = list(hints)
        if choices:
            self.fields["hinted"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["hinted"]

    @property
    def all_parts(self) -> list[str]:
        """Of a valid form: every part to remove."""
        return [*self.cleaned_data.get("hinted", []), *self.cleaned_data["parts"].splitlines()]


class WithholdForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it not shown?"), choices=FreeText.Reason.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withhold-%s")
