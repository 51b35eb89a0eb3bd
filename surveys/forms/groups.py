"""Which organisations take part, and how many people each of them or its units has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.models import Organisation, Partnership, Project, Unit
from surveys.models import Group, Round
from surveys.services.groups import OrganisationChoice, UnitChoice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation in the form: its own field and those of its units."""

    organisation: Organisation
    whole: forms.BoundField
    units: list[tuple[Unit, forms.BoundField]]


class GroupsForm(forms.Form):
    """A number beside each organisation or each of its units; what has no number takes no part."""

    with_regions = forms.BooleanField(
        label=gettext_lazy("Show results by region too"),
        help_text=gettext_lazy("Useful when there are several organisations in most regions."),
        required=False,
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = list(_partners(round_.project))
        for organisation in self.partners:
            self.fields[f"organisation-{organisation.pk}"] = number_of_people(str(organisation))
            for unit in organisation.units.all():
                self.fields[f"unit-{unit.pk}"] = number_of_people(f"{organisation}, {unit}")

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                organisation,
                self[f"organisation-{organisation.pk}"],
                [(unit, self[f"unit-{unit.pk}"]) for unit in organisation.units.all()],
            )
            for organisation in self.partners
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for organisation in self.partners:
            whole = f"organisation-{organisation.pk}"
            if cleaned.get(whole) and self._units(organisation):
                self.add_error(
                    whole, _("Give the number either for the whole organisation or for its units, not both.")
                )
        if not self.errors and not self.choices:
            raise forms.ValidationError(_("Give the number of people of at least one organisation."))
        return cleaned

    @property
    def choices(self) -> list[OrganisationChoice]:
        chosen = [
            OrganisationChoice(
                organisation,
                self.cleaned_data.get(f"organisation-{organisation.pk}") or 0,
                self._units(organisation),
            )
            for organisation in self.partners
        ]
        return [choice for choice in chosen if choice.headcount or choice.units]

    def _units(self, organisation: Organisation) -> tuple[UnitChoice, ...]:
        counts = [(unit, self.cleaned_data.get(f"unit-{unit.pk}")) for unit in organisation.units.all()]
        return tuple(UnitChoice(unit, count) for unit, count in counts if count)


def of_groups(round_: Round) -> dict[str, Any]:
    """What the form begins with: the groups chosen before, else the sizes of units in the register."""
    groups = list(Group.objects.filter(round=round_))
    if not groups:
        units = Unit.objects.filter(organisation__in=_partners(round_.project), headcount__gt=0)
        return {f"unit-{unit.pk}": unit.headcount for unit in units}
    counts = {
        f"unit-{group.unit_id}" if group.unit_id else f"organisation-{group.organisation_id}": group.headcount
        for group in groups
        if group.headcount
    }
    return {"with_regions": any(group.level == Group.Level.REGION for group in groups), **counts}


def _partners(project: Project) -> Any:
    joined = project.partnerships.exclude(state=Partnership.State.DECLINED).values("organisation")
    return (
        Organisation.objects.filter(pk__in=joined)
        .select_related("region")
        .prefetch_related(Prefetch("units", Unit.objects.order_by("name")))
    )


def number_of_people(label: StrOrPromise, *, required: bool = False) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-number"})
    return forms.IntegerField(label=label, min_value=1, max_value=MOST, required=required, widget=widget)
