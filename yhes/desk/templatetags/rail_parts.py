"""`{% load rail_parts %}`: what the desk's rail holds, drawn once for all pages where it looks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT: Final = 256  # of about 4 kB
Pairs = tuple[tuple[str, Any], ...]


@register.simple_tag(takes_context=True)
def rail_parts(context: Context) -> SafeString:
    """{% rail_parts as parts %}, of the context's rail, desk_scope, languages and desk_user (base_desk.html).

    Nothing else goes into it, and all of it is the key under which it is kept: no page can show another's.
    """
    scope = context.get("desk_scope") or {}
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(
        get_language(),
        f"{scope.get('title', '')}",
        _frozen(scope.get("options", ())),
        _frozen(context.get("rail") or ()),
        _frozen(context.get("languages") or ()),
        _pairs(context.get("desk_user") or {}),
    )


@lru_cache(maxsize=MOST_KEPT)
def _drawn(
    _language: str | None,
    title: str,
    options: tuple[Pairs, ...],
    rail: tuple[Pairs, ...],
    languages: tuple[Pairs, ...],
    user: Pairs,
) -> SafeString:
    context = {
        "desk_scope": {"title": title, "options": [dict(option) for option in options]},
        "rail": [dict(item) for item in rail],
        "languages": [dict(language) for language in languages],
        "desk_user": dict(user),
    }
    return render_to_string("components/rail.html", context)


def _frozen(rows: Sequence[Mapping[str, Any]]) -> tuple[Pairs, ...]:
    return tuple(_pairs(row) for row in rows)


def _pairs(row: Mapping[str, Any]) -> Pairs:
    """Words as they read in the active language, and as plain text: the key is what is shown."""
    return tuple(
        (name, value if isinstance(value, bool | int) else f"{value}") for name, value in row.items()
    )
