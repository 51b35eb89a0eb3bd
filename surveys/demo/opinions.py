"""What the fictional staff of the demo think: made up, the same at every run."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from surveys.questionnaire import Questionnaire, Scale

# Per cent choosing each option by the code of the question, the lowest option first.
Shares = Mapping[str, tuple[int, ...]]

# In the round of 2025.
SHARES: Shares = {
    "YK1": (4, 12, 20, 44, 20),
    "YK2": (5, 13, 21, 42, 19),
    "YK3": (6, 15, 23, 40, 16),
    "YK4": (8, 19, 24, 36, 13),
    "OS1": (9, 17, 15, 38, 21),
    "OS2": (18, 27, 17, 27, 11),
    "OS3": (19, 27, 13, 29, 12),
    "OS4": (9, 18, 21, 34, 18),
    "OS5": (10, 19, 21, 33, 17),
    "LU1": (6, 11, 15, 41, 27),
    "LU2": (6, 12, 18, 41, 23),
    "LU3": (5, 11, 14, 41, 29),
    "LU4": (6, 14, 17, 41, 22),
    "JO1": (8, 15, 20, 36, 21),
    "JO2": (14, 24, 16, 32, 14),
    "JO3": (13, 24, 20, 31, 12),
    "JO4": (12, 25, 23, 29, 11),
    "ME1": (2, 5, 9, 36, 48),
    "ME2": (5, 10, 17, 39, 29),
    "ME3": (2, 6, 14, 44, 34),
    "KU1": (12, 20, 13, 38, 17),
    "KU2": (8, 17, 16, 41, 18),
    "KU3": (11, 21, 17, 36, 15),
}
_CANNOT_SAY, _SKIPS = 0.03, 0.01


def answer(
    questionnaire: Questionnaire, random: Random, mood: float, shares: Shares = SHARES
) -> dict[str, int | None]:
    """One person's choices. `mood` moves an organisation's people up or down (about −0.3 … 0.3)."""
    choices: dict[str, int | None] = {}
    for item in questionnaire.items:
        drawn = random.random()
        if drawn < _CANNOT_SAY:
            choices[item.code] = None
        elif drawn >= _CANNOT_SAY + _SKIPS:
            value = random.choices(item.scale.values, weights=shares[item.code])[0]
            choices[item.code] = _moved(value, random.random(), mood, item.scale)
    return choices


def _moved(value: int, drawn: float, mood: float, scale: Scale) -> int:
    """One step up or down the scale for the part of the people that `mood` says."""
    if drawn >= abs(mood):
        return value
    return min(scale.highest, value + 1) if mood > 0 else max(scale.lowest, value - 1)
