"""The form's page: rendered once for a round and a language, then only filled in.

Rendering some twenty questions through templates costs tens of milliseconds; putting four short
texts into a page that is ready costs a few microseconds.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from projects.register import funders
from surveys.forms import answers
from surveys.language import shown
from surveys.models import Invitation
from surveys.views.answering.pages import LEFT_ALONE, STILL_THERE, Place, draft_of

_TEMPLATE = "surveys/answer/questions.html"
_MOST_FRAMES = 200
# What is filled in stands in the frame under names that nobody can guess and no text contains.
_MARKS = {name: f"mark{secrets.token_hex(8)}" for name in ("csrf", "link", "draft", "group")}
_ORDER = tuple(_MARKS)


class _Key(NamedTuple):
    """A round is frozen once it is open; `opened_at` tells it from one of the same number elsewhere.

    `owner`: the organisation whose own questions are on the form; None: what everybody is asked.
    `logos_as_of`: the funders' logos are not frozen.
    """

    round_id: int
    opened_at: datetime | None
    owner: int | None
    language: str
    is_shared: bool
    tablet: str
    logos_as_of: datetime | None


_frames: dict[_Key, list[str]] = {}


def blank_form(request: HttpRequest, invitation: Invitation, token: str, place: Place) -> HttpResponse:
    """The form as everybody of the round gets it, with this person's token in it."""
    return HttpResponse(_fill(_frame(invitation, place), _filling(request, invitation, token)))


def filled_form(
    request: HttpRequest,
    invitation: Invitation,
    token: str,
    place: Place,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    page: int = 0,
) -> HttpResponse:
    """The form with what was sent: to be corrected, or carried over into another language."""
    context = _context(invitation, place, values=values, errors=errors or {})
    filling = _filling(request, invitation, token)
    return HttpResponse(
        render_to_string(
            _TEMPLATE, {**context, **filling, "page": page, "is_carried": True, "errors": errors or {}}
        )
    )


def _filling(request: HttpRequest, invitation: Invitation, token: str) -> dict[str, str]:
    return {
        "csrf": get_token(request),
        "link": token,
        "draft": draft_of(invitation),
        "group": invitation.group.full_name,
    }


def _fill(frame: list[str], filling: Mapping[str, str]) -> str:
    """Every second part of a frame is the name of what belongs there."""
    return "".join(str(escape(filling[part])) if place % 2 else part for place, part in enumerate(frame))


def _frame(invitation: Invitation, place: Place) -> list[str]:
    round_ = invitation.round
    is_shared = invitation.channel == Invitation.Channel.SHARED
    organisation = invitation.group.organisation_id
    owner = organisation if organisation in round_.own_modules.values() else None
    language = translation.get_language() or "fi"
    key = _Key(round_.pk, round_.opened_at, owner, language, is_shared, place.tablet, invitation.logos_as_of)
    if key not in _frames:
        if len(_frames) >= _MOST_FRAMES:
            _frames.clear()
        page = render_to_string(_TEMPLATE, {**_context(invitation, place, values={}, errors={}), **_MARKS})
        _frames[key] = _take_apart(page)
    return _frames[key]


def _take_apart(page: str) -> list[str]:
    """Text, name, text, name … text."""
    parts = [page]
    for name in _ORDER:
        cut: list[str] = []
        for place, part in enumerate(parts):
            pieces = [part] if place % 2 else part.split(_MARKS[name])
            cut += [word for piece in pieces for word in (piece, name)][:-1]
        parts = cut
    return parts


def _context(
    invitation: Invitation, place: Place, *, values: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    round_ = invitation.round
    questionnaire = invitation.group.asked
    return {
        "round": round_,
        "sections": answers.sections(questionnaire, values, errors),
        "stem": shown(questionnaire.stem) if questionnaire.stem else "",
        "note": shown(questionnaire.note) if questionnaire.note else "",
        "is_fallback": answers.is_fallback(questionnaire),
        "question_count": len(questionnaire.closed) + len(questionnaire.background),
        "is_shared": invitation.channel == Invitation.Channel.SHARED,
        "languages_of_form": _languages(place),
        "address": place.questions,
        "tablet": {"start": place.start, "left_alone": LEFT_ALONE, "still_there": STILL_THERE},
        "fields": {"link": answers.LINK, "page": answers.PAGE, "carry": answers.CARRY},
        "logos": funders.remembered(round_.project, invitation.logos_as_of),
    }


def _languages(place: Place) -> list[dict[str, Any]]:
    """Where the form is sent to go on in another language, with everything that is filled in."""
    current = translation.get_language()
    found = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            url = place.questions
        found.append({"code": code, "name": name, "url": url, "current": code == current})
    return found
