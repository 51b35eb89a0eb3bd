"""How a figure moved since the round before, in words.

Said of two published figures and the published sizes of their groups, and of nothing else:

    z = |after − before| / (50 · √(1/n_before + 1/n_after))

50 is the largest deviation that figures on 0–100 can have, so that the words do not tell how people
differed. z > 1.96 is said to be clear, z > 1.28 perhaps so, less is no certain change; both limits are
rounded up to whole points. A public band of sizes counts as its lower end. See docs/decisions/0065.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from surveys.disclosure import SUPPRESSED, CountBand, Movement, Suppressed, Value, change, movement
from surveys.questionnaire import Item
from yhes.common.charts import words

NEARLY_ALL = 0.9  # what a band stands for (decision 0011)


def size(n: Any) -> Value:
    """The size of a group as a release's document has it: a number, "20–49", "200+", or None."""
    if isinstance(n, int):
        return n
    if not n:
        return SUPPRESSED
    low, _dash, high = str(n).rstrip("+").partition("–")
    return CountBand(int(low), int(high) if high else None)


def verdict(found: Movement | Suppressed) -> str:
    """The words; "" where a figure is protected."""
    match found:
        case "risen":
            return gettext("clearly risen")
        case "perhaps risen":
            return gettext("perhaps risen")
        case "perhaps fallen":
            return gettext("perhaps fallen")
        case "fallen":
            return gettext("clearly fallen")
        case "uncertain":
            return gettext("no certain change")
    return ""


def change_words(before: int | None, after: int | None, n_before: Any, n_after: Any) -> str:
    """ "+4: no certain change"; "" where one of the figures is protected."""
    if before is None or after is None:
        return ""
    found = change(before, after, n_before=size(n_before), n_after=size(n_after))
    if isinstance(found, Suppressed):
        return ""
    return f"{words.signed(found.difference)}: {verdict(found.movement)}"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure 0–100 as a release tells it: a number, or `words` that allow what is from `low` to `high`."""

    low: int
    high: int
    words: str = ""

    @property
    def middle(self) -> int:
        """Where it is drawn."""
        return (self.low + self.high) // 2


def told(item: Item, value: Any) -> Told | None:
    """What a document holds for the item's index; None: protected or not asked."""
    if isinstance(value, int):
        return Told(value, value)
    if not isinstance(value, dict):
        return None
    least, most = item.scale.values[0], item.scale.values[-1]
    low, high = (100 * (option - least) / (most - least) for option in value["band"])
    rest = 1 - NEARLY_ALL
    return Told(
        int(NEARLY_ALL * low), min(100, int(NEARLY_ALL * high + rest * 100) + 1), gettext("nearly all alike")
    )


def told_words(before: Told | None, after: Told | None, n_before: Any, n_after: Any) -> str:
    """As `change_words`; where one of the two is a band, the words without a number."""
    if before is None or after is None:
        return ""
    if not before.words and not after.words:
        return change_words(before.low, after.low, n_before, n_after)
    ranges = ((before.low, before.high), (after.low, after.high))
    return verdict(movement(*ranges, n_before=size(n_before), n_after=size(n_after)))
