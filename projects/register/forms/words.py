"""What the forms share: texts in three languages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from yhes.common.words import LANGUAGES

IN_LANGUAGE = {
    "fi": _("%(field)s in Finnish"),
    "sv": _("%(field)s in Swedish"),
    "en": _("%(field)s in English"),
}


def columns(*fields: str) -> list[str]:
    """ "name" → ["name_fi", "name_sv", "name_en"]"""
    return [f"{field}_{code}" for field in fields for code in LANGUAGES]


class SeenField(forms.IntegerField):
    """Hidden: the newest change that was on the page, so that nobody overwrites what they have not seen."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)


class TranslatedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form over a model with translated fields; `TEXTS` names them, `rows` shows them in threes.

    It never saves: `facts` is what the services take.
    """

    TEXTS: Sequence[str] = ()
    EXTRA: Sequence[str] = ()  # fields that are no columns of the model

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in self.TEXTS:
            label = capfirst(str(self._meta.model._meta.get_field(text).verbose_name))
            for code in LANGUAGES:
                field = self.fields[f"{text}_{code}"]
                field.label = str(IN_LANGUAGE[code]) % {"field": label}
                field.widget.attrs["lang"] = code
                if isinstance(field.widget, forms.Textarea):
                    field.widget.attrs["rows"] = 3

        self._limit_numbers()

    def _limit_numbers(self) -> None:
        """To what their columns hold, as the instance is not cleaned here."""
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField) and name not in self.EXTRA:
                field.validators.extend(self._meta.model._meta.get_field(name).validators)

    def _post_clean(self) -> None:
        """The instance stays as it is in the database: the services set it and check its rules."""

    @property
    def rows(self) -> dict[str, list[forms.BoundField]]:
        """Text → its fields in Finnish, Swedish and English, for one row of three."""
        return {text: [self[f"{text}_{code}"] for code in LANGUAGES] for text in self.TEXTS}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.EXTRA}
