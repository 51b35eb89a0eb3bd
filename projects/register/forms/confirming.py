"""A contact looks through what the register says of the organisation, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.headcounts import HeadcountFields, people
from projects.register.forms.organisations import OrganisationForm
from projects.register.forms.words import SeenField
from projects.register.models import Unit


class ConfirmForm(HeadcountFields, OrganisationForm):
    """The details the organisation keeps itself, the headcount of every unit, and a unit that is missing."""

    EXTRA = (*OrganisationForm.EXTRA, "units_seen")

    units_seen = SeenField()

    def __init__(self, *args: Any, units: Iterable[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, with_identity=False, **kwargs)
        self._details = set(self.fields) - {"seen", "units_seen"}
        self.add_units(units)
        self.fields["new_unit"] = forms.CharField(label=_("Name of the unit"), max_length=120, required=False)
        self.fields["new_headcount"] = people(label=_("How many people work in it"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("new_headcount") is not None and not cleaned.get("new_unit"):
            self.add_error("new_unit", _("Write the name of the unit too."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in self._details}

    @property
    def added(self) -> tuple[str, int | None] | None:
        name = self.cleaned_data["new_unit"]
        return (name, self.cleaned_data["new_headcount"]) if name else None
