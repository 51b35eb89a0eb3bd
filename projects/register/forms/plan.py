"""Objectives, measures, results and work packages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Measure, Objective, Organisation, Project, Result, WorkPackage
from yhes.common.forms import SeveralRows

PLAN_MODELS = {"objective": Objective, "measure": Measure, "result": Result, "work-package": WorkPackage}
_COMMON = [*columns("title", "description"), "order"]


class _PlanForm(TranslatedForm):
    TEXTS = ("title", "description")
    EXTRA = ("co_implementers", "seen")

    seen = SeenField()

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        """project: for a new one; one that exists knows its own."""
        super().__init__(*args, **kwargs)
        project = project or self.instance.project
        fields: dict[str, Any] = self.fields
        if "objective" in fields:
            fields["objective"].queryset = project.objectives.all()
            fields["objective"].empty_label = _("No objective of its own")
        if "co_implementers" in fields:
            _offer_partners(fields["co_implementers"], project)


def _offer_partners(field: Any, project: Project) -> None:
    field.queryset = Organisation.objects.filter(partnerships__project=project).by_name()
    field.help_text = _("Partners of the project. Others are added to them first.")
    field.error_messages["invalid_choice"] = _(
        "One of the chosen organisations is not a partner of this project. Add it to the partners first."
    )


def plan_form(model: type[Any]) -> type[_PlanForm]:
    """The form of one kind of plan item."""
    extra = {
        Measure: ["objective"],
        Result: ["objective"],
        WorkPackage: ["co_implementers"],
    }.get(model, [])
    made: type[Any] = forms.modelform_factory(
        model,
        form=_PlanForm,
        fields=[*_COMMON, *extra],
        widgets={"co_implementers": forms.CheckboxSelectMultiple},
        field_classes={"co_implementers": SeveralRows},
    )
    return made
