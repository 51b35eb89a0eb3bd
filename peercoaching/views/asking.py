"""Asking for a coach without an account, and the links in the letters that follow."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peercoaching.errors import TooManyRequests, UnknownLink
from peercoaching.forms import RequestForm, add_domain_error
from peercoaching.models import CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import pairing, requests
from yhes.common import throttle
from yhes.common.errors import DomainError
from yhes.common.words import in_language

# A whole school may share one network address.
FROM_ONE_NETWORK = {"limit": 60, "seconds": 600}
TO_ONE_ADDRESS = {"limit": 6, "seconds": 3600}
States = CoachingRequest.State


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; what was typed stays when something is wrong."""
    network = _network(slug)
    data = request.POST if request.method == "POST" else None
    form = RequestForm(data, initial={"language": get_language()})
    if form.is_valid():
        try:
            _store(request, network, form)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("peercoaching:asked", network.slug)
    context = {"network": network, "form": form}
    return render(request, "peercoaching/ask.html", context, status=400 if form.errors else 200)


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
    """The asker's own link: confirm, see how it stands, take it back. GET changes nothing."""
    problem = ""
    try:
        if request.method == "POST":
            act = requests.withdraw if "withdraw" in request.POST else requests.confirm
            act(token=token)
            return redirect("peercoaching:own_request", token)
    except UnknownLink:
        return _unknown(request)
    except DomainError as error:
        problem = str(error)
    return _own_page(request, token, problem)


def _own_page(request: HttpRequest, token: str, problem: str) -> HttpResponse:
    try:
        found = requests.find(token)
    except UnknownLink:
        return _unknown(request)
    accepted = found.pairings.filter(state=Pairing.State.ACCEPTED).select_related("coach").first()
    context = {
        "asked": found,
        "pairing": accepted,
        "reason": in_language(accepted.reason) if accepted else "",
        "may_withdraw": found.state in (States.UNCONFIRMED, States.OPEN, States.PROPOSED),
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
