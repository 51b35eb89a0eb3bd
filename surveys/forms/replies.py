"""What was done about the results: the reply in three languages, and its actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from projects.register.forms.words import IN_LANGUAGE, SeenField
from surveys.models import FeedbackAction, FeedbackReply
from surveys.presenting.replies import about_choices
from surveys.questionnaire import Questionnaire
from surveys.services.replies import LONGEST_ACTION, LONGEST_TEXT, MOST_ACTIONS, ActionFacts
from yhes.common.words import LANGUAGES, Words

NEW_ROWS = 2  # empty places for actions that are to be added


def _in_languages(label: Any, longest: int, *, rows: int = 0) -> dict[str, forms.CharField]:
    widget = forms.Textarea if rows else forms.TextInput
    size = {"rows": rows} if rows else {}
    return {
        code: forms.CharField(
            label=str(IN_LANGUAGE[code]) % {"field": label},
            max_length=longest,
            required=False,
            widget=widget(attrs={"lang": code, **size}),
        )
        for code in LANGUAGES
    }


class ReplyForm(forms.Form):
    """The reply itself. `shape` is what the services take of it."""

    seen = SeenField()
    is_public = forms.BooleanField(
        label=gettext_lazy("Show the reply on the public results page, too"), required=False
    )

    def __init__(
        self, data: Any = None, *, reply: FeedbackReply | None, seen: int, may_be_public: bool
    ) -> None:
        text: Mapping[str, str] = reply.text if reply else {}
        known: dict[str, Any] = {f"text_{code}": text.get(code, "") for code in LANGUAGES}
        known |= {"seen": seen, "is_public": bool(reply and reply.is_public)}
        super().__init__(data, initial=known)
        for code, field in _in_languages(gettext("Reply"), LONGEST_TEXT, rows=6).items():
            self.fields[f"text_{code}"] = field
        if not may_be_public:
            del self.fields["is_public"]

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code in LANGUAGES]

    @property
    def text(self) -> Words:
        data = self.cleaned_data
        return Words(fi=data["text_fi"], sv=data["text_sv"], en=data["text_en"])


class ActionForm(forms.Form):
    """One action. Left without words it is none; ticked as removed it is none either."""

    TEXTS: ClassVar[dict[str, Any]] = {
        "what": gettext_lazy("What is done"),
        "responsible": gettext_lazy("Whose task it is"),
    }
    by_when = forms.DateField(
        label=gettext_lazy("By when"), required=False, widget=forms.DateInput(attrs={"inputmode": "numeric"})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=FeedbackAction.State.choices,
        initial=FeedbackAction.State.PLANNED,
        required=False,
    )
    about = forms.ChoiceField(label=gettext_lazy("Answers to"), required=False)
    is_removed = forms.BooleanField(label=gettext_lazy("Remove this action"), required=False)

    def __init__(self, *args: Any, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.TEXTS.items():
            for code, field in _in_languages(label, LONGEST_ACTION).items():
                self.fields[f"{name}_{code}"] = field
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """What and whose, each in Finnish, Swedish and English."""
        return [[self[f"{name}_{code}"] for code in LANGUAGES] for name in self.TEXTS]

    @property
    def placing(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "by_when", "about")]

    def words(self, name: str) -> Words:
        data = self.cleaned_data
        return Words(fi=data[f"{name}_fi"], sv=data[f"{name}_sv"], en=data[f"{name}_en"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        told = any(data.get(f"responsible_{code}") for code in LANGUAGES) or data.get("by_when")
        if told and not data.get("is_removed") and not any(data.get(f"what_{code}") for code in LANGUAGES):
            self.add_error("what_fi", gettext("Write what is done, in at least one language."))
        return data

    @property
    def facts(self) -> ActionFacts | None:
        """None: an empty place, or one to be removed."""
        data = self.cleaned_data
        what = self.words("what")
        if data["is_removed"] or not any(what.values()):
            return None
        state = data["state"] or FeedbackAction.State.PLANNED
        return ActionFacts(what, self.words("responsible"), data["by_when"], state, data["about"])


class ActionFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not at run time
    @property
    def facts(self) -> list[ActionFacts]:
        return [facts for form in self.forms if (facts := form.facts)]


def actions_formset(data: Any, *, reply: FeedbackReply | None, asked: Questionnaire) -> ActionFormSet:
    """The actions there are, and empty places for new ones."""
    known = [_initial(action) for action in reply.actions.all()] if reply else []
    choices = [("", gettext("The results as a whole")), *about_choices(asked)]
    made = forms.formset_factory(
        ActionForm,
        formset=ActionFormSet,
        extra=min(NEW_ROWS, MOST_ACTIONS - len(known)),
        max_num=MOST_ACTIONS,
        validate_max=True,
    )
    shown = made(data, initial=known, prefix="actions", form_kwargs={"choices": choices})
    assert isinstance(shown, ActionFormSet)
    return shown


def _initial(action: FeedbackAction) -> dict[str, Any]:
    texts = {
        f"{name}_{code}": getattr(action, name).get(code, "")
        for name in ActionForm.TEXTS
        for code in LANGUAGES
    }
    return {**texts, "by_when": action.by_when, "state": action.state, "about": action.about}
