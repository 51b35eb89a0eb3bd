"""What the editor's forms share: texts in three languages beside each other, and who saved first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from projects.register.forms.words import IN_LANGUAGE
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.checks import MAX_WORDING
from surveys.services.drafting import DraftChanged
from yhes.common.words import LANGUAGES

Document = dict[str, Any]


def digest(thing: object) -> str:
    """Tells two states of a thing apart."""
    return hashlib.sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()[:16]


class ThingForm(forms.Form):
    """A form about one thing of a draft: the whole, a section, a question.

    Who sends it has seen the thing in some state. If it is another by now, nothing is valid: the person
    keeps what is written, sees in `saved_now` what somebody else wrote, and may save again.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, draft: QuestionnaireDraft, thing: object, initial: Mapping[str, Any]
    ) -> None:
        now = digest(thing)
        self.is_outdated = data is not None and data.get("seen") != now
        if self.is_outdated:
            data = data.copy()
            data["seen"] = now
        super().__init__(data, initial={**initial, "seen": now})
        self.draft = draft

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_outdated:
            raise ValidationError(str(DraftChanged(self.draft)))
        return cleaned

    @property
    def saved_now(self) -> list[dict[str, str]]:
        """Label and text of what is saved and differs from what is written here; empty unless it matters."""
        if not self.is_outdated:
            return []
        pairs = [(field, str(self.get_initial_for_field(field.field, field.name) or "")) for field in self]
        return [
            {"label": str(field.label), "text": saved or "–"}
            for field, saved in pairs
            if not field.is_hidden and str(field.value() or "").replace("\r\n", "\n") != saved
        ]

    def add_words(self, name: str, label: str | Promise, *, lines: int = 1, hint: str | Promise = "") -> None:
        """A field for each language; their row is `row(name)`."""
        for code in LANGUAGES:
            attrs: dict[str, Any] = {"lang": code}
            widget = (
                forms.Textarea(attrs={**attrs, "rows": lines}) if lines > 1 else forms.TextInput(attrs=attrs)
            )
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=str(IN_LANGUAGE[code]) % {"field": label},
                max_length=MAX_WORDING,
                required=False,
                widget=widget,
            )
        self.__dict__.setdefault("labels", {})[name] = (label, hint)

    def row(self, name: str) -> dict[str, Any]:
        """One text: its label, its hint and its fields in Finnish, Swedish and English."""
        label, hint = self.__dict__["labels"][name]
        return {"label": label, "hint": hint, "fields": [self[f"{name}_{code}"] for code in LANGUAGES]}

    def words(self, name: str) -> Document | None:
        """What was written, by language; None where nothing was."""
        written = {code: plain(self.cleaned_data.get(f"{name}_{code}", "")) for code in LANGUAGES}
        return {code: words for code, words in written.items() if words} or None


def plain(text: str) -> str:
    """Text as a document has it: lines end with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def initial_words(name: str, words: Mapping[str, str] | None) -> dict[str, str]:
    """What the fields of one text begin with."""
    return {f"{name}_{code}": (words or {}).get(code, "") for code in LANGUAGES}
