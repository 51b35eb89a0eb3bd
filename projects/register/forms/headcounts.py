"""Headcounts of an organisation's units, many on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from projects.register.forms.words import SeenField
from projects.register.models import Unit

_MOST_PEOPLE: Final = 100_000


def people(*, label: Any = None, initial: int | None = None, widget: Any = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, widget=widget, required=False, min_value=0, max_value=_MOST_PEOPLE
    )


class HeadcountFields(forms.BaseForm):
    """A headcount for every unit, and hidden beside each what was shown when the page was opened."""

    units: list[Unit]

    def add_units(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        for unit in self.units:
            number = unit.headcount
            self.fields[_typed(unit)] = people(label=str(unit), initial=number)
            self.fields[_shown(unit)] = people(initial=number, widget=forms.HiddenInput)

    @property
    def unit_fields(self) -> list[forms.BoundField]:
        return [self[_typed(unit)] for unit in self.units]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self[_shown(unit)] for unit in self.units]

    @property
    def headcounts(self) -> dict[Unit, int | None]:
        """Of the units that were on the page: one that came meanwhile was not asked."""
        return {unit: self.cleaned_data[_typed(unit)] for unit in self.units if _typed(unit) in self.data}

    @property
    def shown(self) -> dict[Unit, int | None]:
        return {unit: self.cleaned_data[_shown(unit)] for unit in self.units if _shown(unit) in self.data}

    def catch_up(self) -> None:
        """After a refusal: what was left as it was shown becomes what it is now; what was typed stays.

        The next save is made knowing of both.
        """
        sent: Any = self.data
        data = sent.copy()
        now = Unit.objects.in_bulk([unit.pk for unit in self.units])
        for unit in self.units:
            number = now[unit.pk].headcount if unit.pk in now else None
            text = "" if number is None else str(number)
            if self._was_left(unit):
                data[_typed(unit)] = text
            data[_shown(unit)] = text
        self.data = data

    def _was_left(self, unit: Unit) -> bool:
        typed, shown = _typed(unit), _shown(unit)
        if typed not in self.data:
            return True
        values = self.cleaned_data
        return shown in self.data and typed in values and values[typed] == values.get(shown)


class HeadcountForm(HeadcountFields, forms.Form):
    """The headcount of every unit on one page."""

    seen = SeenField()

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_units(units)


def _typed(unit: Unit) -> str:
    return f"unit_{unit.pk}"


def _shown(unit: Unit) -> str:
    return f"shown_{unit.pk}"
