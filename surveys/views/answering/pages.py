"""What every answering page has in common."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
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

from projects.register import funders
from surveys.models import Invitation, Round

View = Callable[..., HttpResponse]

# On a shared tablet, in seconds: a form left alone, the question whether somebody is there, the thanks.
LEFT_ALONE, STILL_THERE, THANKS_SHOWN = 180, 60, 30
_LINK, _TABLET = "yhes_link", "yhes_tablet"


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody answers: on a device of their own, or on a tablet that a group shares.

    `tablet`: the code of the group's link; empty on a device of one's own.
    """

    round_id: int
    tablet: str = ""

    @property
    def questions(self) -> str:
        """The form's address in the active language."""
        if self.tablet:
            return reverse("surveys:tablet", args=[self.round_id, self.tablet])
        return reverse("surveys:answer", args=[self.round_id])

    @property
    def start(self) -> str:
        """Where the next person begins; empty on a device of one's own."""
        return reverse("surveys:tablet_start", args=[self.round_id, self.tablet]) if self.tablet else ""

    @property
    def cookie(self) -> str:
        """Of its own on a tablet, so that it never meets the link of a letter somebody opened there."""
        return _TABLET if self.tablet else _LINK


def notice(
    request: HttpRequest,
    name: str,
    *,
    status: int,
    invitation: Invitation | None = None,
    place: Place | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with one thing to say: `surveys/answer/<name>.html`. Context: `round`, where there is one."""
    values = {
        **context,
        "logos": _logos(invitation, context.get("round")),
        "invitation": invitation,
        "draft": draft_of(invitation) if invitation else "",
        "tablet_start": place.start if place else "",
        "seconds": THANKS_SHOWN,
    }
    return render(request, f"surveys/answer/{name}.html", values, status=status)


def _logos(invitation: Invitation | None, round_: Round | None) -> list[funders.ShownLogo]:
    """Of a link that nobody knows, no project is known either."""
    if invitation is not None:
        return funders.remembered(invitation.round.project, invitation.logos_as_of)
    return funders.logos(round_.project) if round_ is not None else []


def draft_of(invitation: Invitation) -> str:
    """The name under which the browser keeps a draft; empty where several people share a device.

    The same for every letter of one invitation; it tells nothing of the token.
    """
    if invitation.channel == Invitation.Channel.SHARED:
        return ""
    mark = hmac.digest(settings.SURVEY_SERVER_KEY, b"yhes draft 1" + invitation.pk.bytes, "sha256").hex()
    return f"{invitation.round_id}-{mark[:16]}"


# --- The cookie ----------------------------------------------------------------------------------


def remember(response: HttpResponse, *, place: Place, token: str) -> None:
    """Give the token to this round's pages, and no others, until the browser is closed.

    One cookie a language, as their addresses differ. Lax, not Strict: people come from a letter in
    web mail, and a browser would not send a Strict cookie along on that first visit.
    """
    for code, _name in settings.LANGUAGES:
        response.set_cookie(
            f"{place.cookie}_{code}",
            token,
            path=start_path(place.round_id, code),
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )


def remembered(request: HttpRequest, place: Place) -> str:
    """The token that this round's pages were given; empty if none was."""
    return request.COOKIES.get(f"{place.cookie}_{translation.get_language() or 'fi'}", "")


def forget(response: HttpResponse, *, round_id: int) -> None:
    """Take every token of the round from the browser, whichever way it came."""
    for code, _name in settings.LANGUAGES:
        for name in (_LINK, _TABLET):
            response.delete_cookie(f"{name}_{code}", path=start_path(round_id, code), samesite="Lax")


def start_path(round_id: int, language: str) -> str:
    """The first page of a round in a language; every other page of the round is under it."""
    with translation.override(language):
        return reverse("surveys:answer_start", args=[round_id])
