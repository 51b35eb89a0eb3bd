"""allauth's second-factor pages, where the portal does one thing more.

Setting up a factor proves it, so the session counts as confirmed; removing the last one takes
that back; and whoever was sent here is led back to where they were going.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from yhes.accounts import access


class SecondFactors(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_ready = access.has_second_factor(access.person(self.request))
        was_sent_here = access.RETURN_KEY in self.request.session
        return {
            **context,
            "is_asked_for": was_sent_here and not is_ready,
            "may_go_on": was_sent_here and is_ready,
        }


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        access.remember_second_factor(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        access.remember_second_factor(self.request, Authenticator.Type.WEBAUTHN)
        return response


class DeactivateApp(DeactivateTOTPView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _forget_if_last(self.request)
        return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _forget_if_last(self.request)
        return response


class RecoveryCodes(ViewRecoveryCodesView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "may_go_on": access.RETURN_KEY in self.request.session}


class PasskeySignIn(LoginWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        """As allauth's, and on to where the person was going."""
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = perform_passwordless_login(self.request, passkey, login)
        return response


@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """Back to where the person was going when a second factor was asked for."""
    return redirect(access.take_return_address(request) or settings.LOGIN_REDIRECT_URL)


def _forget_if_last(request: HttpRequest) -> None:
    if not access.has_second_factor(access.person(request)):
        access.forget_second_factor(request)
