"""Choosing whether the weekly letter comes: in one's account, and by the link that every letter has."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.desk import weekly


@require_http_methods(["GET", "POST"])
@never_cache
def weekly_letter(request: SignedInRequest) -> HttpResponse:
    user = person(request)
    if request.method == "POST":
        is_wanted = request.POST.get("do") == "on"
        weekly.choose(user=user, is_wanted=is_wanted)
        messages.success(request, _chosen(is_wanted))
        return redirect("desk:weekly_letter")
    return render(request, "desk/weekly_letter.html", {"is_wanted": weekly.is_wanted(user)})


@login_not_required
@csrf_exempt  # mail programs post here; all it does is stop or start a letter
@require_http_methods(["GET", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before it stops, as programs that look at links open them; a POST stops at once (RFC 8058)."""
    user = weekly.person_of(token)
    if user is None:
        raise Http404
    with override(user.language):
        if request.method == "POST":
            weekly.choose(user=user, is_wanted=request.POST.get("do") == "on")
        context = {"is_wanted": weekly.is_wanted(user), "is_done": request.method == "POST", "token": token}
        response = render(request, "desk/weekly_stop.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _chosen(is_wanted: bool) -> str:
    if is_wanted:
        return _("The weekly letter comes on Monday mornings.")
    return _("The weekly letter comes no more.")
