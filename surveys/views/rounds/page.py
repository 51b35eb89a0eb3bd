"""One round: its stage, what to do next, and while it is open the coarse response rates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import access, history
from surveys.language import shown
from surveys.models import Group, GroupTree, Release, ResponseRate, Round, invited_by_leaf
from surveys.services import opening
from surveys.services.rates import SMALLEST, groups_shown
from surveys.views.finding import breadcrumbs, round_of
from surveys.views.rounds.stages import badge_of, stages_of
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, jobs
from yhes.common.models import Job

_LOW = 5
_LATEST_EVENTS = 20


@require_safe
def round_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    round_ = round_of(request, project, pk)
    can_manage = access.can_manage(request.user, round_.project)
    context = {
        "round": round_,
        "crumbs": breadcrumbs(round_.project, (round_.title, "")),
        "badge": badge_of(round_),
        "stages": stages_of(round_),
        "facts": _facts(round_),
        "job": job_of(request, opening.subject(round_)),
        "checks": opening.checklist(round_) if round_.state == Round.State.DRAFT else [],
        "release": Release.objects.filter(round=round_, withdrawn_at__isnull=True).first(),
        "withdrawn": Release.objects.filter(round=round_, withdrawn_at__isnull=False).first(),
        "tiles": _tiles(request, round_) if round_.state == Round.State.OPEN else [],
        "days_left": (timezone.localdate(round_.closes_at) - timezone.localdate()).days,
        "can_manage": can_manage,
        "can_invite": Group.objects.filter(access.groups_invited_by(request.user, round_)).exists(),
        "history": history.entries(audit.history(round_)[:_LATEST_EVENTS]) if can_manage else [],
    }
    return render(request, "surveys/rounds/round.html", context)


def job_of(request: SignedInRequest, subject: str) -> dict[str, Any] | None:
    """The latest job about something, for whoever started it; a finished one is not news any more."""
    job = Job.objects.about(subject).exclude(kind="surveys.probe_key").first()
    if job is None or job.state == Job.State.DONE:
        return None
    if job.is_active and job.started_by_id != request.user.pk:
        return {"is_others": True}
    return jobs.shown(job)


def _facts(round_: Round) -> dict[str, Any]:
    tree = GroupTree.of(round_)
    return {
        "questionnaire": shown(round_.questionnaire.questionnaire.title),
        "questions": len(round_.asked.items),
        "headcount": tree.headcounts()[tree.root.pk] if tree.root else 0,
        "invited": tree.totals(invited_by_leaf(round_))[tree.root.pk] if tree.root else 0,
        "leaves": len(tree.leaves(tree.root)) if tree.root else 0,
    }


def _tiles(request: SignedInRequest, round_: Round) -> list[dict[str, Any]]:
    """The whole, regions and organisations, each with the day's rate or why there is none."""
    tree = GroupTree.of(round_)
    invited = tree.totals(invited_by_leaf(round_))
    rates = {rate.group_id: rate for rate in ResponseRate.objects.filter(group__round=round_)}
    seen = set(
        Group.objects.filter(access.groups_visible_to(request.user, round_)).values_list("pk", flat=True)
    )
    tomorrow = groups_shown(tree, invited)
    return [
        _tile(group, rates.get(group.pk), invited[group.pk], is_near=group.pk in tomorrow)
        for group in tree.in_order()
        if group.pk in seen and group.level <= Group.Level.ORGANISATION
    ]


def _tile(group: Group, rate: ResponseRate | None, invited: int, *, is_near: bool) -> dict[str, Any]:
    """The variables of components/rate_tile.html. is_near: enough are invited by now to show it tomorrow."""
    if rate:
        return {"name": str(group), "invited": rate.invited, "tens": rate.tens, "low": rate.tens < _LOW}
    why = ""
    if is_near:
        why = _("Shown from tomorrow on")
    elif invited >= SMALLEST:
        why = _("Not shown: a group of under 20 could be worked out from the difference")
    return {"name": str(group), "invited": invited, "tens": None, "why": why}
