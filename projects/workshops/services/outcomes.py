"""Writing down what came of a workshop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from projects.register.services.changes import assign, translated
from projects.workshops.errors import NoOutcomesYet, OutcomeGone, TextMissing, YearOfStonesOnly
from projects.workshops.models import Outcome, Workshop
from projects.workshops.services import seats
from projects.workshops.services.workshops import record
from yhes.accounts.models import User
from yhes.common.words import LANGUAGES

_FACTS: Final = translated("text") | {"kind", "theme", "year", "is_quote"}


@transaction.atomic
def save_outcome(
    *,
    workshop: Workshop,
    facts: Mapping[str, Any],
    outcome: Outcome | None = None,
    actor: User | None = None,
) -> Outcome:
    """A new outcome at the end of the list, or a change of an old one.

    Raises NoOutcomesYet, TextMissing, YearOfStonesOnly, OutcomeGone, KeyError for an unknown column.
    """
    locked = seats.lock(workshop.pk)
    if locked.state != Workshop.State.HELD:
        raise NoOutcomesYet
    found = _found(locked, outcome) if outcome else Outcome(workshop=locked, order=_end(locked))
    changes = assign(found, facts, _FACTS)
    _check(found)
    if changes:
        found.save()
        told = changes if outcome else {"text": (None, found.text)}
        record(locked, "workshops.outcome_changed" if outcome else "workshops.outcome_added", actor, told)
    return found


@transaction.atomic
def move_outcome(*, outcome: Outcome, up: bool) -> None:
    """Past its neighbour; at the end of the list nothing happens. Raises OutcomeGone."""
    workshop = seats.lock(outcome.workshop_id)
    found = _found(workshop, outcome)
    in_order = list(workshop.outcomes.all())
    place = in_order.index(found)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(in_order):
        return
    in_order.insert(other, in_order.pop(place))
    for number, row in enumerate(in_order, start=1):
        row.order = number
    Outcome.objects.bulk_update(in_order, ["order"])


@transaction.atomic
def delete_outcome(*, outcome: Outcome, actor: User | None = None) -> None:
    """With its votes. Doing it twice changes nothing."""
    workshop = seats.lock(outcome.workshop_id)
    # Votes lock the outcome alone: one that is being given is waited for, and deleted with it.
    found = workshop.outcomes.select_for_update().filter(pk=outcome.pk).first()
    if found is not None:
        record(workshop, "workshops.outcome_deleted", actor, {"text": (found.text, None)})
        found.delete()


def _found(workshop: Workshop, outcome: Outcome) -> Outcome:
    found = workshop.outcomes.filter(pk=outcome.pk).first()
    if found is None:
        raise OutcomeGone
    return found


def _end(workshop: Workshop) -> int:
    last: int | None = workshop.outcomes.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _check(outcome: Outcome) -> None:
    if not any(getattr(outcome, f"text_{code}") for code in LANGUAGES):
        raise TextMissing
    if outcome.year is not None and outcome.kind != Outcome.Kind.STEPPING_STONE:
        raise YearOfStonesOnly
