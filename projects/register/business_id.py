"""The Finnish business ID (Y-tunnus): seven digits, a hyphen and a check digit."""

from __future__ import annotations

import re
from functools import reduce
from operator import add

from django.db.models import Q, Value
from django.db.models.functions import Length, StrIndex, Substr
from django.db.models.lookups import Exact, GreaterThan

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


def condition(column: str) -> Q:
    """The same rule for the database, in functions that PostgreSQL and SQLite both have; "" is none."""
    digits = [StrIndex(Value("0123456789"), Substr(column, place, 1)) for place in (1, 2, 3, 4, 5, 6, 7, 9)]
    form = Q(Exact(Length(column), 9)) & Q(Exact(Substr(column, 8, 1), "-"))
    for digit in digits:
        form &= Q(GreaterThan(digit, 0))
    # With the check digit, whose weight is 1, the sum divides by 11; remainder 1 would need a check digit 10.
    # StrIndex counts from 1: every digit is one too many, and so the remainder is that of all the weights.
    weights = (*_WEIGHTS, 1)
    weighed = reduce(add, (digit * weight for digit, weight in zip(digits, weights, strict=True)))
    return Q(**{column: ""}) | (form & Q(Exact(weighed % 11, sum(weights) % 11)))


def normalise(text: str) -> str:
    """What a person typed, in the official form where that is evident: "201256-6" → "0201256-6"."""
    compact = re.sub(r"\s", "", text).replace("–", "-").upper().removeprefix("FI")
    if re.fullmatch(r"[0-9]{8}", compact):
        compact = f"{compact[:7]}-{compact[7]}"
    if re.fullmatch(r"[0-9]{6}-[0-9]", compact):
        compact = f"0{compact}"
    return compact
