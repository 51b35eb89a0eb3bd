"""What is gone through at a review: each action and indicator, with its change since the last one.

`as_it_stands` makes it of the plan; approving a review stores the same thing, so that approved minutes read
as they were whatever becomes of the plan. Plain values, texts in three languages, nobody's name:

{"actions": [{"key", "aim", "title", "was": state or None when new, "state", "due_on", "step"}],
 "indicators": [{"key", "title", "unit", "was": amount or None, "value": amount or None, "read_on", "light"}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.plans import listing, scorecards, wording
from projects.plans.models import Action, ActionPlan, Review
from yhes.common.words import in_language, of_field

GoneThrough = dict[str, list[dict[str, Any]]]
_STATES: Final = dict(Action.State.choices)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """change: "" when it stands as it stood; key: of the action, which may be gone since."""

    key: int
    aim: str
    title: str
    badge: str
    state: str
    change: str
    due: str
    step: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    key: int
    title: str
    shown: str
    badge: str
    light: str
    change: str
    read_on: str


def last_before(review: Review) -> Review | None:
    """The approved review that this one looks back to."""
    earlier = review.plan.reviews.present().filter(state=Review.State.APPROVED).exclude(pk=review.pk)
    found: Review | None = earlier.filter(held_on__lte=review.held_on).order_by("-held_on", "-pk").first()
    return found


def of_review(review: Review) -> GoneThrough:
    """As it was frozen, or as it stands."""
    return review.gone_through if review.is_approved else as_it_stands(review)


def as_it_stands(review: Review) -> GoneThrough:
    """The plan now beside the last review, in four queries."""
    last = last_before(review)
    before = last.gone_through if last else {}
    return {
        "actions": _actions(review.plan, _by_key(before.get("actions", ())), review.next_steps),
        "indicators": _indicators(review.plan, _by_key(before.get("indicators", ()))),
    }


def _by_key(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["key"]: row for row in rows}


def _actions(
    plan: ActionPlan, before: Mapping[int, dict[str, Any]], steps: Mapping[str, str]
) -> list[dict[str, Any]]:
    """In the order of the aims."""
    actions = Action.objects.in_use().for_listing().filter(aim__plan=plan)
    rows = sorted(actions, key=lambda action: (action.aim.order, action.aim_id))
    return [
        {
            "key": action.pk,
            "aim": of_field(action.aim, "title"),
            "title": of_field(action, "title"),
            "was": before[action.pk]["state"] if action.pk in before else None,
            "state": action.state,
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "step": steps.get(str(action.pk), ""),
        }
        for action in rows
    ]


def _indicators(plan: ActionPlan, before: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for indicator in scorecards.with_readings(plan):
        newest = next(reversed(list(indicator.readings.all())), None)
        found.append({
            "key": indicator.pk,
            "title": of_field(indicator, "title"),
            "unit": indicator.unit,
            "was": before[indicator.pk]["value"] if indicator.pk in before else None,
            "value": str(newest.value) if newest and newest.value is not None else None,
            "read_on": newest.read_on.isoformat() if newest else None,
            "light": scorecards.light_of(indicator, newest),
        })  # fmt: skip
    return found


def action_rows(gone: GoneThrough, *, is_first: bool) -> list[ActionRow]:
    """is_first: there is nothing to look back to, so that "new" would say nothing."""
    return [
        ActionRow(
            key=row["key"],
            aim=in_language(row["aim"]),
            title=in_language(row["title"]),
            badge=listing.STATE_BADGES[row["state"]],
            state=capfirst(str(_STATES[row["state"]])),
            change=_moved(row, is_first),
            due=_day(row["due_on"]),
            step=row["step"],
        )
        for row in gone.get("actions", [])
    ]


def _moved(row: Mapping[str, Any], is_first: bool) -> str:
    if row["was"] is None:
        return "" if is_first else _("new since the last review")
    if row["was"] == row["state"]:
        return ""
    return _("was %(state)s at the last review") % {"state": _STATES[row["was"]]}


def indicator_rows(gone: GoneThrough) -> list[IndicatorRow]:
    return [
        IndicatorRow(
            key=row["key"],
            title=in_language(row["title"]),
            shown="" if row["value"] is None else wording.amount(Decimal(row["value"]), row["unit"]),
            badge=wording.LIGHT_BADGES[row["light"]],
            light=wording.light(row["light"]),
            change=_difference(row),
            read_on=_day(row["read_on"]),
        )
        for row in gone.get("indicators", [])
    ]


def _difference(row: Mapping[str, Any]) -> str:
    """ "+6 since the last review (was 55 %)"; "" when there is nothing to compare."""
    if row["was"] is None or row["value"] is None:
        return ""
    was, value = Decimal(row["was"]), Decimal(row["value"])
    if was == value:
        return _("as at the last review")
    difference = wording.amount(abs(value - was), "count")
    words = _("+%(amount)s since the last review (was %(was)s)")
    if value < was:
        words = _("−%(amount)s since the last review (was %(was)s)")
    return words % {"amount": difference, "was": wording.amount(was, row["unit"])}


def _day(text: str | None) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if text else ""
