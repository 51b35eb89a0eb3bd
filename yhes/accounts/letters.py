"""allauth's letters in the portal's words, through the portal's queue, in the reader's language."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from yhes.accounts.models import User
from yhes.common.mail import letters

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Letter of allauth → heading, what the code is for, and the setting that says how long it lives.
CODES: Final[dict[str, tuple[StrOrPromise, StrOrPromise, str]]] = {
    "login_code": (
        _("Sign-in code"),
        _("Type this code on the page where you are signing in:"),
        "LOGIN_BY_CODE_TIMEOUT",
    ),
    "password_reset_code": (
        _("Code for a new password"),
        _("Type this code on the page where you asked for a new password:"),
        "PASSWORD_RESET_BY_CODE_TIMEOUT",
    ),
    "email_confirmation": (
        _("Code for confirming your address"),
        _("Type this code on the page that asks for it, so that we know the address is yours:"),
        "EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    ),
}
CODES["email_confirmation_signup"] = CODES["email_confirmation"]

# Letter of allauth → heading and what was changed.
NOTICES: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "password_changed": (_("Your password was changed"), _("The password of your account was changed.")),
    "password_set": (_("A password was set"), _("A password was set for your account.")),
    "password_reset": (
        _("Your password was changed"),
        _("The password of your account was changed with a code sent by e-mail."),
    ),
    "email_changed": (
        _("Your address was changed"),
        _("The address of your account was changed from %(from_email)s to %(to_email)s."),
    ),
    "email_deleted": (
        _("An address was removed"),
        _("The address %(deleted_email)s was removed from your account."),
    ),
    "email_confirm": (_("Your address was confirmed"), _("The address of your account was confirmed.")),
    "totp_activated": (
        _("An authenticator app was taken into use"),
        _("An authenticator app was added to your account as a second factor."),
    ),
    "totp_deactivated": (
        _("The authenticator app was removed"),
        _("The authenticator app was removed from your account."),
    ),
    "webauthn_added": (_("A passkey was added"), _("A passkey was added to your account.")),
    "webauthn_removed": (_("A passkey was removed"), _("A passkey was removed from your account.")),
    "recovery_codes_generated": (
        _("New recovery codes were made"),
        _("New recovery codes were made for your account. The earlier ones no longer work."),
    ),
}


def send(template_prefix: str, *, email: str, context: dict[str, Any], signed_in: User | None) -> None:
    """Queue the letter that allauth calls `template_prefix` ("account/email/login_code").

    signed_in: whose change the letter tells of, when nobody else owns the address. An address to
    which no letter can be sent gets none: the page says the same about it as about an unknown one.
    Raises KeyError for a letter the portal has no words for.
    """
    name = template_prefix.rpartition("/")[2]
    language = _language(email, signed_in)
    with override(language):
        letter, values = _letter(name, email, context)
        with suppress(letters.AddressRefused):
            letters.queue(f"account/{letter}", to=email, language=language, context=values)


def _letter(name: str, email: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Template and values, under the reader's language."""
    if name == "unknown_account":
        return "unknown", {"email": email}
    if name in CODES:
        heading, what, lifetime = CODES[name]
        minutes = getattr(app_settings, lifetime) // 60
        return "code", {
            "subject_words": str(heading),
            "what": str(what),
            "code": context["code"],
            "minutes": minutes,
        }
    heading, what = NOTICES[name]
    return "notice", {
        "subject_words": str(heading),
        "what": str(what) % context,
        "at": timezone.now(),
        "account_url": settings.SITE_URL + reverse("accounts:profile"),
    }


def _language(email: str, signed_in: User | None) -> str:
    address = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    owner = address.user if address else User.objects.filter(email__iexact=email).first() or signed_in
    return owner.language if owner else get_language() or settings.LANGUAGE_CODE
