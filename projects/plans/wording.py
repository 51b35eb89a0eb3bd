"""Amounts, targets and lights in words, in the active language."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projects.plans.models import Indicator

NBSP: Final = "\N{NO-BREAK SPACE}"
LIGHT_BADGES: Final = {
    "green": "done",
    "amber": "now",
    "red": "late",
    "none": "draft",
    "protected": "waiting",
}


def amount(value: Decimal, unit: str) -> str:
    """ "41 %", "3,5 h", "12": as many decimals as it has."""
    shown = number_format(value.normalize() if value % 1 else value.quantize(Decimal(1)), use_l10n=True)
    units = {"percent": "%", "hours": _("h"), "days": _("d"), "euros": "€"}
    return f"{shown}{NBSP}{units[unit]}" if unit in units else shown


def target(indicator: Indicator) -> str:
    """ "at least 60 %"."""
    low = amount(indicator.target, indicator.unit)
    if indicator.target_to is not None:
        return f"{amount(indicator.target, 'count')}–{amount(indicator.target_to, indicator.unit)}"
    words = _("at most %(amount)s") if indicator.direction == "less" else _("at least %(amount)s")
    return words % {"amount": low}


def light(light: str) -> str:
    words = {
        "green": _("On target"),
        "amber": _("On the way"),
        "red": _("Far from the target"),
        "none": _("No reading yet"),
        "protected": _("Protected"),
    }
    return words[light]
