"""Error pages in the person's language; the one for 500 needs nothing that may be broken."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from surveys.views.answering import too_long


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The check against forged forms reads what was sent before any view could say it is too long."""
    if isinstance(exception, RequestDataTooBig) and _is_answer(request):
        return too_long(request)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500)


def _is_answer(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in ("surveys:answer", "surveys:tablet")
