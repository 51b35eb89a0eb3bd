"""Searching. What was searched for is written down nowhere, and nginx logs no queries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yhes.accounts.access import person
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common.throttle import allows, network_address
from yhes.desk.search import finding, index

# A school searches from one address; a person types a word every other second at most.
A_MINUTE = 120


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What anybody may read. No cookie, no session, no user: a shared cache may keep the page."""
    if _is_search(request) and not allows("search", network_address(request), limit=A_MINUTE, seconds=60):
        return _too_many(request, "desk/search/public.html")
    response = render(request, "desk/search/public.html", _context(request, None))
    patch_cache_control(response, public=True, max_age=60, s_maxage=10)
    return response


@require_safe
@never_cache
def desk(request: SignedInRequest) -> HttpResponse:
    """All that the person may see: what is public, and what is theirs in the desk."""
    user = person(request)
    if _is_search(request) and not allows("search", f"user:{user.pk}", limit=A_MINUTE, seconds=60):
        return _too_many(request, "desk/search/desk.html")
    return render(request, "desk/search/desk.html", _context(request, user))


def _is_search(request: HttpRequest) -> bool:
    return bool(request.GET.get("q", "").strip())


def _too_many(request: HttpRequest, template: str) -> HttpResponse:
    context = {"typed": request.GET["q"][: finding.LONGEST_QUERY], "is_too_often": True}
    response = render(request, template, context, status=429)
    response["Retry-After"] = "60"
    patch_cache_control(response, no_store=True)
    return response


def _context(request: HttpRequest, user: User | None) -> dict[str, Any]:
    typed = request.GET.get("q", "").strip()[: finding.LONGEST_QUERY]
    kinds = index.kinds()
    only = next((kind.name for kind in kinds if kind.name == request.GET.get("kind")), "")
    found = finding.find(typed, kinds=kinds, user=user, only=only, page=request.GET.get("page", ""))
    chosen = {"q": typed} | ({"kind": only} if only else {})
    return {
        "typed": typed,
        "is_search": bool(typed),
        "found": found,
        "only": only,
        "all_url": f"?{urlencode({'q': typed})}",
        "query": f"{urlencode(chosen)}&",
    }
