"""A plan's own words, and whose plan a new one is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.plans.models import ActionPlan
from projects.register import access as register
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Organisation, Project, Role
from yhes.accounts.models import User


class PlanForm(TranslatedForm):
    TEXTS = ("title", "vision")
    EXTRA: tuple[str, ...] = ("seen",)

    seen = SeenField()

    class Meta:
        model = ActionPlan
        fields = columns("title", "vision")


class NewPlanForm(PlanForm):
    """Coordinators choose whose plan it is; a contact makes one for an own organisation."""

    EXTRA = ("seen", "organisation")

    organisation: Any = forms.ModelChoiceField(
        label=_("Whose plan"), queryset=Organisation.objects.none(), required=False
    )
    field_order = ("organisation",)

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        partners = Organisation.objects.filter(partnerships__project=project)
        if register.is_coordinator(user, project):
            field.queryset = partners.by_name()
            field.empty_label = str(_("The whole project"))
            return
        own = register.organisations_of(user, project, Role.CONTACT)
        field.queryset = partners.filter(pk__in=own).by_name()
        field.required, field.empty_label = True, None
