"""What every answering page has in common."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from surveys.models import Invitation

View = Callable[..., HttpResponse]


def answering_page(view: View) -> View:
    """For everybody, kept by no cache, found by no search engine; no error report shows what was sent."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return page


def notice(
    request: HttpRequest, name: str, *, status: int, invitation: Invitation | None = None, **context: Any
) -> HttpResponse:
    """A page with one thing to say: `surveys/answer/<name>.html`."""
    values = {**context, "invitation": invitation, "draft": draft_of(invitation) if invitation else ""}
    return render(request, f"surveys/answer/{name}.html", values, status=status)


def draft_of(invitation: Invitation) -> str:
    """The name under which the browser keeps a draft; empty where several people share a device.

    The same for every letter of one invitation; it tells nothing of the token.
    """
    if invitation.channel == Invitation.Channel.SHARED:
        return ""
    mark = hmac.digest(settings.SURVEY_SERVER_KEY, b"yhes draft 1" + invitation.pk.bytes, "sha256").hex()
    return f"{invitation.round_id}-{mark[:16]}"


# --- The cookie ----------------------------------------------------------------------------------


def remember(response: HttpResponse, *, round_id: int, token: str) -> None:
    """Give the token to this round's pages, and no others, until the browser is closed.

    One cookie a language, as their addresses differ. Lax, not Strict: people come from a letter in
    web mail, and a browser would not send a Strict cookie along on that first visit.
    """
    for code, _name in settings.LANGUAGES:
        response.set_cookie(
            _cookie(code),
            token,
            path=start_path(round_id, code),
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )


def remembered(request: HttpRequest) -> str:
    """The token that this round's pages were given; empty if none was."""
    return request.COOKIES.get(_cookie(translation.get_language() or "fi"), "")


def start_path(round_id: int, language: str) -> str:
    """The first page of a round in a language; every other page of the round is under it."""
    with translation.override(language):
        return reverse("surveys:answer_start", args=[round_id])


def _cookie(language: str) -> str:
    return f"yhes_link_{language}"
