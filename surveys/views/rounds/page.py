"""One round: its stage, what to do next, and while it is open the coarse response rates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys import access, history
from surveys.forms.assurances import AssurancesForm
from surveys.forms.rounds import RepeatForm
from surveys.language import shown
from surveys.models import Group, GroupTree, Release, Round, SurveyOrder, invited_by_leaf
from surveys.presenting import mailings
from surveys.presenting.moderation import progress_of, whole
from surveys.presenting.open_answers import standing
from surveys.services import headcounts, opening, repeating
from surveys.tiles import tiles_of
from surveys.views.finding import breadcrumbs, round_of
from surveys.views.rounds.simulating import simulation_of
from surveys.views.rounds.stages import badge_of, stages_of
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, jobs
from yhes.common.models import Job

_LOW = 5
_BEFORE_CLOSING = (Round.State.DRAFT, Round.State.OPENING, Round.State.OPEN)
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
        **(_before_opening(round_) if round_.state == Round.State.DRAFT else {}),
        **(simulation_of(request, round_) if round_.state == Round.State.DRAFT else {}),
        "release": Release.objects.filter(round=round_, withdrawn_at__isnull=True).first(),
        "withdrawn": Release.objects.filter(round=round_, withdrawn_at__isnull=False).first(),
        "tiles": tiles_of(request.user, round_) if round_.state == Round.State.OPEN else [],
        "days_left": (timezone.localdate(round_.closes_at) - timezone.localdate()).days,
        "can_manage": can_manage,
        "can_prepare": access.can_prepare(request.user, round_),
        "mailings": mailings.lines(round_, request.user) if round_.state in _BEFORE_CLOSING else [],
        "has_mailings": round_.state in _BEFORE_CLOSING and not round_.is_imported,
        "order": SurveyOrder.objects.filter(round=round_).first(),
        "texts": whole(progress_of(round_, access.texts_to_moderate(request.user, round_))),
        "text_release": standing(round_),
        "can_invite": Group.objects.filter(access.groups_invited_by(request.user, round_)).exists(),
        "repeat_form": RepeatForm.of(round_),
        "next_begins": repeating.next_begins(round_),
        "prepared_on": repeating.prepared_on(round_),
        "history": history.entries(audit.history(round_)[:_LATEST_EVENTS]) if can_manage else [],
    }
    return render(request, "surveys/rounds/round.html", context)


def _before_opening(round_: Round) -> dict[str, Any]:
    standings = headcounts.standings(round_)
    unconfirmed = [standing for standing in standings if standing.contacts and not standing.is_confirmed]
    return {
        "checks": [check for check in opening.checklist(round_) if check.where != opening.ASSURED],
        "assurances": AssurancesForm(round_=round_),
        "answers_kept_months": Round.ANSWERS_KEPT_MONTHS,
        "invitations_kept_days": Round.INVITATIONS_KEPT_DAYS,
        "standings": standings,
        "has_someone_to_ask": bool(unconfirmed),
    }


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
        "questions": len(round_.asked.closed),
        "headcount": tree.headcounts()[tree.root.pk] if tree.root else 0,
        "invited": tree.totals(invited_by_leaf(round_))[tree.root.pk] if tree.root else 0,
        "leaves": len(tree.leaves(tree.root)) if tree.root else 0,
    }
