"""The second factor: who has one, whether this session has shown it, and how it is asked for.

Who *must* have one is not decided here: coordinators and administrators are asked by
`yhes.site.middleware`, everybody else by `second_factor_required` where personal data is next.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
RETURN_KEY = "accounts_return_to"  # where the person was going when a second factor was asked for
FRESH_SECONDS = 15 * 60  # as long as a sign-in code lives
DEMO_KEY = "accounts_demo_user"  # who signed in on the demo page with one click

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[SignedInRequest, Parameters], HttpResponse]


def person(request: HttpRequest) -> User:
    """The signed-in person, for views that only signed-in people reach (all but `login_not_required`)."""
    assert isinstance(request.user, User)
    return request.user


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up (recovery codes alone are none)."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was confirmed with a second factor; asks the session only."""
    if settings.DEMO and request.session.get(DEMO_KEY) == person(request).pk:
        return True
    records = get_authentication_records(request, person(request))
    return any(record.get("method") == "mfa" for record in records)


def remember_second_factor(request: HttpRequest, kind: str) -> None:
    """The person has just set up a factor by using it: this session counts as confirmed with it."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def forget_second_factor(request: HttpRequest) -> None:
    """After the last factor was removed this session counts as signed in without one."""
    records = get_authentication_records(request, request.user)
    kept = [record for record in records if record.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def second_factor_required(view: View[Parameters]) -> View[Parameters]:
    """Decorator for views that show personal data: asks for the second factor first.

    People without one are sent to set one up, and come back afterwards. The view itself must
    still check what the person may see.
    """

    @wraps(view)
    def guarded(
        request: SignedInRequest, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        if used_second_factor(request):
            return view(request, *args, **kwargs)
        return ask_second_factor(request)

    return guarded


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """To where the signed-in person confirms with a second factor, or sets one up."""
    target = _return_to(request)
    user = person(request)
    if not has_second_factor(user):
        request.session[RETURN_KEY] = target
        return _redirect(request, reverse("mfa_index"))
    has_app = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
    name = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    return _redirect(request, f"{reverse(name)}?{urlencode({'next': target})}")


def must_sign_in_again(request: HttpRequest) -> bool:
    """Whether a person who has neither password nor second factor to confirm with signed in long ago."""
    user = person(request)
    if user.has_usable_password() or has_second_factor(user):
        return False
    records = get_authentication_records(request, user)
    newest = max((float(record["at"]) for record in records), default=0.0)
    return time.time() - newest > FRESH_SECONDS


def take_return_address(request: HttpRequest) -> str:
    """Where the person was going before the second factor was set up; "" if nowhere. Only once."""
    return str(request.session.pop(RETURN_KEY, ""))


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    """A whole new page also when htmx asked for a part of one."""
    return HttpResponseClientRedirect(url) if _is_htmx(request) else HttpResponseRedirect(url)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _return_to(request: HttpRequest) -> str:
    """The address to come back to: this page, or the one whose form was sent."""
    if request.method in ("GET", "HEAD") and not _is_htmx(request):
        return request.get_full_path()
    page: Any = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(page, {request.get_host()}):
        parts = urlsplit(page)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse(settings.LOGIN_REDIRECT_URL)
