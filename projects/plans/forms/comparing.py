"""Agreeing to be compared: a box that is ticked by hand each time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AgreementForm(forms.Form):
    agreed = forms.BooleanField(
        label=_("We agree that others who agreed to the same indicator see this one with our name"),
        error_messages={"required": _("Tick the box if your organisation agrees.")},
    )
