"""What every template may use: navigation, languages, what kind of run this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from yhes.common import registry


def site(request: HttpRequest) -> dict[str, Any]:
    """Lazy throughout, and never touches the session: public pages stay cacheable."""
    return {
        "public_nav": SimpleLazyObject(lambda: _navigation(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    items = [item for provider in registry.providers("nav").values() for item in provider()]
    return [
        {"label": item.label, "url": item.url, "current": request.path.startswith(item.url)}
        for item in sorted(items, key=lambda item: item.order)
    ]


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language, with its query (filters) kept."""
    return [
        {"code": code, "name": name, "url": _in_language(request, code), "current": code == get_language()}
        for code, name in settings.LANGUAGES
    ]


def _in_language(request: HttpRequest, code: str) -> str:
    """As Django's translate_url, of an address that has been resolved already."""
    here, match = request.get_full_path(), request.resolver_match
    if match is None or not match.url_name:
        return translate_url(here, code)
    if code == get_language():
        return here
    _path, mark, query = here.partition("?")
    try:
        with override(code):
            return f"{reverse(match.view_name, args=match.args, kwargs=match.kwargs)}{mark}{query}"
    except NoReverseMatch:
        return here
