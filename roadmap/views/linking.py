"""Choosing the figures that a theme or a step rests on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roadmap import evidence, services
from roadmap.forms import CaptionForm
from roadmap.models import EvidenceLink, Step, Theme
from roadmap.reading import FigureView, Reader
from roadmap.views.finding import draft_link, draft_step, draft_theme, person
from yhes.common.errors import DomainError


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, project: str, theme: int) -> HttpResponse:
    return _choose(request, project, draft_theme(request, project, theme))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, project: str, step: int) -> HttpResponse:
    return _choose(request, project, draft_step(request, project, step))


@require_POST
def caption(request: HttpRequest, project: str, link: int) -> HttpResponse:
    """Words for what the figure tells here."""
    found = draft_link(request, project, link)
    form = CaptionForm(request.POST, instance=found)
    if form.is_valid():
        services.caption_evidence(
            link=draft_link(request, project, link), values=form.facts, actor=person(request)
        )
        messages.success(request, _("The caption was saved."))
    else:
        messages.error(request, _("A caption is at most 120 characters."))
    return redirect(_address(project, found))


@require_POST
def unlink(request: HttpRequest, project: str, link: int) -> HttpResponse:
    found = draft_link(request, project, link)
    back = _address(project, found)
    services.unlink_evidence(link=found, actor=person(request))
    messages.success(request, _("The figure was removed from here."))
    return redirect(back)


@require_POST
def first(request: HttpRequest, project: str, link: int) -> HttpResponse:
    """Cards show two figures: this is to be one of them."""
    found = draft_link(request, project, link)
    services.show_first(link=found, actor=person(request))
    messages.success(request, _("The figure is shown first."))
    return redirect(_address(project, found))


def _choose(request: HttpRequest, project: str, target: Theme | Step) -> HttpResponse:
    if request.method == "POST":
        try:
            services.link_evidence(
                target=target, figure_key=request.POST.get("figure", ""), actor=person(request)
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The figure was linked."))
        return redirect(request.path)
    roadmap = target.roadmap if isinstance(target, Theme) else target.theme.roadmap
    context = {"project": roadmap.project, "target": target, "is_step": isinstance(target, Step)}
    return render(request, "roadmap/evidence.html", context | _offered(target, roadmap, request))


def _offered(target: Theme | Step, roadmap: Any, request: HttpRequest) -> dict[str, Any]:
    """Linked figures with their captions, and the others by source; protected ones say so."""
    reader = Reader(services.freeze_for_preview(roadmap), get_language() or "fi")
    figures = evidence.figures(roadmap.project)
    links = list(target.evidence.all())
    linked = [
        {
            "link": link,
            "view": reader.figure(figures[link.figure_key]) if link.figure_key in figures else None,
            "form": CaptionForm(instance=link, prefix="", auto_id=f"link-{link.pk}-%s"),
        }
        for link in links
    ]
    taken = {link.figure_key for link in links}
    groups: dict[str, list[FigureView]] = {}
    for key, figure in figures.items():
        if key not in taken:
            groups.setdefault(figure.source, []).append(reader.figure(figure))
    names = {
        "surveys": _("Surveys"),
        "workshops": _("Workshops"),
        "peercoaching": _("Peer coaching"),
        "register": _("Project register"),
        "plans": _("Action plans"),
    }
    offered = [{"name": names.get(source, source), "figures": views} for source, views in groups.items()]
    return {"linked": linked, "offered": offered}


def _address(project: str, link: EvidenceLink) -> str:
    if link.step_id is not None:
        return reverse("roadmap:step_evidence", args=[project, link.step_id])
    return reverse("roadmap:theme_evidence", args=[project, link.theme_id])
