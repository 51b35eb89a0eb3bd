"""What a line of the table is, and how two things are timed beside each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the project aims at, for the ratio or for the value. Printed beside it, and never a test."""

    of: Literal["ratio", "value"]
    sense: Literal["at least", "at most"]
    limit: float

    def __str__(self) -> str:
        return f"{'≥' if self.sense == 'at least' else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured thing, beside the barest way to do the same where there is one.

    value and bare are in the same `unit`; `against` says what the bare one is.
    """

    name: str
    value: float
    unit: str
    against: str = ""
    bare: float | None = None
    wanted: Wanted | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.bare if self.bare else None

    @property
    def is_met(self) -> bool | None:
        """None where nothing is wanted, or the ratio could not be measured here."""
        if self.wanted is None:
            return None
        measured = self.ratio if self.wanted.of == "ratio" else self.value
        if measured is None:
            return None
        if self.wanted.sense == "at least":
            return measured >= self.wanted.limit
        return measured <= self.wanted.limit

    def as_document(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one call: by the clock, and of this process's processor time."""

    wall: float
    cpu: float


def side_by_side(actions: Mapping[str, Callable[[], object]], *, rounds: int, calls: int) -> dict[str, Cost]:
    """The median cost of a call of each action, taken in turns so that a busy moment meets all of them."""
    for action in actions.values():
        action()
    taken: dict[str, list[Cost]] = {name: [] for name in actions}
    for _round in range(rounds):
        for name, action in actions.items():
            taken[name].append(_batch(action, calls))
    return {
        name: Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))
        for name, costs in taken.items()
    }


def seconds(action: Callable[[], object]) -> float:
    """By the clock, once."""
    began = perf_counter()
    action()
    return perf_counter() - began


def _batch(action: Callable[[], object], calls: int) -> Cost:
    wall, cpu = perf_counter(), process_time()
    for _call in range(calls):
        action()
    return Cost((perf_counter() - wall) / calls, (process_time() - cpu) / calls)
