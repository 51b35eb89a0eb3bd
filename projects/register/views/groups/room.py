"""The list of groups, one group with its members and meetings, and changing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import access, history
from projects.register.forms.groups import GroupForm, MemberForm
from projects.register.groups import access as readers
from projects.register.groups.filters import MeetingFilter
from projects.register.models import GroupMember, Meeting, Project, ProjectGroup
from projects.register.services import groups as services
from projects.register.services.groups.forgetting import KEPT_DAYS
from projects.register.views.finding import coordinated_project, desk_project
from projects.register.views.groups.finding import coordinated_group, visible_group
from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.access import used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.asked import whole_number
from yhes.common.forms import done, form_page
from yhes.common.history import Entry

PER_PAGE = 25
HISTORY_LENGTH = 20


@require_safe
def group_list(request: SignedInRequest, project: str) -> HttpResponse:
    found = desk_project(request, project)
    today = timezone.localdate()
    current = (Q(members__since__isnull=True) | Q(members__since__lte=today)) & (
        Q(members__until__isnull=True) | Q(members__until__gte=today)
    )
    groups = ProjectGroup.objects.present().filter(readers.groups_visible_to(request.user), project=found)
    rows = list(groups.annotate(member_count=Count("members", filter=current, distinct=True)))
    coming = Meeting.objects.coming().filter(readers.meetings_visible_to(request.user), project=found)
    following: dict[int, Any] = {}
    for meeting in coming.select_related("group")[:PER_PAGE]:
        following.setdefault(meeting.group_id, meeting)
    context = {
        "project": found,
        "can_edit": access.can_edit_project(request.user, found),
        "rows": [{"group": group, "next": following.get(group.pk)} for group in rows],
        "removed": _removed(request, found),
    }
    return render(request, "register/groups/list.html", context)


def _removed(request: SignedInRequest, project: Project) -> ProjectGroup | None:
    """What has just gone into the bin, for those who can bring it back."""
    key = whole_number(request.GET.get("removed", ""))
    if not access.can_edit_project(request.user, project):
        return None
    found: ProjectGroup | None = ProjectGroup.objects.in_bin().filter(project=project, pk=key).first()
    return found


@require_safe
def group(request: SignedInRequest, project: str, group: int) -> HttpResponse:
    found = visible_group(request, project, group)
    inside = readers.reads_inside(request.user, found)
    can_edit = access.can_edit_project(request.user, found.project)
    rows = Meeting.objects.present().filter(readers.meetings_visible_to(request.user), group=found)
    rows = rows.select_related("group").order_by("-starts_at", "-pk")
    filtered = MeetingFilter(request.GET, queryset=rows, request=request)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    members = found.members.select_related("user", "deputy_of__user") if inside else ()
    context = {
        "project": found.project,
        "group": found,
        "inside": inside,
        "can_edit": can_edit,
        "shows_people": used_second_factor(request),
        "members": members,
        "today": timezone.localdate(),
        "filter": filtered,
        "export_query": f"group={found.pk}&{filtered.query}",
        "page_obj": page,
        "kept_days": KEPT_DAYS,
        "history": _history(request, found) if can_edit else None,
        "removed": _removed_meeting(request, found) if can_edit else None,
    }
    return render(request, "register/groups/group.html", context)


def _history(request: SignedInRequest, group: ProjectGroup) -> list[Entry]:
    restore = restoring.links(request.user, group.project)
    return history.entries(audit.history(group)[:HISTORY_LENGTH], restore=restore)


def _removed_meeting(request: SignedInRequest, group: ProjectGroup) -> Meeting | None:
    """What has just gone into the bin, so that the page can offer to undo it."""
    key = whole_number(request.GET.get("removed", ""))
    found: Meeting | None = Meeting.objects.in_bin().filter(group=group, pk=key).first()
    return found


@require_http_methods(["GET", "POST"])
def group_add(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    form = GroupForm(request.POST or None, initial={"title_fi": "", "kind": _free_kind(found)})
    new = ProjectGroup(project=found)
    made: list[ProjectGroup] = []
    if done(form, lambda: made.append(services.save_group(group=new, facts=form.facts, actor=request.user))):
        messages.success(request, _("The group was added. Add its members next."))
        return redirect("register:group", project, made[0].pk)
    return form_page(request, "register/groups/form.html", form, {"project": found, "group": None})


def _free_kind(project: Any) -> str:
    """A project's first group is most often its steering group."""
    groups = ProjectGroup.objects.present().filter(project=project)
    taken = groups.filter(kind=ProjectGroup.Kind.STEERING).exists()
    return ProjectGroup.Kind.THEME if taken else ProjectGroup.Kind.STEERING


@require_http_methods(["GET", "POST"])
def group_edit(request: SignedInRequest, project: str, group: int) -> HttpResponse:
    found = coordinated_group(request, project, group)
    seen = version(found, services.GROUP_CHANGED)
    form = GroupForm(request.POST or None, instance=found, initial={"seen": seen})
    if done(
        form,
        lambda: services.save_group(
            group=found, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:group", project, group)
    context = {
        "project": found.project,
        "group": found,
        "meanwhile": changes_meanwhile(form, services.GROUP_CHANGED),
    }
    return form_page(request, "register/groups/form.html", form, context)


@require_POST
def group_remove(request: SignedInRequest, project: str, group: int) -> HttpResponse:
    found = coordinated_group(request, project, group)
    services.remove_group(group=found, actor=request.user)
    return redirect(f"{reverse('register:group_list', args=[project])}?removed={found.pk}")


@require_http_methods(["GET", "POST"])
def group_member_add(request: SignedInRequest, project: str, group: int) -> HttpResponse:
    found = coordinated_group(request, project, group)
    form = MemberForm(request.POST or None, group=found)
    new = GroupMember(group=found)
    if done(form, lambda: services.save_group_member(member=new, facts=form.facts, actor=request.user)):
        messages.success(request, _("The member was added."))
        return redirect("register:group", project, group)
    return form_page(request, "register/groups/member_form.html", form, _of_member(found, None))


@require_http_methods(["GET", "POST"])
def group_member_edit(request: SignedInRequest, project: str, group: int, member: int) -> HttpResponse:
    found = coordinated_group(request, project, group)
    row: GroupMember = get_object_or_404(found.members.select_related("user", "group"), pk=member)
    seen = version(row, services.MEMBER_CHANGED)
    form = MemberForm(request.POST or None, instance=row, group=found, initial={"seen": seen})
    if done(
        form,
        lambda: services.save_group_member(
            member=row, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:group", project, group)
    context = {**_of_member(found, row), "meanwhile": changes_meanwhile(form, services.MEMBER_CHANGED)}
    return form_page(request, "register/groups/member_form.html", form, context)


@require_http_methods(["GET", "POST"])
def group_member_remove(request: SignedInRequest, project: str, group: int, member: int) -> HttpResponse:
    """Asks once, for it cannot be undone."""
    found = coordinated_group(request, project, group)
    row: GroupMember = get_object_or_404(found.members.select_related("user", "group"), pk=member)
    if request.method == "POST":
        services.remove_group_member(member=row, actor=request.user)
        messages.success(request, _("The member was removed."))
        return redirect("register:group", project, group)
    return render(request, "register/groups/member_remove.html", _of_member(found, row))


def _of_member(group: ProjectGroup, member: GroupMember | None) -> dict[str, Any]:
    return {
        "project": group.project,
        "group": group,
        "member": member,
        "kept_days": KEPT_DAYS,
        "group_url": reverse("register:group", args=[group.project.slug, group.pk]),
    }
