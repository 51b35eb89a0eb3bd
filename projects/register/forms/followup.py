"""What a coordinator follows up: milestones, deliverables, risks and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.forms.projects import DayInput
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Decision, Deliverable, Milestone, Project, Risk

_LIKELIHOOD = (
    (1, _("1 – very unlikely")), (2, _("2 – unlikely")), (3, _("3 – possible")), (4, _("4 – likely")),
    (5, _("5 – almost certain")),
)  # fmt: skip
_IMPACT = (
    (1, _("1 – hardly any")), (2, _("2 – minor")), (3, _("3 – considerable")), (4, _("4 – serious")),
    (5, _("5 – endangers the project")),
)  # fmt: skip
_DONE_ON = _("Only when the state is done.")


class FollowUpForm(TranslatedForm):
    """The form of one followed-up thing; `facts` is what save_followed_up takes."""

    EXTRA: Sequence[str] = ("seen",)
    seen = SeenField()

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        """project: for a new one; one that exists knows its own."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "work_package" in fields:
            fields["work_package"].queryset = (project or self.instance.project).work_packages.all()
            fields["work_package"].empty_label = _("No work package of its own")

    def _not_to_come(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write a day that has been."))
        return day


class MilestoneForm(FollowUpForm):
    TEXTS = ("title", "description")

    class Meta:
        model = Milestone
        fields = [*columns("title", "description"), "due_on", "state", "done_on", "visibility"]
        widgets: ClassVar[dict[str, Any]] = {"due_on": DayInput, "done_on": DayInput}
        labels: ClassVar[dict[str, Any]] = {"done_on": _("Reached on")}
        help_texts: ClassVar[dict[str, Any]] = {
            "done_on": _DONE_ON,
            "visibility": _("What everyone sees stands on the project's public timeline."),
        }

    def clean_done_on(self) -> date | None:
        return self._not_to_come("done_on")


class DeliverableForm(FollowUpForm):
    TEXTS = ("title", "description")

    class Meta:
        model = Deliverable
        fields = [
            *columns("title", "description"),
            *("work_package", "due_on", "state", "done_on", "address", "visibility"),
        ]
        widgets: ClassVar[dict[str, Any]] = {"due_on": DayInput, "done_on": DayInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "done_on": _DONE_ON,
            "address": _("Where it is to be found, if it is on the web."),
            "visibility": _("What everyone sees is listed on the project's public page."),
        }

    def clean_done_on(self) -> date | None:
        return self._not_to_come("done_on")


class RiskForm(FollowUpForm):
    likelihood = forms.TypedChoiceField(label=_("Likelihood"), choices=_LIKELIHOOD, coerce=int, initial=3)
    impact = forms.TypedChoiceField(label=_("Impact"), choices=_IMPACT, coerce=int, initial=3)

    class Meta:
        model = Risk
        fields = (
            "title", "description", "likelihood", "impact", "owner", "mitigation", "review_on", "state",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "review_on": DayInput,
            "description": forms.Textarea(attrs={"rows": 3}),
            "mitigation": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "owner": _("The role that answers for it."),
            "review_on": _("On that day it is among the things to do."),
        }


class DecisionForm(FollowUpForm):
    class Meta:
        model = Decision
        fields = ("decided_on", "decided_by", "title", "reason", "reference")
        widgets: ClassVar[dict[str, Any]] = {
            "decided_on": DayInput,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("In one sentence."),
            "reference": _("For example: minutes of the steering group 3/2026, item 5."),
        }

    def clean_decided_on(self) -> date | None:
        return self._not_to_come("decided_on")
