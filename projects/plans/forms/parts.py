"""The parts of a plan. Each form knows its plan: it offers that plan's aims and people alone."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.plans import people
from projects.plans.models import KEPT, Action, ActionPlan, Aim, Indicator, Reading, SteppingStone
from projects.plans.models.plans import FIRST_YEAR, LAST_YEAR
from projects.register.forms.words import SeenField, TranslatedForm, columns


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _PartForm(TranslatedForm):
    """plan: given for a new part; one that exists knows its own."""

    TEXTS: tuple[str, ...] = ("title",)
    EXTRA: tuple[str, ...] = ("seen",)

    seen = SeenField()

    def __init__(
        self,
        *args: Any,
        plan: ActionPlan | None = None,
        naming: people.Naming | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan or self.instance.plan
        if "aim" in self.fields:
            self._offer_aims()

    def _offer_aims(self) -> None:
        field = self.fields["aim"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Aim.objects.filter(KEPT).filter(plan=self.plan)
        field.empty_label = None if field.required else str(_("The whole plan"))


class AimForm(_PartForm):
    class Meta:
        model = Aim
        fields = [*columns("title"), "order"]
        help_texts: ClassVar[dict[str, Any]] = {"order": _("The smallest number comes first.")}


class ActionForm(_PartForm):
    """`responsible_id` is the key as text, as the trail keeps it: so two people's changes can be compared."""

    responsible_id = forms.ChoiceField(
        label=_("Responsible person"),
        help_text=_("Somebody with an account: the action then stands among their own things to do."),
        required=False,
    )
    field_order = (*columns("title"), "aim", "responsible_id", "role", "due_on", "note")

    class Meta:
        model = Action
        fields = [*columns("title"), "aim", "role", "due_on", "note"]
        widgets: ClassVar[dict[str, Any]] = {
            "due_on": DayInput,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar[dict[str, Any]] = {"role": _("Or a role")}
        help_texts: ClassVar[dict[str, Any]] = {
            "role": _("When the person has no account: what they are, such as “principal”. No names."),
        }

    def __init__(self, *args: Any, naming: people.Naming | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["responsible_id"] = self.instance.responsible_id
        known = naming.choices(people.candidates(self.plan)) if naming else []
        present = self.instance.responsible
        if naming and present and str(present.pk) not in dict(known):
            known.append((str(present.pk), naming.name(present)))
        field = self.fields["responsible_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Nobody yet"))), *known]

    @property
    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data["responsible_id"]
        return {**super().facts, "responsible_id": int(chosen) if chosen else None}


class StoneForm(_PartForm):
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("By the end of which this is to be true."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    field_order = ("year", *columns("title"), "aim", "is_reached")

    class Meta:
        model = SteppingStone
        fields = ["year", *columns("title"), "aim", "is_reached"]


class IndicatorForm(_PartForm):
    class Meta:
        model = Indicator
        fields = [
            *columns("title"), "aim", "objective", "unit", "direction", "baseline", "target", "target_to",
            "order",
        ]  # fmt: skip
        localized_fields = ("baseline", "target", "target_to")
        help_texts: ClassVar[dict[str, Any]] = {
            "objective": _(
                "Which of the project's goals it measures. Of the whole project's plan it then "
                "stands under the goal on the public page too, once the plan is published."
            ),
            "baseline": _("Where it stood when the plan began."),
            "target_to": _("Only when between two values is best."),
            "order": _("The smallest number comes first."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["objective"].queryset = self.plan.project.objectives.all()
        fields["objective"].empty_label = _("None of them")
        if not fields["objective"].queryset.exists():
            del self.fields["objective"]


class ReadingForm(_PartForm):
    TEXTS = ()

    class Meta:
        model = Reading
        fields = ["indicator", "read_on", "value", "source", "note", "link"]
        localized_fields = ("value",)
        widgets: ClassVar[dict[str, Any]] = {"read_on": DayInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "note": _("Where the figure is from, so that somebody else can check it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["indicator"].queryset = Indicator.objects.filter(KEPT, plan=self.plan)
        fields["indicator"].empty_label = None
        fields["value"].required = True
        by_hand = [choice for choice in Reading.Source.choices if choice[0] != Reading.Source.SURVEY]
        fields["source"].choices = by_hand
        fields["link"].assume_scheme = "https"


FORMS: Final[dict[str, type[_PartForm]]] = {
    "aim": AimForm,
    "action": ActionForm,
    "stepping-stone": StoneForm,
    "indicator": IndicatorForm,
    "reading": ReadingForm,
}
