"""One outcome of a workshop."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import TranslatedForm, columns
from projects.workshops.models import Outcome

_CODE = RegexValidator(r"^[\w-]+\Z", _("Use letters, digits and hyphens only."))


class OutcomeForm(TranslatedForm):
    TEXTS = ("text",)

    theme = forms.CharField(
        label=_("Theme"),
        help_text=_("A short code, such as that of the survey's dimension (OS). Same code, same theme."),
        max_length=20,
        validators=[_CODE],
        required=False,
    )

    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("For a stepping stone: by when it is to be reached."),
        min_value=2000,
        max_value=2100,
        required=False,
    )

    class Meta:
        model = Outcome
        fields = ["kind", *columns("text"), "theme", "year", "is_quote"]
        help_texts: ClassVar[dict[str, Any]] = {
            "is_quote": _("Then it may be quoted as it stands, without a name."),
        }
