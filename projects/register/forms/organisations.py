"""Organisations, their units and their headcounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register import business_id
from projects.register.filters import regions
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Organisation, Partnership, Unit
from projects.register.models.organisations import validate_business_id


class BusinessIdField(forms.CharField):
    """What was typed, in the official form where that is evident."""

    def to_python(self, value: Any) -> str:
        return business_id.normalise(super().to_python(value) or "")


TEXTS = ("name", "trade_name")
IDENTITY = ("kind", "legal_form", "business_id", "provider")  # who the organisation is in law


class OrganisationForm(TranslatedForm):
    TEXTS = TEXTS
    EXTRA: Sequence[str] = ("role", "seen")

    seen = SeenField()
    business_id = BusinessIdField(
        label=_("Business ID"),
        help_text=_("In the form 1234567-8. A school has none of its own: choose its provider instead."),
        max_length=20,
        required=False,
        validators=[validate_business_id],
    )
    role = forms.ChoiceField(label=_("Role in the project"), choices=Partnership.Role.choices)

    class Meta:
        model = Organisation
        fields = [
            *columns(*TEXTS), "kind", "legal_form", "business_id", "provider", "region", "website",
        ]  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "provider": _("For a school: the legal body that provides it."),
        }

    def __init__(
        self, *args: Any, with_role: bool = False, with_identity: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        legal_bodies = Organisation.objects.filter(provider__isnull=True).exclude(
            kind=Organisation.Kind.SCHOOL
        )
        fields["provider"].queryset = legal_bodies.exclude(pk=self.instance.pk).by_name()
        fields["provider"].empty_label = _("None: a legal body itself")
        fields["region"].queryset = regions(None)
        fields["region"].empty_label = _("Not stated")
        fields["legal_form"].choices = [("", _("Not stated")), *Organisation.LegalForm.choices]
        fields["website"].assume_scheme = "https"
        for name in (*(() if with_role else ("role",)), *(() if with_identity else IDENTITY)):
            del fields[name]


class UnitForm(TranslatedForm):
    TEXTS = ("name",)
    EXTRA = ("seen",)

    seen = SeenField()

    class Meta:
        model = Unit
        fields = [*columns("name"), "headcount"]
        help_texts: ClassVar[dict[str, Any]] = {
            "headcount": _("How many people work in the unit. Leave empty if you do not know."),
        }
