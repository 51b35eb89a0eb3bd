"""Sign-in for everything but public pages, and a second factor for those who see other people's data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from projects.register.access import is_privileged
from yhes.accounts import access

# Where a session that still lacks the second factor may confirm with one …
CONFIRMING: Final = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
# … and where a person who has none yet sets one up. Signing out is public.
SETTING_UP: Final = CONFIRMING | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the visitor is before it asks whether the page is public.

    That reads the session, and a page that varies by cookie cannot be kept by nginx.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorMiddleware:
    """Coordinators and administrators get nothing of the desk until they have shown a second factor.

    Public pages pass before the session or the user is looked at, so visitors cost no query and
    their pages stay cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or access.used_second_factor(request):
            return None
        if not is_privileged(request.user):
            return None
        match = request.resolver_match
        allowed = CONFIRMING if access.has_second_factor(request.user) else SETTING_UP
        if match is not None and match.view_name in allowed:
            return None
        return access.ask_second_factor(request)
