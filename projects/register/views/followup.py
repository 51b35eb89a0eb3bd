"""Following up the project: milestones, deliverables, risks, decisions and documents.

Everybody with a part in the project reads; coordinators write, and they alone see the risks.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import access, history, services
from projects.register.followup import KINDS, Kind, room
from projects.register.groups.access import documents_visible_to
from projects.register.models import Document, FollowedUp, Project
from projects.register.services.followup import changed
from projects.register.views.finding import coordinated_project, desk_project
from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.asked import whole_number
from yhes.common.export import Format, table_response
from yhes.common.forms import done, form_page

PER_PAGE = 50


@require_safe
def overview(request: SignedInRequest, project: str) -> HttpResponse:
    """What comes next, what is late, the greatest risks and the latest decisions."""
    found = desk_project(request, project)
    can_edit = access.can_edit_project(request.user, found)
    context = {
        "project": found,
        "can_edit": can_edit,
        "tabs": _tabs(found, "", can_edit),
        **room.overview(found, confidential=can_edit),
    }
    return render(request, "register/followup/overview.html", context)


@require_safe
def item_list(request: SignedInRequest, project: str, kind: str) -> HttpResponse:
    found, listed = _list(request, project, kind)
    can_edit = access.can_edit_project(request.user, found)
    rows = listed.filter(request.GET, queryset=_present(request, listed, found), request=request)
    page = Paginator(rows.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "can_edit": can_edit,
        "kind": listed,
        "tabs": _tabs(found, listed.slug, can_edit),
        "filter": rows,
        "page_obj": page,
        "removed": _just_removed(request, listed, found) if can_edit else None,
        "rows_template": f"register/followup/{listed.slug}.html",
        "add_url": reverse("register:document_add", args=[found.slug])
        if listed.form is None
        else reverse("register:followup_add", args=[found.slug, listed.slug]),
    }
    return render(request, "register/followup/list.html", context)


@require_safe
def item_export(request: SignedInRequest, project: str, kind: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    found, listed = _list(request, project, kind)
    rows = listed.filter(request.GET, queryset=_present(request, listed, found), request=request)
    name = f"{found.slug}-{listed.slug}"
    return table_response(name=name, file_format=file_format, head=listed.head(), rows=listed.cells(rows.qs))


@require_http_methods(["GET", "POST"])
def item_edit(request: SignedInRequest, project: str, kind: str, item: int | None = None) -> HttpResponse:
    """A new one, or one that exists, with its history under it."""
    found = coordinated_project(request, project)
    listed = _kind(kind)
    if listed.form is None:
        raise Http404
    existing = _item(listed, found, item) if item else None
    action = changed(listed.model)
    seen = version(existing, action) if existing else None
    form = listed.form(request.POST or None, instance=existing, project=found, initial={"seen": seen})
    new = existing or listed.model(project=found)
    if done(
        form,
        lambda: services.save_followed_up(
            item=new, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:followup_list", project, kind)
    context = {"project": found, "kind": listed, "item": existing}
    if existing:
        context["history"] = history.entries(
            audit.history(existing), restore=restoring.links(request.user, found)
        )
        context["meanwhile"] = changes_meanwhile(form, action)
    return form_page(request, "register/followup/form.html", form, context)


@require_POST
def item_remove(request: SignedInRequest, project: str, kind: str, item: int) -> HttpResponse:
    """Into the bin; the list then offers to undo it."""
    found = coordinated_project(request, project)
    existing = _item(_kind(kind), found, item)
    services.remove_followed_up(item=existing, actor=request.user)
    address = reverse("register:followup_list", args=[project, kind])
    return redirect(f"{address}?removed={existing.pk}")


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _list(request: SignedInRequest, project: str, slug: str) -> tuple[Project, Kind]:
    """A list that the person may read."""
    found, kind = desk_project(request, project), _kind(slug)
    if kind.confidential and not access.can_edit_project(request.user, found):
        raise PermissionDenied
    return found, kind


def _present(request: SignedInRequest, kind: Kind, project: Project) -> Any:
    rows = kind.model.objects.present().filter(project=project).select_related(*kind.related)
    return rows.filter(documents_visible_to(request.user, project)) if kind.model is Document else rows


def _item(kind: Kind, project: Project, key: int) -> FollowedUp:
    found: FollowedUp = get_object_or_404(kind.model.objects.present(), pk=key, project=project)
    return found


def _just_removed(request: SignedInRequest, kind: Kind, project: Project) -> FollowedUp | None:
    key = whole_number(request.GET.get("removed", ""))
    if key is None:
        return None
    removed: FollowedUp | None = kind.model.objects.in_bin().filter(pk=key, project=project).first()
    return removed


def _tabs(project: Project, current: str, can_edit: bool) -> list[dict[str, Any]]:
    """Overview and the kinds the person may read."""
    shown = [kind for kind in KINDS.values() if can_edit or not kind.confidential]
    lists = [
        {
            "label": kind.name,
            "url": reverse("register:followup_list", args=[project.slug, kind.slug]),
            "current": kind.slug == current,
        }
        for kind in shown
    ]
    first = {
        "label": _("Overview"),
        "url": reverse("register:followup", args=[project.slug]),
        "current": not current,
    }
    return [first, *lists]
