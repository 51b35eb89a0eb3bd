"""The traffic light of an indicator. Plain Python: figures in, a colour out, always with its word.

The rule, which the scorecard's page states in the same words:

- *On target* (green): the newest reading reaches the target. Where more is better it is at least the
  target, where less is better at most the target, and between two values within them.
- *On the way* (amber): at least half of the way from the baseline to the target has been covered. Without a
  baseline, or when the baseline itself was on target: at most ten per cent of the target is missing.
- *Far from the target* (red): anything else.
- No light: there is no reading yet, or the newest one is protected.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

Light = Literal["green", "amber", "red", "none", "protected"]
Direction = Literal["more", "less", "between"]

HALF: Final = Decimal("0.5")
TENTH: Final = Decimal("0.1")


def light(
    value: Decimal,
    *,
    direction: Direction,
    target: Decimal,
    target_to: Decimal | None = None,
    baseline: Decimal | None = None,
) -> Light:
    """The colour of one reading. target_to: the upper end when the direction is "between".

    Raises ValueError when "between" has no upper end.
    """
    missing = gap(value, direction=direction, target=target, target_to=target_to)
    if missing == 0:
        return "green"
    at_first = (
        None if baseline is None else gap(baseline, direction=direction, target=target, target_to=target_to)
    )
    near = at_first * HALF if at_first else _edge(value, target, target_to) * TENTH
    return "amber" if missing <= near else "red"


def gap(
    value: Decimal, *, direction: Direction, target: Decimal, target_to: Decimal | None = None
) -> Decimal:
    """How much is missing from the target, never below 0."""
    zero = Decimal(0)
    if direction == "more":
        return max(target - value, zero)
    if direction == "less":
        return max(value - target, zero)
    if target_to is None:
        raise ValueError("a range has two ends")
    return max(target - value, value - target_to, zero)


def _edge(value: Decimal, target: Decimal, target_to: Decimal | None) -> Decimal:
    """The size of the end of the target that the value is to reach."""
    return abs(target_to if target_to is not None and value > target_to else target)
