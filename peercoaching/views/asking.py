"""Asking for a coach without an account, and the links in the letters that follow."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peercoaching.errors import TooManyRequests, UnknownLink
from peercoaching.forms import RequestForm
from peercoaching.models import CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import pairing, requests
from yhes.common import throttle
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page
from yhes.common.words import in_language

# A whole school may share one network address.
FROM_ONE_NETWORK = {"limit": 60, "seconds": 600}
TO_ONE_ADDRESS = {"limit": 6, "seconds": 3600}
States = CoachingRequest.State
WITHDRAWABLE = (States.UNCONFIRMED, States.OPEN, States.PROPOSED)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; what was typed stays when something is wrong."""
    network = _network(slug)
    data = request.POST if request.method == "POST" else None
    form = RequestForm(data, initial={"language": get_language()})
    if done(form, lambda: _store(request, network, form)):
        return redirect("peercoaching:asked", network.slug)
    return form_page(request, "peercoaching/ask.html", form, {"network": network})


def _store(request: HttpRequest, network: CoachNetwork, form: RequestForm) -> None:
    where, email = throttle.network_address(request), form.cleaned_data["email"].lower()
    if not throttle.allows("coaching:network", where, **FROM_ONE_NETWORK):
        raise TooManyRequests
    if not throttle.allows("coaching:email", email, **TO_ONE_ADDRESS):
        raise TooManyRequests
    requests.request_coaching(
        network=network, need=requests.Need(**form.cleaned_data), letter_language=get_language() or "fi"
    )


@login_not_required
@never_cache
@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: nothing happens before the address is confirmed."""
    return render(request, "peercoaching/asked.html", {"network": _network(slug)})


def _network(slug: str) -> CoachNetwork:
    found: CoachNetwork = get_object_or_404(CoachNetwork.objects.published(), slug=slug)
    return found


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_request(request: HttpRequest, token: str) -> HttpResponse:
    """The asker's own link: confirm, see how it stands. GET changes nothing."""
    try:
        if request.method == "POST":
            requests.confirm(token=token)
            return redirect("peercoaching:own_request", token)
        return _own_page(request, requests.find(token), token)
    except UnknownLink:
        return _unknown(request)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once before the request is taken back."""
    try:
        found = requests.find(token)
        if request.method == "POST":
            requests.withdraw(token=token)
            return redirect("peercoaching:own_request", token)
    except UnknownLink:
        return _unknown(request)
    except DomainError as error:
        return _own_page(request, found, token, problem=str(error))
    if found.state not in WITHDRAWABLE:
        return redirect("peercoaching:own_request", token)
    context = {"asked": found, "token": token}
    return _private(render(request, "peercoaching/withdraw.html", context))


def _own_page(request: HttpRequest, asked: CoachingRequest, token: str, problem: str = "") -> HttpResponse:
    """How the request stands; says "a coach has been asked" only while there is a coach to answer."""
    active = asked.pairings.filter(state__in=[Pairing.State.PROPOSED, Pairing.State.ACCEPTED])
    current = active.select_related("coach").first()
    context = {
        "asked": asked,
        "token": token,
        "coach": current.coach if current else None,
        "reason": in_language(current.reason) if current else "",
        "may_withdraw": asked.state in WITHDRAWABLE,
        "may_ask_again": asked.network.may_be_read_by_anyone and not (current and current.coach),
        "problem": problem,
    }
    status = 409 if problem else 200
    return _private(render(request, "peercoaching/own_request.html", context, status=status))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The coach's link: read the request, accept or decline. GET changes nothing."""
    problem = ""
    try:
        found = pairing.find(token)
        if request.method == "POST":
            act = pairing.decline if "decline" in request.POST else pairing.accept
            act(pairing=found)
            return redirect("peercoaching:answer", token)
    except UnknownLink:
        return _unknown(request)
    except DomainError as error:
        problem = str(error)
    context = {
        "pairing": found,
        "asked": found.request,
        "reason": in_language(found.reason),
        "problem": problem,
    }
    status = 409 if problem else 200
    return _private(render(request, "peercoaching/answer.html", context, status=status))


def _unknown(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "peercoaching/unknown_link.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
