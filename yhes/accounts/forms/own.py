"""The person's own details, and taking up an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yhes.accounts.models import User


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("This is how others in your projects see you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=User.Language.choices,
        help_text=_("Pages after signing in and the letters we send you are in this language."),
    )


class JoinForm(forms.Form):
    """A new person: a name, and how to sign in from now on. `email` is the invitation's."""

    CODES, PASSWORD = "codes", "password"

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("This is how others in your projects see you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    method = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            (CODES, _("With a code sent to my e-mail each time")),
            (PASSWORD, _("With a password")),
        ],
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_(
            "Only if you chose a password: at least 12 characters. A sentence of your own works well."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("method") == self.PASSWORD:
            self._check_password(values.get("password") or "", values.get("name", ""))
        else:
            values["password"] = None
        return values

    def _check_password(self, password: str, name: str) -> None:
        if not password:
            self.add_error("password", _("Type a password, or choose to sign in with codes."))
            return
        try:
            validate_password(password, User(email=self.email, name=name))
        except ValidationError as error:
            self.add_error("password", error)
