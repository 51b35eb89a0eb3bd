"""An item's index as readers know it: the released one, or the one that a released band stands for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from surveys import disclosure
from surveys.disclosure.figures import band_index
from surveys.models import Group
from surveys.presenting.choices import NEARLY_ALL
from surveys.presenting.reading import ReleaseReader
from surveys.questionnaire import Item


def stated_index(reader: ReleaseReader, group: Group | None, item: Item) -> int | None:
    """0–100, for orders and means only; None: protected. Of a band it follows from the band alone."""
    value = released_index(reader, group, item)
    if not isinstance(value, dict):
        return value if isinstance(value, int) else None
    values = item.scale.values
    low, high = (values.index(end) for end in value["band"])
    return band_index(disclosure.Item(item.code, values), low, high)


def released_index(reader: ReleaseReader, group: Group | None, item: Item) -> Any:
    """A number, {"band": [lowest, highest option]}, or None where it is protected."""
    return reader.document(group)["items"].get(item.code, {}).get("index")


def band_words(item: Item, value: dict[str, list[int]], language: str) -> str:
    """ "90 % or more: Agree / Strongly agree"."""
    low, high = value["band"]
    labels = [option.label.in_(language).text for option in item.scale.options if low <= option.value <= high]
    return gettext("%(share)d %% or more: %(options)s") % {"share": NEARLY_ALL, "options": " / ".join(labels)}
