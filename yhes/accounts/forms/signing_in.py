"""allauth's sign-in forms with the portal's labels (settings.ACCOUNT_FORMS names them)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NEW_PASSWORD_HINT = _("At least 12 characters. A sentence of your own works well.")


def _name(field: forms.Field, label: StrOrPromise, hint: StrOrPromise = "") -> None:
    """Label above, hint below; a placeholder would vanish when it is needed."""
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)


def _name_code(field: forms.Field, label: StrOrPromise) -> None:
    _name(field, label)
    field.widget.attrs.update({"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"})


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["login"], _("E-mail address"))
        _name(self.fields["password"], _("Password"))


class RequestLoginCodeForm(allauth.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("E-mail address"))


class ConfirmLoginCodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"], _("Code from the e-mail"))


class ConfirmPasswordResetCodeForm(allauth.ConfirmPasswordResetCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"], _("Code from the e-mail"))


class ConfirmEmailVerificationCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"], _("Code from the e-mail"))


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("E-mail address"))


class _NewPasswordOnce:
    """One field is enough: a mistyped password is mended with a code by e-mail."""

    fields: dict[str, forms.Field]

    def _ask_once(self) -> None:
        del self.fields["password2"]
        _name(self.fields["password1"], _("New password"), _NEW_PASSWORD_HINT)


class ResetPasswordKeyForm(_NewPasswordOnce, allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_once()


class SetPasswordForm(_NewPasswordOnce, allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_once()


class ChangePasswordForm(_NewPasswordOnce, allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_once()
        _name(self.fields["oldpassword"], _("Present password"))


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["password"], _("Password"))


class AddEmailForm(allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("New e-mail address"))
