"""The list of a project's partners: search, sort, one state for many, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from projects.register import access, listing, services
from projects.register.activity import QUIET_AFTER, with_activity
from projects.register.filters import PartnerFilter
from projects.register.forms import BulkForm
from projects.register.models import Partnership, Project
from projects.register.views.finding import coordinated_project, desk_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import whole_number
from yhes.common.export import Format, table_response
from yhes.common.models import AuditEvent

PER_PAGE = 25


@require_safe
def partner_list(request: SignedInRequest, project: str) -> HttpResponse:
    """All partners for a coordinator; contacts and management go straight to their own."""
    found = desk_project(request, project)
    partnerships = _visible(request, found)
    if not access.is_coordinator(request.user, found):
        return _own(found, partnerships)
    return render(
        request, "register/partner_list.html", _list_context(request, found, BulkForm(project=found))
    )


@require_POST
def partner_bulk(request: SignedInRequest, project: str) -> HttpResponse:
    """For every partner that was ticked: send the invitation again, or record the chosen state."""
    found = coordinated_project(request, project)
    form = BulkForm(request.POST, project=found)
    if not form.is_valid():
        context = _list_context(request, found, form)
        return render(request, "register/partner_list.html", context, status=400)
    chosen = [partnership.pk for partnership in form.cleaned_data["partner"]]
    if form.cleaned_data["remind"]:
        _remind(request, found, chosen)
    else:
        _set_state(request, found, chosen, form.cleaned_data["state"])
    return redirect("register:partner_list", found.slug)


def _remind(request: SignedInRequest, project: Project, chosen: list[int]) -> None:
    count = services.remind_partners(project=project, partnerships=chosen, actor=request.user)
    if not count:
        said = _(
            "Nothing was sent: nothing waits for these partners, nobody of theirs can be written to, or they "
            "were reminded less than a day ago."
        )
        messages.info(request, said)
        return
    said = ngettext("%(count)s reminder is on its way.", "%(count)s reminders are on their way.", count)
    messages.success(request, said % {"count": count})


def _set_state(request: SignedInRequest, project: Project, chosen: list[int], state: str) -> None:
    count = services.set_partner_state(project=project, partnerships=chosen, state=state, actor=request.user)
    said = ngettext(
        "The state of %(count)s partner was changed.", "The state of %(count)s partners was changed.", count
    )
    messages.success(request, said % {"count": count})


@require_safe
def partner_export(request: SignedInRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    found = coordinated_project(request, project)
    visible = with_activity(_visible(request, found), found)
    partnerships = PartnerFilter(request.GET, queryset=visible, request=request).qs
    return table_response(
        name=f"{found.slug}-partners",
        file_format=file_format,
        head=listing.partner_head(),
        rows=listing.partner_cells(partnerships),
    )


def _visible(request: SignedInRequest, project: Project) -> QuerySet[Partnership]:
    return Partnership.objects.filter(access.partnerships_in_desk(request.user, project)).for_listing()


def _own(project: Project, partnerships: QuerySet[Partnership]) -> HttpResponse:
    """A person with several organisations starts at the first; its page leads to the others."""
    first = partnerships.first()
    if first is None:
        raise Http404
    return redirect("register:partner", project.slug, first.organisation.slug)


def _list_context(request: SignedInRequest, project: Project, bulk: BulkForm) -> dict[str, Any]:
    visible = with_activity(_visible(request, project), project)
    found = PartnerFilter(request.GET, queryset=visible, request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "project": project,
        "filter": found,
        "page_obj": page,
        "rows": listing.partner_rows(page.object_list, project),
        "total": project.partnerships.count() if found.is_narrowed and not page.object_list else 0,
        "bulk": bulk,
        "ticked": bulk.ticked,
        "removed": _removal(request, project),
        "quiet_days": QUIET_AFTER.days,
    }


def _removal(request: SignedInRequest, project: Project) -> AuditEvent | None:
    """The removal that has just happened, so that the page can offer to undo it."""
    key = whole_number(request.GET.get("removed", ""))
    if key is None:
        return None
    removals = AuditEvent.objects.filter(action=services.REMOVED, project_id=project.pk)
    return removals.filter(pk=key).first()
