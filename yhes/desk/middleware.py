"""Whoever does something in the desk sees at once what is left to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yhes.desk import rail

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class RailMiddleware:
    """After a form of a project's desk the rail is asked for anew (yhes/desk/rail.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method not in READING and match and "project" in match.kwargs:
            rail.forget(request, match.kwargs["project"])
        return response
