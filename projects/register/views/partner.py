"""One partner: its page, its part in the project, taking it out and back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import access, bins, history, listing, services
from projects.register.activity import BADGES as ACTIVITY_BADGES
from projects.register.activity import Activity, waiting_words, with_activity
from projects.register.forms import OrganisationForm, PartnerForm
from projects.register.models import (
    FormerAddress,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Project,
    Unit,
)
from projects.register.views.finding import (
    coordinated_partnership,
    coordinated_project,
    desk_partnership,
    desk_project,
    editable_partnership,
)
from projects.register.views.meanwhile import changes_among, changes_meanwhile, version
from yhes.accounts.access import ask_second_factor, used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.asked import whole_number
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page
from yhes.common.history import Entry, Restoring, nowhere
from yhes.common.models import AuditEvent

HISTORY_LENGTH = 20


@require_safe
def partner(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    found = desk_project(request, project)
    try:
        partnership = desk_partnership(request, found, organisation)
    except Http404:
        return _merged(request, found, organisation)
    shows_people = used_second_factor(request)
    if "people" in request.GET and not shows_people:
        return ask_second_factor(request)
    body = partnership.organisation
    context = {
        "project": found,
        "partnership": partnership,
        "organisation": body,
        "heirs": listing.heirs(body),
        "badge": listing.STATE_BADGES[partnership.state],
        **_units(body),
        "removed_unit": _removed_unit(request, found),
        "shows_people": shows_people,
        "people": _people(found, body) if shows_people else [],
        "open_invitations": _open_invitations(found, body),
        **_standing(request, partnership),
        "work_packages": found.work_packages.filter(co_implementers=body),
        "history": _history(request, partnership, shows_people=shows_people),
        "own": _own_organisations(request, found),
        "may_edit": access.can_edit_organisation(request.user, found, body),
        "may_coordinate": access.can_edit_project(request.user, found),
    }
    return render(request, "register/partner.html", context)


@require_http_methods(["GET", "POST"])
def partner_edit(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    partnership = coordinated_partnership(request, project, organisation)
    events = services.partner_changes(partnership)
    seen = audit.newest_of(events)
    partnership.refresh_from_db(fields=["role", "state", "note"])
    form = PartnerForm(request.POST or None, instance=partnership, initial={"seen": seen})
    if done(
        form,
        lambda: services.change_partner(partnership=partnership, actor=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "meanwhile": changes_among(form, events),
    }
    return form_page(request, "register/partner_form.html", form, context)


@require_http_methods(["GET", "POST"])
def organisation_edit(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """The organisation's contact keeps its names and details; who it is in law, the coordinator."""
    found = desk_project(request, project)
    partnership = editable_partnership(request, found, organisation)
    body = partnership.organisation
    form = OrganisationForm(
        request.POST or None,
        instance=body,
        initial={"seen": version(body, services.ORGANISATION_CHANGED)},
        with_identity=access.can_edit_project(request.user, found),
    )
    reader = None if used_second_factor(request) else request.user
    if done(form, lambda: _save_organisation(form, body, request)):
        messages.success(request, _("The change was saved."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": found,
        "partnership": partnership,
        "meanwhile": changes_meanwhile(form, services.ORGANISATION_CHANGED, naming_only=reader),
    }
    return form_page(request, "register/organisation_form.html", form, context)


@require_http_methods(["GET", "POST"])
def partner_remove(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """Asks once and names what goes with it; the list then offers to undo."""
    partnership = coordinated_partnership(request, project, organisation)
    if request.method == "POST":
        try:
            event = services.remove_partner(partnership=partnership, actor=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("register:partner", project, organisation)
        return redirect(f"{reverse('register:partner_list', args=[project])}?removed={event.pk}")
    people = Membership.objects.filter(project=partnership.project, organisation=partnership.organisation)
    context = {"project": partnership.project, "partnership": partnership, "people": people.count()}
    return render(request, "register/partner_remove.html", context)


@require_POST
def partner_restore(request: SignedInRequest, project: str, event: int) -> HttpResponse:
    found = coordinated_project(request, project)
    removal = get_object_or_404(AuditEvent, pk=event, project_id=found.pk)
    try:
        partnership = services.restore_partner(event=removal, project=found, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("register:partner_list", project)
    messages.success(request, _("The partner is back."))
    return redirect("register:partner", project, partnership.organisation.slug)


def _merged(request: SignedInRequest, project: Project, slug: str) -> HttpResponse:
    """For good to the organisation that the one of this address was merged into; else there is nothing."""
    former = get_object_or_404(FormerAddress.objects.select_related("organisation"), slug=slug)
    kept = desk_partnership(request, project, former.organisation.slug)
    return redirect("register:partner", project.slug, kept.organisation.slug, permanent=True)


def _units(organisation: Organisation) -> dict[str, Any]:
    """staff: of all units together, None while none is known."""
    units = Unit.objects.filter(organisation=organisation).by_name()
    return {"units": units, "staff": units.aggregate(sum=Sum("headcount"))["sum"]}


def _removed_unit(request: SignedInRequest, project: Project) -> dict[str, Any] | None:
    """What has just gone into the bin, so that the page can offer to undo it."""
    key = whole_number(request.GET.get("removed", ""))
    waiting = None if key is None else bins.removed_units(request.user, project)
    event = None if waiting is None else waiting.filter(pk=key).first()
    return {"title": bins.unit_name(event), "key": event.pk} if event else None


def _history(request: SignedInRequest, partnership: Partnership, *, shows_people: bool) -> list[Entry]:
    events = history.of_partner(partnership.organisation, partnership.project)[:HISTORY_LENGTH]
    return history.entries(
        events, naming_only=None if shows_people else request.user, restore=_restore(request, partnership)
    )


def _standing(request: SignedInRequest, partnership: Partnership) -> dict[str, Any]:
    """How it is with the agreement; for coordinators, whether the partner is active and what waits for it."""
    paper = partnership.agreement_document
    context: dict[str, Any] = {
        "agreement_badge": listing.AGREEMENT_BADGES[partnership.agreement],
        "paper": paper if paper and paper.deleted_at is None else None,
    }
    if not access.can_edit_project(request.user, partnership.project):
        return context
    row: Any = with_activity(Partnership.objects.filter(pk=partnership.pk), partnership.project).get()
    return context | {
        "activity": Activity(row.activity) if row.activity else None,
        "activity_badge": ACTIVITY_BADGES.get(row.activity, ""),
        "waiting": waiting_words(row),
    }


def _save_organisation(form: OrganisationForm, organisation: Organisation, request: SignedInRequest) -> None:
    services.update_organisation(
        organisation=organisation, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
    )


def _restore(request: SignedInRequest, partnership: Partnership) -> Restoring:
    """To who keeps the organisation's details; its part in the project is the coordinators'."""
    if access.can_edit_organisation(request.user, partnership.project, partnership.organisation):
        return restoring.links(request.user, partnership.project)
    return nowhere


def _people(project: Project, organisation: Organisation) -> list[Membership]:
    members = Membership.objects.filter(project=project, organisation=organisation)
    return list(members.select_related("user").order_by("role", "user__name", "pk"))


def _open_invitations(project: Project, organisation: Organisation) -> list[Invitation]:
    invitations = Invitation.objects.filter(
        project=project, organisation=organisation, accepted_at__isnull=True
    )
    return list(invitations.order_by("-created_at"))


def _own_organisations(request: SignedInRequest, project: Project) -> list[Partnership]:
    """Links between the organisations of somebody who acts for several, and does not coordinate."""
    if access.can_edit_project(request.user, project):
        return []
    partnerships = list(
        Partnership.objects.filter(access.partnerships_in_desk(request.user, project)).for_listing()
    )
    return partnerships if len(partnerships) > 1 else []
