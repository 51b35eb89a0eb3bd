"""A school's partnership with a workplace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.organisations import BusinessIdField
from projects.register.forms.words import SeenField
from projects.register.models import EmployerPartnership, Organisation, Project
from projects.register.models.organisations import validate_business_id
from projects.register.services.employers import people_for
from yhes.accounts.models import User


class EmployerForm(forms.ModelForm):  # type: ignore[type-arg]  # not at run time
    """`facts` is what services.change_employer takes; it never saves."""

    seen = SeenField()

    class Meta:
        model = EmployerPartnership
        fields = (
            "stage", "owner", "deputy", "has_apprenticeships", "has_training_agreements",
            "other_agreement", "last_contact_on", "next_step", "next_step_on",
        )  # fmt: skip

    def __init__(self, *args: Any, project: Project, school: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.order_by("name", "pk")
        if school is not None:
            people = people.filter(pk__in=people_for(project, school).values("user"))
        else:
            people = people.filter(memberships__project=project).distinct()
        for name in ("owner", "deputy"):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = people, _("Nobody yet")

    def _post_clean(self) -> None:
        """The instance stays as it is in the database: the services set it and check its rules."""

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class NewEmployerForm(EmployerForm):
    school: Any = forms.ModelChoiceField(label=_("School or provider"), queryset=Organisation.objects.none())
    workplace = forms.CharField(label=_("Workplace"), max_length=200)
    business_id = BusinessIdField(
        label=_("Business ID"),
        help_text=_("A workplace that is in the register is found by it, or by its whole name."),
        max_length=20,
        required=False,
        validators=[validate_business_id],
    )

    field_order = ("school", "workplace", "business_id")

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, school=None, **kwargs)
        field: Any = self.fields["school"]
        field.queryset, field.empty_label = schools, None
