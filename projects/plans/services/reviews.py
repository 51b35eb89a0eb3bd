"""Review meetings: begun, written together, approved, and locked from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from projects.plans.errors import (
    ForeignPerson,
    MinutesMissing,
    NotInBin,
    ReviewInFuture,
    ReviewLocked,
    ReviewNextTooEarly,
    ReviewOpen,
)
from projects.plans.models import Action, ActionPlan, Review
from projects.plans.reviewing import as_it_stands
from projects.plans.services.actions import set_action_state
from projects.plans.services.plans import lock, record
from projects.register.errors import ChangedMeanwhile
from projects.register.models import Membership
from projects.register.services.changes import Changes, assign, refuse_if_changed
from yhes.accounts.models import User
from yhes.common import bins

REVIEW_CHANGED: Final = "plans.review_changed"
_FACTS: Final = frozenset({"held_on", "roles", "minutes", "next_on"})
# An action's key → the state that was on the page, and what it is to become.
Moves = Mapping[int, tuple[str, str]]


@transaction.atomic
def start_review(*, plan: ActionPlan, actor: User | None = None) -> Review:
    """A review of today. Raises ReviewOpen while another is being written, PlanArchived, PlanIsGone."""
    locked = lock(plan)
    if locked.reviews.present().filter(state=Review.State.DRAFT).exists():
        raise ReviewOpen
    review = Review.objects.create(plan=locked, held_on=timezone.localdate())
    record(locked, review, "plans.review_started", actor, {"held_on": (None, review.held_on)})
    return review


@transaction.atomic
def save_review(
    *,
    review: Review,
    facts: Mapping[str, Any],
    people: Iterable[int] | None = None,
    steps: Mapping[int, str] | None = None,
    moves: Moves | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Review:
    """What was written at the meeting. facts: columns; people: all who took part, by number; steps: an
    action's key → what is done next, of those that were written now. None leaves them.

    The states that were changed at the table are changed in the plan itself, as on an action's own page.
    Raises ReviewLocked, ChangedMeanwhile (the review, or the state of an action that is to be changed),
    ReviewNextTooEarly, ForeignPerson, NotFromThisState, PlanArchived, PlanIsGone, NotInBin.
    """
    plan, found = _open(review)
    changes = assign(found, facts, _FACTS)
    changes |= _people(found, people)
    changes |= _steps(found, steps)
    if found.next_on and found.next_on <= found.held_on:
        raise ReviewNextTooEarly
    if changes:
        refuse_if_changed(found, REVIEW_CHANGED, seen)
        found.save()
        record(plan, found, REVIEW_CHANGED, actor, changes)
    _move(plan, moves or {}, actor)
    return found


@transaction.atomic
def approve_review(*, review: Review, actor: User | None = None) -> Review:
    """Freezes what was gone through and locks the minutes. Doing it twice changes nothing.

    Raises MinutesMissing, ReviewInFuture, PlanArchived, PlanIsGone, NotInBin.
    """
    if _again(review).is_approved:
        return review
    plan, found = _open(review)
    if not found.minutes.strip():
        raise MinutesMissing
    if found.held_on > timezone.localdate():
        raise ReviewInFuture
    found.gone_through = as_it_stands(found)
    found.state, found.approved_at = Review.State.APPROVED, timezone.now()
    found.save()
    record(plan, found, "plans.review_approved", actor)
    return found


@transaction.atomic
def delete_review(*, review: Review, actor: User | None = None) -> None:
    """Into the bin. Raises ReviewLocked when the minutes are approved, PlanArchived, PlanIsGone."""
    plan, found = _open(review)
    if bins.put_in(found):
        record(plan, found, "plans.review_deleted", actor)


@transaction.atomic
def restore_review(*, review: Review, actor: User | None = None) -> None:
    """Raises NotInBin, ReviewOpen when another has been begun, PlanArchived, PlanIsGone."""
    plan = lock(review.plan)
    found = Review.objects.select_for_update(of=("self",)).filter(pk=review.pk).first()
    if found is None or found.deleted_at is None:
        raise NotInBin
    if plan.reviews.present().filter(state=Review.State.DRAFT).exists():
        raise ReviewOpen
    bins.take_out(found)
    record(plan, found, "plans.review_restored", actor)


def _open(review: Review) -> tuple[ActionPlan, Review]:
    """The plan and the review, locked, that may still be written."""
    plan, found = lock(review.plan), _again(review)
    if found.is_approved:
        raise ReviewLocked
    return plan, found


def _again(review: Review) -> Review:
    rows = Review.objects.present().select_for_update(of=("self",)).select_related("plan")
    found: Review | None = rows.filter(pk=review.pk).first()
    if found is None:
        raise NotInBin
    return found


def _people(review: Review, people: Iterable[int] | None) -> Changes:
    """By number, as the trail outlives accounts. Whoever took part stays after leaving the project."""
    if people is None:
        return {}
    before, after = sorted(review.people.values_list("pk", flat=True)), sorted(set(people))
    if before == after:
        return {}
    members = Membership.objects.filter(project=review.plan.project_id, user__in=after)
    if set(after) - set(members.values_list("user", flat=True)) - set(before):
        raise ForeignPerson
    review.people.set(after)
    return {"people": (before, after)}


def _steps(review: Review, steps: Mapping[int, str] | None) -> Changes:
    """Of actions in use; an empty one is none."""
    if steps is None:
        return {}
    mine = set(
        Action.objects.in_use().filter(aim__plan=review.plan, pk__in=steps).values_list("pk", flat=True)
    )
    before = review.next_steps
    written = {str(key): text.strip() for key, text in steps.items() if key in mine}
    after = {key: text for key, text in {**before, **written}.items() if text}
    if before == after:
        return {}
    review.next_steps = after
    return {"next_steps": (sorted(before.values()), sorted(after.values()))}


def _move(plan: ActionPlan, moves: Moves, actor: User | None) -> None:
    """Only those that somebody at this table moved, and only from where they saw them."""
    wanted = {key: (was, to) for key, (was, to) in moves.items() if was != to}
    for action in Action.objects.in_use().filter(aim__plan=plan, pk__in=wanted).select_related("aim__plan"):
        was, to = wanted[action.pk]
        if action.state not in (was, to):
            raise ChangedMeanwhile
        set_action_state(action=action, state=to, actor=actor)
