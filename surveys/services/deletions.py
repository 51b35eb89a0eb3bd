"""The log of what has been deleted: when, of which round, how many. Never who, and no number that tells.

It is the audit trail's: kept for good, numbers and all, when the trail's texts go (decision 0099).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from projects.register.models import Project
from surveys.models import Answer, FreeText, Group, Invitation, Mailing, Round
from yhes.common import audit
from yhes.common.models import AuditEvent

ANSWERS_KEPT: Final = timedelta(days=365)

ENVELOPES: Final = "surveys.envelopes_deleted"
INVITATIONS: Final = "surveys.invitations_deleted"
ANSWERS: Final = "surveys.answers_deleted"
ADDRESS: Final = "surveys.address_erased"
ORDERS: Final = "surveys.orders_deleted"
ACTIONS: Final = (ENVELOPES, INVITATIONS, ANSWERS, ADDRESS, ORDERS)

What = Literal["envelopes", "invitations", "answers"]


@dataclass(frozen=True, slots=True)
class Due:
    """What will be deleted of a round, and when. `is_planned`: the round is open, so its time may change."""

    round: Round
    what: What
    at: datetime
    is_planned: bool


def record(round_: Round, action: str, **numbers: int | str) -> None:
    """Write down a deletion in its own transaction; what was none of is left out."""
    audit.record(actor=None, action=action, on=round_, project_id=round_.project_id, changes=_told(numbers))


def record_orders(project: Project, **numbers: int) -> None:
    """The same for orders of surveys, which belong to no round yet or to one that is over."""
    audit.record(actor=None, action=ORDERS, on=project, project_id=project.pk, changes=_told(numbers))


def _told(numbers: Mapping[str, int | str]) -> dict[str, tuple[None, int | str]]:
    return {name: (None, number) for name, number in numbers.items() if number}


def respondents(round_: Round, number: int) -> int | str:
    """A number of people who answered, as it may be told: exact where the whole is shown at all."""
    is_told = Group.objects.filter(round=round_, parent__isnull=True).exclude(audience="").exists()
    return number if is_told else few(number, round_.threshold)


def few(number: int, floor: int) -> int | str:
    """A number of people, or that they were fewer than may be told of."""
    return number if number >= floor or not number else f"< {floor}"


def log_of(project_ids: Iterable[int] | None) -> QuerySet[AuditEvent]:
    """Deletions of these projects' rounds and orders, newest first; None: of every project."""
    events = AuditEvent.objects.filter(
        action__in=ACTIONS, object_type__in=["surveys.round", "register.project"]
    )
    return events if project_ids is None else events.filter(project_id__in=list(project_ids))


def due(rounds: QuerySet[Round]) -> list[Due]:
    """What will be deleted next of these rounds, the soonest first."""
    kept = rounds.annotate(
        has_invitations=Exists(Invitation.objects.filter(round=OuterRef("pk"))),
        has_mailings=Exists(Mailing.objects.filter(round=OuterRef("pk"))),
        has_answers=Exists(Answer.objects.filter(round=OuterRef("pk"))),
        has_texts=Exists(FreeText.objects.filter(round=OuterRef("pk"))),
    ).exclude(state__in=[Round.State.DRAFT, Round.State.OPENING])
    found = [entry for round_ in kept.select_related("project") for entry in _due(round_)]
    return sorted(found, key=lambda entry: (entry.at, entry.round.pk))


def answers_kept_for_good() -> Q:
    """Example data: nobody gave it, and a demo is there to be looked at for longer."""
    return Q(is_example=True, is_imported=False)


def _due(round_: Any) -> list[Due]:
    """`round_` with what `due` has asked of it."""
    is_open = round_.state == Round.State.OPEN
    closed = round_.closed_at or round_.closes_at
    found = []
    if round_.state in (Round.State.OPEN, Round.State.CLOSING):
        found.append(Due(round_, "envelopes", closed, is_open))
    if round_.has_invitations or round_.has_mailings:
        found.append(
            Due(round_, "invitations", closed + timedelta(days=Round.INVITATIONS_KEPT_DAYS), is_open)
        )
    stays = round_.is_example and not round_.is_imported
    if not stays and (round_.has_answers or round_.has_texts or found):
        found.append(Due(round_, "answers", closed + ANSWERS_KEPT, is_open))
    return found
