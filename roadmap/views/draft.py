"""The roadmap's room: the draft, what is proposed for it and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadmap import evidence, services
from roadmap.models import Horizon, Proposal, Roadmap, Step, Theme
from roadmap.reading import Reader
from roadmap.views.finding import draft_project, draft_roadmap, person
from yhes.common.asked import whole_number
from yhes.common.errors import DomainError
from yhes.common.words import in_language


@require_safe
def overview(request: HttpRequest, project: str) -> HttpResponse:
    """The whole draft on one page; before the first composing, what to do."""
    found = draft_project(request, project)
    roadmap = Roadmap.objects.filter(project=found).select_related("project").first()
    if roadmap is None:
        return render(request, "roadmap/draft_empty.html", {"project": found})
    edition = roadmap.editions.newest_first().defer("snapshot").first()
    themes = roadmap.themes.prefetch_related("evidence", "steps__evidence")
    context = {
        "project": found,
        "roadmap": roadmap,
        "edition": edition,
        "themes": [(theme, _rows(theme)) for theme in themes],
        "proposals": _proposals(roadmap),
        "waiting": roadmap.proposals.filter(answer=Proposal.Answer.OPEN).count(),
    }
    return render(request, "roadmap/draft.html", context)


@require_POST
def compose(request: HttpRequest, project: str) -> HttpResponse:
    """Look at the newest evidence; the proposals stand on the draft's page."""
    found = draft_project(request, project)
    roadmap = services.compose_draft(project=found, actor=person(request))
    waiting = roadmap.proposals.filter(answer=Proposal.Answer.OPEN).count()
    if waiting:
        words = ngettext(
            "The newest evidence gives %(count)s proposal.",
            "The newest evidence gives %(count)s proposals.",
            waiting,
        )
        messages.success(request, words % {"count": waiting})
    else:
        messages.info(request, _("The evidence gives nothing new to propose."))
    return redirect("roadmap:draft", project)


@require_POST
def answer(request: HttpRequest, project: str) -> HttpResponse:
    """Accept or decline one proposal, or accept all of them."""
    roadmap = draft_roadmap(request, project)
    try:
        _answer(request, roadmap)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("roadmap:draft", project)


def _rows(theme: Theme) -> list[tuple[Step, bool, bool]]:
    """Steps along the path, each with whether it is the first and the last of its horizon."""
    order = [*Horizon.values, ""]
    steps = sorted(theme.steps.all(), key=lambda step: (order.index(step.horizon), step.order, step.pk))
    rows = []
    for place, step in enumerate(steps):
        before = steps[place - 1].horizon if place else None
        after = steps[place + 1].horizon if place + 1 < len(steps) else None
        rows.append((step, before != step.horizon, after != step.horizon))
    return rows


def _answer(request: HttpRequest, roadmap: Roadmap) -> None:
    if request.POST.get("accept") == "all":
        count = services.accept_everything(roadmap=roadmap, actor=person(request))
        words = ngettext("%(count)s proposal was accepted.", "%(count)s proposals were accepted.", count)
        messages.success(request, words % {"count": count})
        return
    key = request.POST.get("accept") or request.POST.get("decline") or ""
    proposal = get_object_or_404(roadmap.proposals, pk=whole_number(key))
    if "accept" in request.POST:
        services.accept_proposal(proposal=proposal, actor=person(request))
        messages.success(request, _("The proposal was accepted. Edit it to fit."))
    else:
        services.decline_proposal(proposal=proposal, actor=person(request))
        messages.info(request, _("The proposal was left out. It returns when its evidence is renewed."))


def _proposals(roadmap: Roadmap) -> list[dict[str, Any]]:
    """Open proposals in words: what, why, and on which figures."""
    waiting = roadmap.proposals.filter(answer=Proposal.Answer.OPEN)
    if not waiting:
        return []
    reader = Reader(services.freeze_for_preview(roadmap), get_language() or "fi")
    figures = evidence.figures(roadmap.project)
    names = {("theme", theme.id): theme.title for theme in reader.themes}
    for theme in reader.themes:
        names |= {("step", step.id): step.title for step in (*theme.steps, *theme.closed)}
    return [_shown(proposal, reader, figures, names) for proposal in waiting]


def _shown(proposal: Proposal, reader: Reader, figures: Any, names: dict[Any, str]) -> dict[str, Any]:
    document = proposal.document
    keys = document.get("figures") or [document.get("basis") or document.get("figure")]
    reasons = document.get("reasons") or [document["reason"]]
    title = document.get("title") or document.get("starter", {}).get("title")
    kind, _separator, number = document.get("target", "").partition(":")
    place = names.get((kind, int(number))) if number else names.get(("theme", document.get("theme")))
    views = [reader.figure(figures[key]) for key in keys if key in figures]
    return {
        "proposal": proposal,
        "title": in_language(title) if title else (views[0].full_label if views else ""),
        "place": place or "",
        "reasons": [in_language(reason) for reason in reasons],
        "figures": views,
    }
