"""One workshop on the desk: its page, changing it, and its way from draft to held."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.workshops import access, calendars, history, listing, services, wording
from projects.workshops.forms import CancelForm, HeldForm, WorkshopForm
from projects.workshops.models import Workshop
from projects.workshops.views.finding import desk_workshop, editable_workshop
from projects.workshops.views.voting import member_rows, with_follow_ups
from yhes.accounts.access import person
from yhes.common import jobs
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page


@require_safe
def workshop(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    found = desk_workshop(request, project, workshop)
    seats = found.seats(found.taken)  # type: ignore[attr-defined]
    context = {
        "project": found.project,
        "workshop": found,
        "badge": listing.STATE_BADGES[found.state],
        "when": wording.when(found),
        "where": wording.where(found),
        "seats_words": wording.SEATS[seats],
        "rows": with_follow_ups(person(request), found.project, member_rows(person(request), found)),
        "history": history.entries(found),
        "address": calendars.address(found),
        "job": _job(request, found),
        "may_edit": access.can_edit(person(request), found),
        "may_see_participants": access.can_see_participants(person(request), found),
    }
    return render(request, "workshops/workshop.html", context)


@require_http_methods(["GET", "POST"])
def workshop_edit(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    found = editable_workshop(request, project, workshop)
    form = WorkshopForm(request.POST or None, instance=found, project=found.project)
    if done(form, lambda: services.update_workshop(workshop=found, facts=form.facts, actor=person(request))):
        messages.success(request, _("The change was saved."))
        return redirect("workshops:workshop", project, workshop)
    context = {"project": found.project, "workshop": found}
    return form_page(request, "workshops/workshop_form.html", form, context)


@require_POST
def workshop_publish(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    found = editable_workshop(request, project, workshop)
    try:
        services.publish_workshop(workshop=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The event is published and takes registrations."))
    return redirect("workshops:workshop", project, workshop)


@require_http_methods(["GET", "POST"])
def workshop_cancel(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    """Asks once and tells how many will get the letter."""
    found = editable_workshop(request, project, workshop)
    form = CancelForm(request.POST or None)
    if done(
        form, lambda: services.cancel_workshop(workshop=found, actor=person(request), **form.cleaned_data)
    ):
        messages.success(request, _("The event is cancelled. Those who registered get a letter."))
        return redirect("workshops:workshop", project, workshop)
    context = {"project": found.project, "workshop": found}
    return form_page(request, "workshops/workshop_cancel.html", form, context)


@require_http_methods(["GET", "POST"])
def workshop_held(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    found = editable_workshop(request, project, workshop)
    present = {
        "participants_count": found.participants_count,
        "counts_are_complete": found.counts_are_complete,
    }
    form = HeldForm(request.POST or None, initial=present)
    if done(form, lambda: services.mark_held(workshop=found, actor=person(request), **form.cleaned_data)):
        messages.success(request, _("The event is marked as held. Next, write down its outcomes."))
        return redirect("workshops:workshop", project, workshop)
    context = {"project": found.project, "workshop": found}
    return form_page(request, "workshops/workshop_held.html", form, context)


@require_http_methods(["GET", "POST"])
def workshop_delete(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    """A draft only; asks once."""
    found = editable_workshop(request, project, workshop)
    if request.method == "GET":
        context = {"project": found.project, "workshop": found}
        return render(request, "workshops/workshop_delete.html", context)
    try:
        services.delete_draft(workshop=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("workshops:workshop", project, workshop)
    messages.success(request, _("The draft was deleted."))
    return redirect("workshops:workshop_list", project)


def _job(request: HttpRequest, workshop: Workshop) -> dict[str, object] | None:
    """Letters that are being written because of what this person has just done."""
    own = jobs.of_user(person(request)).about(services.letters_subject(workshop.pk))
    found = own.first()
    return jobs.shown(found) if found and found.is_active else None
