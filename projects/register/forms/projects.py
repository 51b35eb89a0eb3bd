"""The project's own facts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from projects.register.filters import regions
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Organisation, Programme, Project
from projects.register.states import following
from yhes.common.forms import SeveralRows
from yhes.common.translated import shown

TEXTS = (
    "name",
    "acronym",
    "tagline",
    "summary",
    "target_groups",
    "quality_gaps",
    "stated_duration",
    "stated_partners",
    "themes",
    "call",
    "contact_role",
)
_SUM = re.compile(r"-?\d{1,10}([.,]\d{1,2})?")
_PHONE = RegexValidator(
    r"^\+?[\d ()-]{5,}$", _("Write a telephone number with digits, for example +358 40 123 4567.")
)


class EurosField(forms.DecimalField):
    """A sum as people write it: "125 000", "125000,50" or "125000.50 €". Kept with two decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        text = re.sub(r"[\s€]", "", str(value)).replace("−", "-")
        if not _SUM.fullmatch(text):
            raise forms.ValidationError(
                _("Write a sum in euros with digits, for example 125000 or 125000.50."), code="invalid"
            )
        return Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        """With two decimals only where there are cents, as it would be typed."""
        if not isinstance(value, Decimal):
            return value
        return number_format(value, 0 if value == value.to_integral_value() else 2, force_grouping=False)


class DayInput(forms.DateInput):
    """A day, typed as people in Finland write it or picked from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProjectForm(TranslatedForm):
    TEXTS = TEXTS
    EXTRA = ("new_funder", "new_programme", "regions", "seen")

    seen = SeenField()
    new_funder = forms.CharField(
        label=_("Another funder"),
        help_text=_("Write the name here if the funder is not on the list."),
        max_length=200,
        required=False,
    )
    new_programme = forms.CharField(
        label=_("Another programme"),
        help_text=_("Write the name here if the programme is not on the list."),
        max_length=200,
        required=False,
    )

    class Meta:
        model = Project
        fields = [
            *columns(*TEXTS),
            "programme", "funder", "decision_number", "granted", "own_share", "other_funding", "total_costs",
            "starts_on", "ends_on",
            "source_published_on", "network", "predecessor", "contact_email", "contact_phone", "website",
            "regions", "is_public",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "source_published_on": DayInput,
            "regions": forms.CheckboxSelectMultiple,
        }
        field_classes: ClassVar[dict[str, Any]] = {
            "regions": SeveralRows,
            "granted": EurosField,
            "own_share": EurosField,
            "other_funding": EurosField,
            "total_costs": EurosField,
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "ends_on": _("Leave empty if no end has been stated."),
            "source_published_on": _("The day of the source that these facts are from."),
            "network": _("The project that coordinates the network this project belongs to."),
            "stated_duration": _("As it was said, for example: three years."),
            "stated_partners": _("As it was said, for example: over 50 working-life partners."),
            "predecessor": _("The earlier project whose work this one continues."),
            "call": _("The call in which the funding was applied for."),
            "granted": _("In euros, as in the funder's decision."),
            "own_share": _("In euros: what the implementers pay themselves."),
            "other_funding": _("In euros: other public and private funding in the same budget."),
            "total_costs": _(
                "In euros, as in the funder's decision. Left empty, the sum of the parts is shown."
            ),
            "quality_gaps": _("Each on a line of its own: they are shown as a list."),
            "themes": _("Separate the themes with commas."),
            "contact_role": _("A role, not a person's name. For example: project coordinator."),
            "contact_email": _("An address of the project, which stays when people change."),
            "is_public": _("Anyone may read the project's page."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["funder"].queryset = Organisation.objects.filter(
            kind=Organisation.Kind.AUTHORITY
        ).by_name() | Organisation.objects.filter(pk=self.instance.funder_id)
        for name in ("network", "predecessor"):
            fields[name].queryset = Project.objects.exclude(pk=self.instance.pk).by_name()
        fields["programme"].queryset = Programme.objects.order_by(Lower(shown("name")))
        fields["regions"].queryset = regions(None)
        for name in ("funder", "network", "predecessor", "programme"):
            fields[name].empty_label = _("Not stated")
        fields["contact_phone"].validators.append(_PHONE)


class StateForm(forms.Form):
    """The next state of a project: only those that may follow its own are offered."""

    state = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Since"), help_text=_("The day of the decision or event."), widget=DayInput, required=True
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept in the history with your name and the day. It is not shown in public."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        initial = {"on": timezone.localdate(), "seen": project.state}
        super().__init__(*args, **{"initial": initial, **kwargs})
        fields: dict[str, Any] = self.fields
        offered = [(state.value, str(state.label).capitalize()) for state in following(project.state)]
        fields["state"].choices = offered
        # A page that stood open while somebody else changed the state is told so by the service.
        sent = self.data.get("state") if self.is_bound else None
        if sent in Project.State.values and sent not in dict(offered):
            fields["state"].choices = [*offered, (sent, str(Project.State(sent).label).capitalize())]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day cannot be in the future: change the state when it comes."))
        return day


class CloneForm(TranslatedForm):
    """The name and the first day of a project made after another."""

    TEXTS = ("name",)
    EXTRA = ("starts_on",)

    class Meta:
        model = Project
        fields = [*columns("name"), "starts_on"]
        widgets: ClassVar[dict[str, Any]] = {"starts_on": DayInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "starts_on": _("Days of milestones and deliverables move by as much as the first day does."),
        }
