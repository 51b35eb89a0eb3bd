"""Writing the minutes, the decisions made, approving, and correcting what was approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register.errors import MinutesLocked, MinutesOpen, NotHeldYet
from projects.register.forms.groups import ApprovalForm, CorrectionForm, MadeDecisionForm, MinutesForm
from projects.register.models import Meeting
from projects.register.services import groups as services
from projects.register.views.groups.finding import coordinated_item, coordinated_meeting
from projects.register.views.meanwhile import changes_since
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    """Attendance and a text for each item, saved together."""
    found = coordinated_meeting(request, project, meeting)
    if refused := _refused(request, found):
        return refused
    seen = audit.newest(found, services.MINUTES_CHANGED)
    items = list(found.items.all())
    form = MinutesForm(request.POST or None, meeting=found, items=items, initial={"seen": seen})
    if done(form, lambda: _save(form, found, request)):
        messages.success(request, _("The minutes were saved."))
        return redirect("register:meeting", project, meeting)
    context = {**_place(found), "meanwhile": changes_since(form, found, services.MINUTES_CHANGED, seen)}
    return form_page(request, "register/groups/minutes_form.html", form, context)


def _save(form: MinutesForm, meeting: Meeting, request: SignedInRequest) -> None:
    services.save_minutes(
        meeting=meeting,
        present=form.present_keys,
        guests=form.cleaned_data["guests"],
        records=form.records,
        seen=form.cleaned_data["seen"],
        actor=request.user,
    )


@require_http_methods(["GET", "POST"])
def decision_add(request: SignedInRequest, project: str, meeting: int, item: int) -> HttpResponse:
    found = coordinated_item(request, project, meeting, item)
    if refused := _refused(request, found.meeting):
        return refused
    form = MadeDecisionForm(request.POST or None)
    if done(form, lambda: services.add_decision(item=found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The decision was added. It stands in the follow-up as well."))
        return redirect("register:meeting", project, meeting)
    context = {**_place(found.meeting), "item": found}
    return form_page(request, "register/groups/decision_form.html", form, context)


@require_http_methods(["GET", "POST"])
def minutes_approve(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    """Asks once, for the minutes are locked afterwards."""
    found = coordinated_meeting(request, project, meeting)
    if refused := _refused(request, found):
        return refused
    form = ApprovalForm(request.POST or None, initial={"approved_on": timezone.localdate()})
    if done(form, lambda: services.approve_minutes(meeting=found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The minutes are approved and locked."))
        return redirect("register:meeting", project, meeting)
    return form_page(request, "register/groups/approve.html", form, _place(found))


@require_http_methods(["GET", "POST"])
def minutes_correct(request: SignedInRequest, project: str, meeting: int, item: int) -> HttpResponse:
    """One item of approved minutes, with the reason."""
    found = coordinated_item(request, project, meeting, item)
    if not found.meeting.is_locked:
        messages.error(request, str(MinutesOpen()))
        return redirect("register:meeting", project, meeting)
    seen = audit.newest(found.meeting, services.MINUTES_CORRECTED)
    form = CorrectionForm(request.POST or None, initial={"text": found.record, "seen": seen})
    if done(form, lambda: services.correct_minutes(item=found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The minutes were corrected."))
        return redirect("register:meeting", project, meeting)
    context = {
        **_place(found.meeting),
        "item": found,
        "meanwhile": changes_since(form, found.meeting, services.MINUTES_CORRECTED, seen),
    }
    return form_page(request, "register/groups/correction_form.html", form, context)


def _place(meeting: Meeting) -> dict[str, Any]:
    return {"project": meeting.project, "group": meeting.group, "meeting": meeting}


def _refused(request: SignedInRequest, meeting: Meeting) -> HttpResponse | None:
    """Back to the meeting, with the reason, when its minutes cannot be written now."""
    if meeting.has_begun and not meeting.is_locked:
        return None
    messages.error(request, str(MinutesLocked() if meeting.is_locked else NotHeldYet()))
    return redirect("register:meeting", meeting.project.slug, meeting.pk)
