"""What has been deleted of the project's surveys, by rule and on time, and what will be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.register.models import Project
from surveys import history
from surveys.filters import DeletionFilter
from surveys.models import Round
from surveys.services import deletions
from surveys.views.finding import breadcrumbs, managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.models import AuditEvent

_PER_PAGE = 20
_NEXT = 20


@require_safe
def deletion_log(request: SignedInRequest, project: str) -> HttpResponse:
    """Coordinators see their own project's, administrators those of any project or of all."""
    found = managed_project(request, project)
    is_all = request.user.is_superuser and request.GET.get("projects") == "all"
    events = deletions.log_of(None if is_all else [found.pk])
    filtered = DeletionFilter(request.GET, queryset=events, request=request)
    page = Paginator(filtered.qs, _PER_PAGE).get_page(request.GET.get("page"))
    coming = deletions.due(Round.objects.all() if is_all else Round.objects.filter(project=found))
    context = {
        "project": found,
        "crumbs": breadcrumbs(found, (_("Deletions"), "")),
        "filter": filtered,
        "has_filter": bool(page.paginator.count) or filtered.is_narrowed or request.user.is_superuser,
        "page": page,
        "head": [{"label": label} for label in (_("Deleted"), _("Round"), _("What and how many"))],
        "rows": _rows(list(page), is_all=is_all),
        "due_head": [{"label": label} for label in (_("Will be deleted"), _("Round"), _("What"))],
        "due_rows": [_due_cells(entry, is_all=is_all) for entry in coming[:_NEXT]],
        "more": max(0, len(coming) - _NEXT),
    }
    return render(request, "surveys/deletions.html", context)


def _rows(events: Iterable[AuditEvent], *, is_all: bool) -> list[list[dict[str, Any]]]:
    """For components/table.html; the rounds are read at once and named in the reader's language."""
    events = list(events)
    of_orders, of_rounds = (
        {event.pk: int(event.object_id) for event in events if (event.action == deletions.ORDERS) == is_order}
        for is_order in (True, False)
    )
    rounds = Round.objects.select_related("project").in_bulk(of_rounds.values())
    projects = Project.objects.in_bulk(of_orders.values())
    return [
        _cells(event, _round_cell(rounds[of_rounds[event.pk]], is_all=is_all))
        if event.pk in of_rounds
        else _cells(event, _orders_cell(projects.get(of_orders[event.pk]), event, is_all=is_all))
        for event in events
    ]


def _cells(event: AuditEvent, whose: dict[str, Any]) -> list[dict[str, Any]]:
    what = {"text": capfirst(str(DeletionFilter.WHAT[event.action])), "sub": history.numbers(event)}
    return [{"text": _moment(event.at)}, whose, what]


def _orders_cell(project: Project | None, event: AuditEvent, *, is_all: bool) -> dict[str, Any]:
    """A project may be gone, with its orders; a round that has been opened never is."""
    url = reverse("surveys:orders", args=[project.slug]) if project else ""
    whose = str(project or event.object_label) if is_all else ""
    return {"text": _("Orders of surveys"), "url": url, "header": True, "sub": whose}


def _due_cells(entry: deletions.Due, *, is_all: bool) -> list[dict[str, Any]]:
    what = {
        "envelopes": _("sealed envelopes, as soon as they are counted"),
        "invitations": _("list of those invited, with addresses and links"),
        "answers": _("answers and open answers"),
    }[entry.what]
    planned = _("if the round closes as planned") if entry.is_planned else ""
    late = _("late: within a minute, if the portal’s clock runs") if entry.at < timezone.now() else ""
    return [
        {"text": _moment(entry.at), "sub": late or planned},
        _round_cell(entry.round, is_all=is_all),
        {"text": capfirst(what)},
    ]


def _round_cell(round_: Round, *, is_all: bool) -> dict[str, Any]:
    url = reverse("surveys:round", args=[round_.project.slug, round_.pk])
    return {"text": round_.title, "url": url, "header": True, "sub": str(round_.project) if is_all else ""}


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
