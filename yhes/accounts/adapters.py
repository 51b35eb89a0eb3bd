"""How the portal differs from allauth's defaults: its words, its letters, its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_from_path, gettext, override
from django.utils.translation import gettext_lazy as _

from yhes.accounts import access, letters
from yhes.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_TOO_MANY = _("Too many attempts. Wait five minutes and try again.")
_WRONG_CODE = _("That code is not right. Check it and type it again, or ask for a new one.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only; whoever has a second factor confirms with it."""

    error_messages: ClassVar[dict[str, StrOrPromise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account has been closed."),
        "duplicate_email": _("This is already the address of your account."),
        "email_password_mismatch": _(
            "The address and the password do not belong together. Check both, or sign in with a code."
        ),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("The password is not right. Try again."),
        "invalid_login": _("Sign-in did not succeed. Check what you typed."),
        "too_many_login_attempts": _TOO_MANY,
        "unknown_email": _("There is no account for this address."),
        "same_as_current": _("This is already in use. Type a new one."),
        "rate_limited": _("Too many requests. Wait a moment and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with override(access.person(request).language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return reverse("accounts:profile")
        return reverse("account_login")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **options: Any) -> HttpResponse:
        """After signing in, pages are in the person's own language, wherever they were going."""
        response: HttpResponse = super().post_login(request, user, **options)
        if isinstance(response, HttpResponseRedirect) and isinstance(user, User):
            return HttpResponseRedirect(_in_language(response.url, user.language))
        return response

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """A password alone does not confirm for those who have a second factor."""
        methods = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = [{**method, "description": words[method["id"]]} for method in methods]
        if isinstance(user, User) and access.has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.send(template_prefix, email=email, context=context, signed_in=_signed_in(self.request))


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, StrOrPromise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("That code is not right. Wait for the app's next code and type it."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey") if not count else gettext("Passkey %d") % (count + 1)


def _in_language(url: str, language: str) -> str:
    """The same page in the language; an address is only understood under its own language."""
    with override(get_language_from_path(urlsplit(url).path) or get_language()):
        return translate_url(url, language)


def _signed_in(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None
