"""The numbers of one organisation, as its contact confirms them from a letter's link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.models import Unit
from surveys.forms.groups import number_of_people
from surveys.services.groups import OrganisationChoice
from surveys.services.headcounts import Headcounts


class HeadcountsForm(forms.Form):
    """One number for an organisation that answers as one group, else one beside each of its units."""

    def __init__(self, data: Any = None, *, choice: OrganisationChoice) -> None:
        known = {f"unit-{part.unit.pk}": part.headcount for part in choice.units}
        super().__init__(data, initial={"whole": choice.headcount or None, **known})
        if not choice.units:
            self.fields["whole"] = number_of_people(_("Number of people"), required=True)
            return
        self._units = list(Unit.objects.filter(organisation=choice.organisation).by_name())
        for unit in self._units:
            self.fields[f"unit-{unit.pk}"] = number_of_people(str(unit))
        self.fields["added_name"] = forms.CharField(
            label=gettext_lazy("A unit that is missing above"), max_length=120, required=False
        )
        self.fields["added_count"] = number_of_people(_("Its number of people"))

    @property
    def has_units(self) -> bool:
        return "whole" not in self.fields

    @property
    def unit_fields(self) -> list[forms.BoundField]:
        return [self[f"unit-{unit.pk}"] for unit in self._units]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.has_units or self.errors:
            return cleaned
        if bool(cleaned["added_name"]) != bool(cleaned["added_count"]):
            missing = "added_count" if cleaned["added_name"] else "added_name"
            self.add_error(missing, _("Give both the name of the unit and its number of people."))
        return cleaned

    @property
    def headcounts(self) -> Headcounts:
        data = self.cleaned_data
        if not self.has_units:
            return Headcounts(whole=data["whole"], units={})
        added = (data["added_name"], data["added_count"]) if data["added_name"] else None
        counts = {unit.pk: data[f"unit-{unit.pk}"] or 0 for unit in self._units}
        return Headcounts(units=counts, added=added)
