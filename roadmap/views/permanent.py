"""Permanent addresses lead to the page in the reader's language."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from roadmap import access
from roadmap.models import Edition
from roadmap.snapshot import from_document
from roadmap.views.finding import edition_by_key, public_cache


@login_not_required
@require_safe
@public_cache
def edition(request: HttpRequest, edition: int) -> HttpResponse:
    found = edition_by_key(edition)
    return redirect("roadmap:edition", found.roadmap.project.slug, found.number)


@login_not_required
@require_safe
@public_cache
def edition_step(request: HttpRequest, edition: int, step: int) -> HttpResponse:
    found = edition_by_key(edition)
    if from_document(found.snapshot).find(step) is None:
        raise Http404
    return redirect("roadmap:step", found.roadmap.project.slug, found.number, step)


@login_not_required
@require_safe
@public_cache
def step(request: HttpRequest, step: int) -> HttpResponse:
    """The step in the newest edition that shows it."""
    for found in (
        Edition.objects.filter(access.editions_visible(), roadmap__themes__steps=step)
        .select_related("roadmap__project")
        .newest_first()
    ):
        if from_document(found.snapshot).find(step) is not None:
            return redirect("roadmap:step", found.roadmap.project.slug, found.number, step)
    raise Http404
