"""Taking up an invitation. Opening the link spends nothing: mail scanners open links too."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yhes.accounts import access, services
from yhes.accounts.forms.own import JoinForm
from yhes.common import registry
from yhes.common.errors import DomainError


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites to what; whoever owns the address accepts, or becomes a new person."""
    offer = _find(token)
    if offer is None or offer.state != "open":
        return _refuse(request, offer)
    if request.user.is_authenticated:
        return _as_signed_in(request, offer)
    if services.find_account(offer.email):
        return render(request, "accounts/invitation_sign_in.html", {"offer": offer})
    return _as_new(request, offer)


def _as_signed_in(request: HttpRequest, offer: registry.Offer) -> HttpResponse:
    user = access.person(request)
    if not services.owns_address(user, offer.email):
        return render(request, "accounts/invitation_other.html", {"offer": offer})
    if request.method == "POST":
        try:
            return redirect(services.accept_offer(offer=offer, user=user))
        except DomainError as error:
            return _refuse(request, offer, str(error))
    return render(request, "accounts/invitation_accept.html", {"offer": offer})


def _as_new(request: HttpRequest, offer: registry.Offer) -> HttpResponse:
    form = JoinForm(request.POST or None, email=offer.email)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            user, url = services.join(offer=offer, name=name, password=password)
        except DomainError as error:
            return _refuse(request, offer, str(error))
        response: HttpResponse = perform_login(
            request, user, email_verification="none", redirect_url=url, email=offer.email
        )
        if password:
            # The password was typed a moment ago; setting up a second factor need not ask again.
            reauthenticate_by_password(request)
        return response
    return render(request, "accounts/invitation_join.html", {"offer": offer, "form": form})


def _find(token: str) -> registry.Offer | None:
    offers = (find(token) for find in registry.providers("invitation").values())
    return next((offer for offer in offers if offer is not None), None)


def _refuse(request: HttpRequest, offer: registry.Offer | None, reason: str = "") -> HttpResponse:
    context = {"state": offer.state if offer else "unknown", "reason": reason, "offer": offer}
    return render(request, "accounts/invitation_invalid.html", context, status=409 if reason else 410)
