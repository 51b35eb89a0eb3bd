"""The Finnish business ID (Y-tunnus): seven digits, a hyphen and a check digit."""

from __future__ import annotations

import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(r"([0-9]{7})-([0-9])")


def is_valid(business_id: str) -> bool:
    """Whether the form and the check digit are right.

    The check digit is 11 minus the weighted sum modulo 11; remainder 0 gives 0 and remainder 1
    is never issued (Finnish Patent and Registration Office / Tax Administration, YTJ).
    """
    match = _FORM.fullmatch(business_id)
    if not match:
        return False
    digits, check = match.groups()
    remainder = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    if remainder == 1:
        return False
    return int(check) == (0 if remainder == 0 else 11 - remainder)


def normalise(text: str) -> str:
    """What a person typed, in the official form where that is evident: "201256-6" → "0201256-6"."""
    compact = re.sub(r"\s", "", text).replace("–", "-").upper().removeprefix("FI")
    if re.fullmatch(r"[0-9]{8}", compact):
        compact = f"{compact[:7]}-{compact[7]}"
    if re.fullmatch(r"[0-9]{6}-[0-9]", compact):
        compact = f"0{compact}"
    return compact
