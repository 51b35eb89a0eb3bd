"""Registering for an event: a page of its own, never cached, the same for everybody who sends it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from projects.workshops import services, wording
from projects.workshops.forms import RegistrationForm
from projects.workshops.models import Workshop
from yhes.common import throttle
from yhes.common.forms import done, form_page

# A whole school may share one network address, and register after the same meeting.
FROM_ONE_NETWORK = {"limit": 60, "seconds": 600}
TO_ONE_ADDRESS = {"limit": 6, "seconds": 3600}


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def register(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = _workshop(slug)
    form = RegistrationForm(request.POST or None)
    language = get_language() or "fi"
    if (
        form.is_valid()
        and _may_try(request, form)
        and done(form, lambda: services.register(workshop=workshop, language=language, **form.cleaned_data))
    ):
        return redirect("workshops:registered", slug)
    return form_page(request, "workshops/register.html", form, _context(workshop))


@login_not_required
@require_safe
@never_cache
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Says that a letter is on its way, and nothing that would tell who had registered before."""
    return render(request, "workshops/registered.html", _context(_workshop(slug)))


def _workshop(slug: str) -> Workshop:
    found: Workshop = get_object_or_404(Workshop.objects.published().for_listing(), slug=slug)
    return found


def _context(workshop: Workshop) -> dict[str, Any]:
    seats = workshop.seats(workshop.taken)  # type: ignore[attr-defined]
    return {
        "workshop": workshop,
        "when": wording.when(workshop),
        "where": wording.where(workshop),
        "seats": seats,
        "lang": wording.language_of(workshop),
        "kept_days": services.KEPT_DAYS,
    }


def _may_try(request: HttpRequest, form: RegistrationForm) -> bool:
    """Whether this is not too much from one place, or to one address; says so in the form otherwise."""
    network = throttle.network_address(request)
    email = form.cleaned_data["email"].lower()
    is_fine = throttle.allows("register:network", network, **FROM_ONE_NETWORK) and throttle.allows(
        "register:email", email, **TO_ONE_ADDRESS
    )
    if not is_fine:
        form.add_error(None, _("Too many registrations in a short time. Wait a while and try again."))
    return is_fine
