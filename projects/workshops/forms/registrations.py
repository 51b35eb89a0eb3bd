"""Coming to an event, and changing what was said."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangeForm(forms.Form):
    """What a person may change by the personal link."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        required=False,
    )


class EraseForm(forms.Form):
    """Somebody who asks to be forgotten."""

    email = forms.EmailField(
        label=_("E-mail address to erase"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class RegistrationForm(ChangeForm):
    """Checks nothing about who has registered already: the answer would tell it to anybody."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The confirmation and your personal link are sent here."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("name", "email", "organisation")
