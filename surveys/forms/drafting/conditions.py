"""Of whom a question is asked: answers ticked from the questions before it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.forms.drafting.choices import CORE
from surveys.forms.drafting.editing import Document, ThingForm
from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.conditions import (
    ALL,
    ANSWERED,
    ANY,
    UNANSWERED,
    Ticks,
    condition_of,
    ticks_of,
)
from surveys.questionnaire.drafts.core import asks_else
from surveys.questionnaire.drafts.mistakes import is_closed, options_of
from surveys.questionnaire.drafts.places import Placed, find, placed


class ConditionForm(ThingForm):
    """A box for each answer to each earlier question with options; nothing ticked: everybody is asked."""

    def __init__(self, data: Any, *, draft: QuestionnaireDraft, found: Placed) -> None:
        self.found = found
        condition = found.part.get("show_if")
        ticks = ticks_of(condition)
        self.is_complex = ticks is None
        picks = ticks.picks if ticks else {}
        initial = {f"answers-{code}": sorted(picked) for code, picked in picks.items()}
        initial["join"] = ticks.join if ticks else ALL  # type: ignore[assignment]
        super().__init__(data, draft=draft, thing=condition or {}, initial=initial)
        self.earlier = list(_earlier(draft.document, found.code))
        self.fields["join"] = forms.ChoiceField(
            label=_("If answers to several questions are ticked"),
            widget=forms.RadioSelect,
            required=False,
            choices=[(ALL, _("all of them must fit")), (ANY, _("one of them is enough"))],
        )
        for number, part in enumerate(self.earlier, start=1):
            self.fields[f"answers-{part['code']}"] = forms.MultipleChoiceField(
                label=f"{number}. {shown_words(part.get('text')) or part['code']}",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=_answers(part, draft.document),
            )

    @property
    def questions(self) -> list[dict[str, Any]]:
        """One entry a question: its field, and whether anything of it is ticked or wrong."""
        fields = [self[f"answers-{part['code']}"] for part in self.earlier]
        return [{"field": field, "is_open": bool(field.value() or field.errors)} for field in fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        core = self.draft.core.document if self.draft.core else None
        original = next((each.part for each in placed(core or {}) if each.code == self.found.code), None)
        if core and original is not None and not self.errors:
            part = find(self.changed_document, self.found.code).part
            if asks_else(part, self.draft.document, original, core):
                raise forms.ValidationError(str(CORE))
        return cleaned

    @property
    def changed_document(self) -> Document:
        """The draft's document with the condition that was ticked."""
        data = self.cleaned_data
        picks = {part["code"]: frozenset(data.get(f"answers-{part['code']}", ())) for part in self.earlier}
        condition = condition_of(Ticks(data.get("join") or ALL, picks))
        return changes.with_condition(self.draft.document, self.found.code, condition)


def _earlier(document: Document, code: str) -> list[Document]:
    found = []
    for each in placed(document):
        if each.code == code:
            break
        if is_closed(each.part) and options_of(each.part, document) and each.section != "-":
            found.append(each.part)
    return found


def _answers(part: Document, document: Document) -> list[tuple[str, str]]:
    options = [
        (str(option["value"]), shown_words(option.get("label")) or str(option["value"]))
        for option in options_of(part, document)
    ]
    return [*options, (ANSWERED, _("answered in any way")), (UNANSWERED, _("not answered, or not asked"))]
