"""A meeting's own page, its time and place, its agenda and its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import access, history
from projects.register.forms.groups import (
    ChosenPapersForm,
    ItemForm,
    MeetingForm,
    UploadedPaperForm,
    papers_offered,
)
from projects.register.groups import access as readers
from projects.register.groups import papers
from projects.register.models import AgendaItem, Meeting, MeetingPaper
from projects.register.services import groups as services
from projects.register.views.groups.finding import (
    coordinated_group,
    coordinated_item,
    coordinated_meeting,
    visible_meeting,
)
from projects.register.views.meanwhile import changes_since, version
from yhes.accounts.access import used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page
from yhes.common.history import Entry, nowhere

HISTORY_LENGTH = 20


@require_safe
def meeting(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    found = visible_meeting(request, project, meeting)
    inside = readers.reads_inside(request.user, found.group)
    can_edit = access.can_edit_project(request.user, found.project)
    context = {
        "project": found.project,
        "group": found.group,
        "meeting": found,
        "inside": inside,
        "can_edit": can_edit,
        "shows_people": used_second_factor(request),
        "lines": papers.lines(found),
        "other_papers": papers.other_papers(found) if inside else (),
        "attendance": papers.attendance(found),
        "corrections": papers.corrections(found),
        "letters": _letters(found) if can_edit else None,
        "unwritten": len(services.recipients(found)) if can_edit else 0,
        "history": _history(request, found) if can_edit else None,
    }
    return render(request, "register/groups/meeting.html", context)


def _history(request: SignedInRequest, meeting: Meeting) -> list[Entry]:
    """Once the minutes are approved nothing is set back."""
    restore = nowhere if meeting.is_locked else restoring.links(request.user, meeting.project)
    return history.entries(audit.history(meeting)[:HISTORY_LENGTH], restore=restore)


def _letters(meeting: Meeting) -> dict[str, int]:
    rows = list(meeting.letters.values_list("is_owed", "sent_at"))
    return {
        "all": len(rows),
        "sent": sum(1 for _owed, at in rows if at),
        "waiting": sum(1 for owed, _at in rows if owed),
    }


@require_http_methods(["GET", "POST"])
def meeting_add(request: SignedInRequest, project: str, group: int) -> HttpResponse:
    found = coordinated_group(request, project, group)
    form = MeetingForm(request.POST or None)
    new, made = Meeting(group=found, project=found.project), []
    if done(
        form,
        lambda: made.append(services.save_meeting(meeting=new, facts=form.facts, actor=request.user)),
    ):
        messages.success(request, _("The meeting was added. Write its agenda next."))
        return redirect("register:meeting", project, made[0].pk)
    context = {"project": found.project, "group": found, "meeting": None}
    return form_page(request, "register/groups/meeting_form.html", form, context)


@require_http_methods(["GET", "POST"])
def meeting_edit(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    found = coordinated_meeting(request, project, meeting)
    seen = version(found, services.MEETING_CHANGED)
    form = MeetingForm(request.POST or None, instance=found, initial={"seen": seen})
    before, saved = found.revision, []
    if done(
        form,
        lambda: saved.append(
            services.save_meeting(
                meeting=found, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
            )
        ),
    ):
        told = _told(found) if saved[0].revision > before else ""
        messages.success(request, " ".join(filter(None, [_("The change was saved."), told])))
        return redirect("register:meeting", project, meeting)
    meanwhile = changes_since(form, found, services.MEETING_CHANGED, seen)
    context = {
        "project": found.project,
        "group": found.group,
        "meeting": found,
        "meanwhile": meanwhile,
        "concerned": _concerned(found),
    }
    return form_page(request, "register/groups/meeting_form.html", form, context)


def _concerned(meeting: Meeting) -> int:
    """How many are told when a coming meeting is moved or called off."""
    return services.concerned(meeting).count() if meeting.ends_at > timezone.now() else 0


def _told(meeting: Meeting) -> str:
    """What is said beside a change that letters tell of; "" when there is nobody to tell."""
    count = _concerned(meeting)
    text = ngettext(
        "%(count)s member who has had the papers gets a letter about it.",
        "%(count)s members who have had the papers get a letter about it.",
        count,
    )
    return text % {"count": count} if count else ""


@require_POST
def meeting_remove(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    found = coordinated_meeting(request, project, meeting)
    if _acted(request, lambda: services.remove_meeting(meeting=found, actor=request.user)):
        if told := _told(found):
            messages.success(request, told)
        group = reverse("register:group", args=[project, found.group_id])
        return redirect(f"{group}?removed={found.pk}")
    return redirect("register:meeting", project, meeting)


@require_http_methods(["GET", "POST"])
def item_edit(request: SignedInRequest, project: str, meeting: int, item: int | None = None) -> HttpResponse:
    """A new item of the agenda, or one that exists."""
    found = coordinated_meeting(request, project, meeting)
    existing = coordinated_item(request, project, meeting, item) if item else None
    seen = audit.newest(found, services.AGENDA_CHANGED)
    form = ItemForm(request.POST or None, instance=existing, initial={"seen": seen})
    row = existing or AgendaItem(meeting=found)
    if done(
        form,
        lambda: services.save_item(
            item=row, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
        ),
    ):
        messages.success(request, _("The agenda was saved."))
        return redirect("register:meeting", project, meeting)
    context: dict[str, Any] = {"project": found.project, "group": found.group, "meeting": found}
    context["item"] = existing
    if existing:
        context["meanwhile"] = changes_since(form, found, services.AGENDA_CHANGED, seen)
    return form_page(request, "register/groups/item_form.html", form, context)


@require_POST
def item_move(request: SignedInRequest, project: str, meeting: int, item: int) -> HttpResponse:
    """One place up (up=1) or down."""
    found = coordinated_item(request, project, meeting, item)
    up = request.POST.get("up") == "1"
    _acted(request, lambda: services.move_item(item=found, up=up, actor=request.user))
    return redirect("register:meeting", project, meeting)


@require_http_methods(["GET", "POST"])
def item_remove(request: SignedInRequest, project: str, meeting: int, item: int) -> HttpResponse:
    """Asks once, for it cannot be undone."""
    found = coordinated_item(request, project, meeting, item)
    if request.method == "GET":
        of_meeting = found.meeting
        context = {"project": of_meeting.project, "group": of_meeting.group, "meeting": of_meeting}
        return render(request, "register/groups/item_remove.html", {**context, "item": found})
    if _acted(request, lambda: services.remove_item(item=found, actor=request.user)):
        messages.success(request, _("The item was taken off the agenda."))
    return redirect("register:meeting", project, meeting)


@require_http_methods(["GET", "POST"])
def paper_add(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    """Documents of the project, or a new one: two forms, of which one is sent."""
    found = coordinated_meeting(request, project, meeting)
    offered = papers_offered(found.project, found)
    uploads = "upload" in request.POST
    chosen = ChosenPapersForm(_sent(request, not uploads), meeting=found, offered=offered)
    upload = UploadedPaperForm(
        _sent(request, uploads), request.FILES if uploads else None, meeting=found, prefix="new"
    )
    form: Any = upload if uploads else chosen
    if done(form, lambda: _take(form, found, request)):
        messages.success(request, _("The papers were added."))
        return redirect("register:meeting", project, meeting)
    context = {
        "project": found.project,
        "group": found.group,
        "meeting": found,
        "chosen": chosen,
        "upload": upload,
        "has_documents": bool(offered),
    }
    return form_page(request, "register/groups/paper_add.html", form, context)


def _sent(request: SignedInRequest, is_this_one: bool) -> Any:
    return request.POST if request.method == "POST" and is_this_one else None


def _take(form: Any, meeting: Meeting, request: SignedInRequest) -> None:
    typed = form.cleaned_data
    if "file" in typed:
        services.upload_paper(meeting=meeting, actor=request.user, **typed)
    else:
        services.take_papers(meeting=meeting, actor=request.user, **typed)


@require_POST
def paper_remove(request: SignedInRequest, project: str, meeting: int, paper: int) -> HttpResponse:
    found = coordinated_meeting(request, project, meeting)
    row: MeetingPaper = get_object_or_404(found.papers.select_related("document"), pk=paper)
    row.meeting = found
    if _acted(request, lambda: services.remove_paper(paper=row, actor=request.user)):
        messages.success(request, _("The paper was taken off; the document stays the project's."))
    return redirect("register:meeting", project, meeting)


def _acted(request: SignedInRequest, act: Any) -> bool:
    """Whether a press of a button was not refused; a refusal is told on the page that follows."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True
