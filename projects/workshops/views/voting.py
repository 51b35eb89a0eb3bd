"""Outcomes as somebody sees them who may vote, and the one that a vote has just changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from projects.register.models import Project
from projects.workshops import access, services
from projects.workshops.listing import OutcomeRow
from projects.workshops.models import Outcome, Registration, Vote, Workshop
from projects.workshops.offers import OUTCOME
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.registry import FollowUps


def participant_rows(registration: Registration, token: str, only: int | None = None) -> list[OutcomeRow]:
    """With a button for those who had a seat."""
    mine = Vote.objects.filter(registration=registration).values_list("outcome_id", flat=True)
    may_vote = registration.state == Registration.State.REGISTERED
    url = (lambda key: reverse("workshops:vote", args=[token, key])) if may_vote else None
    return _rows(registration.workshop, mine, url, only)


def member_rows(user: User, workshop: Workshop, only: int | None = None) -> list[OutcomeRow]:
    """With a button for those who have a part in the project, once the event was held."""
    mine = services.votes_of(workshop=workshop, user=user).values_list("outcome_id", flat=True)
    may_vote = workshop.state == Workshop.State.HELD and access.can_vote(user, workshop)
    place = [workshop.project.slug, workshop.slug]
    url = (lambda key: reverse("workshops:outcome_vote", args=[*place, key])) if may_vote else None
    return _rows(workshop, mine, url, only)


def with_follow_ups(user: User, project: Project, rows: list[OutcomeRow]) -> list[OutcomeRow]:
    """With the actions that started from each, and where the person may start one."""
    keys = {row.outcome.pk: f"{OUTCOME}:{row.outcome.pk}" for row in rows}
    for provider in registry.providers("follow_ups").values():
        offered = provider(user, project, list(keys.values()))
        rows = [_followed(row, keys[row.outcome.pk], offered) for row in rows]
    return rows


def _followed(row: OutcomeRow, key: str, offered: FollowUps) -> OutcomeRow:
    start_url = f"{offered.start_url}{key}" if offered.start_url else row.start_url
    return replace(row, follow_ups=(*row.follow_ups, *offered.found.get(key, ())), start_url=start_url)


def changed(request: HttpRequest, rows: list[OutcomeRow], *, show_kind: bool) -> HttpResponse:
    """The one outcome, to take the place of what is on the page."""
    return render(request, "workshops/_outcome.html", {"row": rows[0], "show_kind": show_kind})


def _rows(
    workshop: Workshop, mine: Iterable[int], url: Callable[[int], str] | None, only: int | None
) -> list[OutcomeRow]:
    voted = set(mine)
    outcomes = Outcome.objects.filter(workshop=workshop).with_votes()
    shown = outcomes.filter(pk=only) if only else outcomes
    return [OutcomeRow(row, row.pk in voted, url(row.pk) if url else "") for row in shown]
