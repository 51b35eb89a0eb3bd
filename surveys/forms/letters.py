"""The coordinator's own words in survey letters, and which letter to try."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from projects.register.forms.words import IN_LANGUAGE
from surveys.models import Round
from surveys.services.invitations import wording
from yhes.common.words import LANGUAGES, Words, of_field


class LettersForm(forms.Form):
    """Two texts in three languages; all of them may stay empty."""

    TEXTS = {
        "greeting": gettext_lazy("Own words in the first letter"),
        "reminder": gettext_lazy("Own words in reminders"),
    }

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        texts = {name: of_field(round_, name) for name in self.TEXTS}
        known = {f"{name}_{code}": text for name, words in texts.items() for code, text in words.items()}
        super().__init__(data, initial=known)
        for name, label in self.TEXTS.items():
            for code in LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=str(IN_LANGUAGE[code]) % {"field": label},
                    max_length=wording.LONGEST,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Text by text: its fields in Finnish, Swedish and English."""
        return [
            {"label": label, "fields": [self[f"{name}_{code}"] for code in LANGUAGES]}
            for name, label in self.TEXTS.items()
        ]

    def words(self, name: str) -> Words:
        data = self.cleaned_data
        return Words(fi=data[f"{name}_fi"], sv=data[f"{name}_sv"], en=data[f"{name}_en"])


class TestLetterForm(forms.Form):
    """Which of the letters to send to oneself."""

    template = forms.ChoiceField(choices=[(name, name) for name in wording.FIELDS])
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES])
