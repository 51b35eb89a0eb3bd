"""How large a coordinator takes the classes of background variables to be, in per cent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.language import shown
from surveys.models import Round
from surveys.services.simulating import Shares, even_shares


class SharesForm(forms.Form):
    """One number a class; of a variable none or all that matter: what is missing of 100 did not say."""

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        self._variables = round_.asked.background
        sent = data if data and any(name in data for name in self._names()) else None
        super().__init__(sent, auto_id="id_%s")
        for variable in self._variables:
            even = even_shares(variable)
            for option in variable.scale.options:
                self.fields[_name(variable.code, option.value)] = forms.IntegerField(
                    label=shown(option.label),
                    min_value=0,
                    max_value=100,
                    required=False,
                    initial=even[option.value],
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-number"}),
                )

    def _names(self) -> list[str]:
        return [_name(item.code, option.value) for item in self._variables for option in item.scale.options]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The variables with their fields."""
        return [
            {
                "title": shown(variable.text),
                "fields": [self[_name(variable.code, option.value)] for option in variable.scale.options],
            }
            for variable in self._variables
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for variable in self._variables:
            names = [_name(variable.code, option.value) for option in variable.scale.options]
            if sum(cleaned.get(name) or 0 for name in names) > 100:
                self.add_error(names[0], _("The shares of one question add up to more than 100 per cent."))
        return cleaned

    @property
    def shares(self) -> Shares:
        """What was typed; nothing where it cannot be used, so that even shares are taken."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {
            variable.code: {
                option.value: self.cleaned_data[_name(variable.code, option.value)] or 0
                for option in variable.scale.options
            }
            for variable in self._variables
        }


def _name(code: str, value: int) -> str:
    return f"share-{code}-{value}"
