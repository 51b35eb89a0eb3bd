"""Looking for a question, and taking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import places


def _sections(draft: QuestionnaireDraft) -> list[tuple[str, str]]:
    found = places.sections(draft.document)
    return [(section["code"], shown_words(section.get("title")) or section["code"]) for section in found]


class SearchForm(forms.Form):
    """Words, and the section that what is found would be copied to."""

    q = forms.CharField(label=gettext_lazy("Words of the question"), max_length=200, required=False)
    section = forms.ChoiceField(label=gettext_lazy("Copy to the section"), required=False)

    def __init__(self, *args: Any, draft: QuestionnaireDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = _sections(draft)  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """One question of one version, and where it goes."""

    version = forms.IntegerField(min_value=1, max_value=2**62)
    code = forms.CharField(max_length=64)
    section = forms.ChoiceField()

    def __init__(self, *args: Any, draft: QuestionnaireDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = _sections(draft)  # type: ignore[attr-defined]
