"""Sums of money in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language


def euros(value: Decimal) -> str:
    """ "125 000 €" in Finnish and Swedish, "€125,000" in English; cents only where there are some."""
    whole = value == value.to_integral_value()
    number = number_format(value, 0 if whole else 2, use_l10n=True, force_grouping=True)
    return f"€{number}" if get_language() == "en" else f"{number}\N{NO-BREAK SPACE}€"
