"""Outcomes as somebody sees them who may vote, and the one that a vote has just changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from projects.workshops import access, services
from projects.workshops.listing import OutcomeRow
from projects.workshops.models import Outcome, Registration, Vote, Workshop
from yhes.accounts.models import User


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
