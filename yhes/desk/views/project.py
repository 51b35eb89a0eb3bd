"""What needs me today."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.register import access
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs, registry
from yhes.common.models import Job
from yhes.common.registry import OverviewBlock
from yhes.desk import calendar

MOST_TODOS = 5


@require_safe
def project(request: SignedInRequest, project: str) -> HttpResponse:
    """At most five things that wait, soonest first; the others are folded under them."""
    mine = Project.objects.filter(access.projects_in_desk(request.user))
    found: Project = get_object_or_404(mine, slug=project)
    access.remember(person(request))
    todos = sorted(_offered("todo", request, found), key=lambda todo: todo.urgency)
    blocks = sorted(_offered("overview", request, found), key=lambda block: block.order)
    context = {
        "project": found,
        "today": timezone.localdate(),
        "todos": todos[:MOST_TODOS],
        "more_todos": todos[MOST_TODOS:],
        "days": calendar.strip(request.user, found),
        "lead_title": next((block.title for block in blocks if block.place == "lead"), ""),
        **{
            place: [_drawn(block, request) for block in blocks if block.place == place]
            for place in ("lead", "main", "aside")
        },
        "create": sorted(_offered("create", request, found), key=lambda item: item.order),
    }
    return render(request, "desk/overview.html", context)


def _offered(kind: registry.Kind, request: SignedInRequest, project: Project) -> list[Any]:
    """What every app offers the person in this project."""
    return [
        item for provider in registry.providers(kind).values() for item in provider(request.user, project)
    ]


def _drawn(block: OverviewBlock, request: SignedInRequest) -> str:
    return render_to_string(block.template, block.context, request)


@require_safe
def job(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far a job is, for the one who started it; the page asks again every two seconds."""
    found = get_object_or_404(Job, pk=pk, started_by=request.user)
    return render(request, "components/job_progress.html", jobs.shown(found))
