"""Making and changing networks and coaches in the desk."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peercoaching import access
from peercoaching.forms import CoachForm, NetworkForm
from peercoaching.models import Coach, CoachNetwork, Pairing
from peercoaching.services import networks as services
from peercoaching.views.finding import editable_coach, managed_network, managed_project, room_project
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page
from yhes.common.words import LANGUAGES


@require_http_methods(["GET", "HEAD", "POST"])
def network_form(request: SignedInRequest, project: str, slug: str | None = None) -> HttpResponse:
    """Make a network, or change it."""
    found = managed_project(request, project)
    network = managed_network(found, slug) if slug else None
    initial = _facts(network) if network else None
    form = NetworkForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.save_network(project=found, network=network, facts=form.facts, actor=person(request))
        messages.success(request, _("The network was saved."))
        return redirect("peercoaching:coaches", project)
    context = {"project": found, "network": network}
    return form_page(request, "peercoaching/network_form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def coach_add(request: SignedInRequest, project: str, slug: str) -> HttpResponse:
    found = managed_project(request, project)
    return _coach_form(request, found, managed_network(found, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
def coach_edit(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """The coordinator, or the coach: everything but the address."""
    found = room_project(request, project)
    coach = editable_coach(request, found, pk)
    return _coach_form(request, found, coach.network, coach)


@require_POST
def coach_state(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Pause and take up again; come back to the network."""
    found = room_project(request, project)
    coach = editable_coach(request, found, pk)
    wanted = request.POST.get("state")
    if wanted in ("pause", "resume"):
        services.set_paused(coach=coach, is_paused=wanted == "pause", actor=person(request))
    elif wanted == "return":
        services.set_left(coach=coach, has_left=False, actor=person(request))
    return redirect("peercoaching:coach_edit", project, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def coach_leave(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Asks once and tells what happens to those who wait for the coach; one can come back."""
    found = room_project(request, project)
    coach = editable_coach(request, found, pk)
    if request.method == "POST":
        if coach.left_at is None:
            services.set_left(coach=coach, has_left=True, actor=person(request))
        messages.success(request, _("The coach has left the network. What was counted stays."))
        return redirect("peercoaching:coach_edit", project, pk)
    states = Counter(coach.pairings.values_list("state", flat=True))
    context = {
        "project": found,
        "coach": coach,
        "waiting": states[Pairing.State.PROPOSED],
        "going_on": states[Pairing.State.ACCEPTED],
    }
    return render(request, "peercoaching/coach_leave.html", context)


def _coach_form(
    request: SignedInRequest, project: Project, network: CoachNetwork, coach: Coach | None
) -> HttpResponse:
    user = person(request)
    form = CoachForm(
        request.POST if request.method == "POST" else None,
        instance=coach,
        project=project,
        is_own=coach is not None and not access.can_manage(user, project),
        may_publish=access.decides_on_profile(user, coach),
    )

    def save() -> Coach:
        # The form has changed its own instance; the service compares with what is stored.
        stored = Coach.objects.select_related("network").get(pk=coach.pk) if coach else None
        return services.save_coach(network=network, coach=stored, facts=form.facts, actor=user)

    if done(form, save):
        messages.success(request, _("The profile was saved."))
        return redirect("peercoaching:coaches", project.slug)
    context = {"project": project, "network": network, "coach": coach}
    return form_page(request, "peercoaching/coach_form.html", form, context)


def _facts(network: CoachNetwork) -> dict[str, object]:
    names = [f"{field}_{code}" for field in ("name", "description") for code in LANGUAGES]
    values: dict[str, object] = {name: getattr(network, name) for name in names}
    return {**values, "regions": network.regions.all(), "is_public": network.is_public}
