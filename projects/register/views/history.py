"""Who did what in a project's register: to read, to narrow and to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from projects.register import history
from projects.register.trail_filter import TrailFilter
from projects.register.views.finding import coordinated_project
from yhes.accounts.requests import SignedInRequest
from yhes.common import restoring
from yhes.common.export import Cell, Format, streamed_table
from yhes.common.models import AuditEvent

PER_PAGE = 50


@require_safe
def project_history(request: SignedInRequest, project: str) -> HttpResponse:
    """Page by page; the coordinator may set fields back from here."""
    found = coordinated_project(request, project)
    filtered = TrailFilter(request.GET, queryset=history.of_project(found), request=request)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    restore = restoring.links(request.user, found)
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "history": history.entries(page.object_list, naming=True, restore=restore),
    }
    return render(request, "register/history.html", context)


@require_safe
def history_export(request: SignedInRequest, project: str, file_format: Format) -> StreamingHttpResponse:
    """The history as it is narrowed, all pages of it: a line for each field that changed."""
    found = coordinated_project(request, project)
    filtered = TrailFilter(request.GET, queryset=history.of_project(found), request=request)
    return streamed_table(
        name=f"{found.slug}-history",
        file_format=file_format,
        head=[_("When"), _("Who"), _("What"), _("Field"), pgettext("a change", "Before"),
              pgettext("a change", "After")],
        rows=_lines(filtered.qs.iterator(500)),
    )  # fmt: skip


def _lines(events: Iterable[AuditEvent]) -> Iterator[list[Cell]]:
    for event in events:
        (entry,) = history.entries([event], naming=True)
        done = [f"{timezone.localtime(entry.when):%Y-%m-%d %H:%M}", entry.who, entry.text]
        for change in entry.changes:
            yield [*done, change.label, change.before, change.after]
        if not entry.changes:
            yield [*done, "", "", ""]
