"""What is written at a review: the minutes, and beside each action its state and what is done next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.plans import people
from projects.plans.forms.parts import DayInput
from projects.plans.models import Action, Review
from projects.plans.people import Naming
from projects.plans.reviewing import ActionRow
from projects.register.forms.words import SeenField, TranslatedForm
from yhes.common.words import in_language, of_field

STEP_LENGTH = 300


@dataclass(frozen=True, slots=True)
class ActionFields:
    """An action on the form; the hidden ones say what was on the page."""

    row: ActionRow
    state: forms.BoundField
    step: forms.BoundField
    hidden: tuple[forms.BoundField, forms.BoundField]


class ReviewForm(TranslatedForm):
    """rows: the actions as they are gone through; actions: the same as rows of the database."""

    EXTRA = ("seen", "people")

    seen = SeenField()
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who took part"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Review
        fields = ["held_on", "roles", "minutes", "next_on"]
        widgets: ClassVar[dict[str, Any]] = {
            "held_on": DayInput,
            "next_on": DayInput,
            "minutes": forms.Textarea(attrs={"rows": 10}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "roles": gettext_lazy("Those without an account: what they are, such as “principal”. No names."),
            "next_on": gettext_lazy("Comes into the calendar and among the things to do."),
        }

    def __init__(
        self,
        *args: Any,
        naming: Naming | None = None,
        rows: tuple[ActionRow, ...] = (),
        actions: tuple[Action, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.action_rows, self.actions = rows, {action.pk: action for action in actions}
        present = list(self.instance.people.all())
        known = naming.choices({*people.candidates(self.instance.plan), *present}) if naming else []
        self.initial["people"] = [str(one.pk) for one in present]
        self._kept = {one.pk for one in present} - {int(key) for key, _name in known}
        chooser = self.fields["people"]
        assert isinstance(chooser, forms.MultipleChoiceField)
        chooser.choices = known
        for action in actions:
            self._offer(action)

    def _offer(self, action: Action) -> None:
        """Its state may become what it may become from here; another is refused by the service, in words."""
        key, step = action.pk, self.instance.next_steps.get(str(action.pk), "")
        title = in_language(of_field(action, "title"))
        state = forms.ChoiceField(label=_("State"), choices=Action.State.choices)
        state.widget.attrs["aria-label"] = _("State of “%(title)s”") % {"title": title}
        offered = (action.state, *action.next_states)
        state.widget.choices = [pair for pair in Action.State.choices if pair[0] in offered]
        self.fields[f"state_{key}"] = state
        step_field = forms.CharField(label=_("Next step"), max_length=STEP_LENGTH, required=False)
        step_field.widget.attrs["aria-label"] = _("Next step of “%(title)s”") % {"title": title}
        self.fields[f"step_{key}"] = step_field
        for name in (f"was_{key}", f"had_{key}"):
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial.update({
            f"state_{key}": action.state, f"was_{key}": action.state,
            f"step_{key}": step, f"had_{key}": step,
        })  # fmt: skip

    def _limit_numbers(self) -> None:
        """No number of a column is asked for."""

    @property
    def action_fields(self) -> Iterator[ActionFields]:
        for row in self.action_rows:
            if row.key in self.actions:
                hidden = (self[f"was_{row.key}"], self[f"had_{row.key}"])
                yield ActionFields(row, self[f"state_{row.key}"], self[f"step_{row.key}"], hidden)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def chosen(self) -> set[int]:
        """Who took part, with those whom this reader is not told of."""
        return {int(key) for key in self.cleaned_data["people"]} | self._kept

    @property
    def moves(self) -> dict[int, tuple[str, str]]:
        sent = self.cleaned_data
        return {key: (sent[f"was_{key}"], sent[f"state_{key}"]) for key in self.actions}

    @property
    def steps(self) -> dict[int, str]:
        """Those that were changed on this page; what others wrote meanwhile stays."""
        sent = self.cleaned_data
        changed = (key for key in self.actions if sent[f"step_{key}"] != sent[f"had_{key}"])
        return {key: sent[f"step_{key}"] for key in changed}

    def catch_up(self) -> None:
        """After a refusal: what others have moved meanwhile is shown as it is now, the own text stays."""
        sent: Any = self.data
        data = sent.copy()
        for key, action in self.actions.items():
            if data.get(f"was_{key}") != action.state:
                data[f"was_{key}"] = data[f"state_{key}"] = action.state
        self.data = data
