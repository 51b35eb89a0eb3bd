"""Writing down what came of a workshop, putting it in order, and members' votes on it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.workshops import access, services
from projects.workshops.forms import OutcomeForm
from projects.workshops.models import Outcome
from projects.workshops.views.finding import desk_workshop, editable_outcome, editable_workshop
from projects.workshops.views.voting import changed, member_rows
from yhes.accounts.access import person
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error, form_page


@require_http_methods(["GET", "POST"])
def outcome_edit(
    request: HttpRequest, project: str, workshop: str, outcome: int | None = None
) -> HttpResponse:
    """A new outcome, after which the form is empty for the next one, or a change of an old one."""
    found = editable_workshop(request, project, workshop)
    old = get_object_or_404(Outcome, pk=outcome, workshop=found) if outcome else None
    form = OutcomeForm(request.POST or None, instance=old, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_outcome(
                workshop=found, outcome=old, facts=form.facts, actor=person(request)
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The outcome was saved."))
            return _after_saving(request, project, workshop, saved)
    context = {"project": found.project, "workshop": found, "outcome": old}
    return form_page(request, "workshops/outcome_form.html", form, context)


@require_http_methods(["GET", "POST"])
def outcome_delete(request: HttpRequest, project: str, workshop: str, outcome: int) -> HttpResponse:
    """Asks once and tells how many votes go with it."""
    found = editable_outcome(request, project, workshop, outcome)
    if request.method == "POST":
        services.delete_outcome(outcome=found, actor=person(request))
        messages.success(request, _("The outcome was deleted."))
        return redirect("workshops:workshop", project, workshop)
    context = {"project": found.workshop.project, "workshop": found.workshop, "outcome": found}
    return render(request, "workshops/outcome_delete.html", context)


@require_POST
def outcome_move(request: HttpRequest, project: str, workshop: str, outcome: int) -> HttpResponse:
    found = editable_outcome(request, project, workshop, outcome)
    direction = request.POST.get("direction")
    if direction not in ("up", "down"):
        return HttpResponseBadRequest()
    services.move_outcome(outcome=found, up=direction == "up")
    return _to_outcome(project, workshop, found)


@require_POST
def outcome_vote(request: HttpRequest, project: str, workshop: str, outcome: int) -> HttpResponse:
    """A member of the project gives a vote (vote=1) or takes it back (vote=0)."""
    where = desk_workshop(request, project, workshop)
    if not access.can_vote(person(request), where):
        raise PermissionDenied
    found = get_object_or_404(Outcome, pk=outcome, workshop=where)
    try:
        if request.POST.get("vote") == "0":
            services.withdraw_vote(outcome=found, user=person(request))
        else:
            services.cast_vote(outcome=found, user=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    if getattr(request, "htmx", False):
        return changed(request, member_rows(person(request), where, found.pk), show_kind=True)
    return _to_outcome(project, workshop, found)


def _after_saving(request: HttpRequest, project: str, workshop: str, saved: Outcome) -> HttpResponse:
    """After a meeting there are many to write: "save and write another" stays at the form."""
    if "another" in request.POST:
        url = reverse("workshops:outcome_add", args=[project, workshop])
        return redirect(f"{url}?kind={saved.kind}")
    return _to_outcome(project, workshop, saved)


def _to_outcome(project: str, workshop: str, outcome: Outcome) -> HttpResponse:
    return redirect(f"{reverse('workshops:workshop', args=[project, workshop])}#outcome-{outcome.pk}")
