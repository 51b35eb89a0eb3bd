"""An action that starts from something found out elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.plans.forms.parts import DayInput
from projects.plans.models import KEPT, Action, ActionPlan, Aim
from projects.register.forms.words import TranslatedForm, columns
from yhes.common.words import LANGUAGES, Words


class AimField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: Any) -> str:
        """ "Yhdessä kehittävä opisto: Kehittämiselle on aikaa"."""
        return f"{obj.plan.title}: {obj.title}"


class StartForm(TranslatedForm):
    """plans: those that the person keeps; title: what was found out, to begin with."""

    TEXTS = ("title",)

    aim = AimField(
        label=_("For which aim"), queryset=Aim.objects.none(), empty_label=None,
    )  # fmt: skip

    class Meta:
        model = Action
        fields = [*columns("title"), "aim", "due_on"]
        widgets: ClassVar[dict[str, Any]] = {"due_on": DayInput}

    def __init__(self, *args: Any, plans: QuerySet[ActionPlan], title: Words, **kwargs: Any) -> None:
        initial = {f"title_{code}": str(title.get(code, ""))[:300] for code in LANGUAGES}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["aim"]
        assert isinstance(field, forms.ModelChoiceField)
        aims = Aim.objects.filter(KEPT, plan__in=plans).select_related("plan")
        field.queryset = aims.order_by("plan", "order", "pk")
