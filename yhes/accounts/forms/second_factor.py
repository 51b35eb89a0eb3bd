"""allauth's second-factor forms with the portal's labels (settings.MFA_FORMS names them)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NAME_LENGTH = 60


def _ask_code(field: forms.Field, *, hint: StrOrPromise) -> None:
    field.label = _("Code")
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"inputmode": "numeric", "spellcheck": "false"})


class AuthenticateForm(base.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], hint=_("Six digits from the app, or one of your recovery codes."))


class ReauthenticateForm(base.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], hint=_("Six digits from the app, or one of your recovery codes."))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], hint=_("Six digits that the app shows now."))


def _ask_name(field: forms.Field, *, hint: StrOrPromise = "") -> None:
    """allauth keeps a name of any length; a list of passkeys is readable with short ones only."""
    field.label = _("Name of the passkey")
    field.help_text = hint
    field.widget.attrs["maxlength"] = NAME_LENGTH
    message = _("Give the passkey a shorter name: at most %(limit_value)d characters.")
    field.validators.append(MaxLengthValidator(NAME_LENGTH, message))


class CredentialField(forms.JSONField):
    """Also what Python's parser gives up on (numbers and nesting without end) is simply not valid."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": ""}
            ) from error


class LoginWebAuthnForm(webauthn.LoginWebAuthnForm):
    credential = CredentialField()


class ReauthenticateWebAuthnForm(webauthn.ReauthenticateWebAuthnForm):
    credential = CredentialField()


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_name(self.fields["name"], hint=_("For you to recognise it, for example “work phone”."))
        self.fields["passwordless"].label = _("I also want to sign in with it, without a password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for your fingerprint, face or PIN. Leave this out if it has none of them."
        )
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_name(self.fields["name"])
