"""Shares of options that no scale of agreement can show: choices, many steps, things without an order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.changes import Told
from surveys.presenting.reading import Document, ReleaseReader
from surveys.questionnaire import Closed, Dimension, Item, MultipleChoice, Scale, is_background
from yhes.common import charts
from yhes.common.charts.likert_rows import COLOURS

NEARLY_ALL, HARDLY_ANY = 90, 10  # what a band stands for, in per cent


def shown_together(dimension: Dimension, *, shows_distributions: bool) -> tuple[Item, ...]:
    """What one chart can hold: of distributions the items on one scale, of indexes all that have one."""
    if not shows_distributions:
        return tuple(item for item in dimension.items if item.ordered)
    alike = dimension.on_scale
    return alike if alike and len(dimension.scale.options) in COLOURS else ()


def shown_apart(dimension: Dimension, together: tuple[Item, ...]) -> tuple[Closed, ...]:
    """The other closed questions, each with a chart of its own."""
    held = {item.code for item in together}
    parts = (part for part in dimension.parts if isinstance(part, Item | MultipleChoice))
    return tuple(part for part in parts if part.code not in held and not is_background(part))


def label_of(item: Item, language: str) -> str:
    """An item's words in a chart of several; whom it was asked of is said, but never how many they were."""
    text = item.text.in_(language).text
    return f"{text} ({gettext('asked only of those whom it concerns')})" if item.show_if else text


def share_rows(reader: ReleaseReader, group: Group, question: Closed) -> tuple[charts.BarRow, ...]:
    """How many chose each option, in whole per cent of those who answered."""
    items = reader.document(group)["items"]
    if isinstance(question, MultipleChoice):
        return tuple(
            _chosen(option.label.in_(reader.language).text, _shares(items, f"{question.code}:{option.value}"))
            for option in question.options
        )
    labels = _labels(question.scale, reader.language)
    shares = _shares(items, question.code)
    if shares is None:
        return (charts.BarRow(gettext("All options"), None),)
    if isinstance(shares, dict):
        first, last = (labels[question.scale.values.index(value)] for value in shares["band"])
        either = gettext("%(first)s or %(last)s") % {"first": first, "last": last}
        return (charts.BarRow(first if first == last else either, NEARLY_ALL, gettext("or more")),)
    return tuple(charts.BarRow(label, share) for label, share in zip(labels, shares, strict=True))


def options_of(question: Closed, language: str) -> list[tuple[int, str]]:
    """The options with their words, as the charts of shares name them."""
    if isinstance(question, MultipleChoice):
        return [(option.value, option.label.in_(language).text) for option in question.options]
    return list(zip(question.scale.values, _labels(question.scale, language), strict=True))


def share_of(question: Closed, option: int, document: Document | None) -> Told | None:
    """How many chose one option, in whole per cent. None: protected, or one of two that nearly all chose."""
    items = document["items"] if document else {}
    is_multiple = isinstance(question, MultipleChoice)
    shares = _shares(items, f"{question.code}:{option}" if is_multiple else question.code)
    wanted, values = (1, (0, 1)) if isinstance(question, MultipleChoice) else (option, question.scale.values)
    if isinstance(shares, list):
        share = shares[values.index(wanted)]
        return Told(share, share)
    if shares is None:
        return None
    first, last = shares["band"]
    if not first <= wanted <= last:
        return Told(0, HARDLY_ANY, _or_less())
    return Told(NEARLY_ALL, 100, _or_more()) if first == last else None


def compared(reader: ReleaseReader, group: Group, question: Closed) -> tuple[charts.BarRow, ...]:
    """The shares of a group, each shown one with the whole project's in words; of the whole, those alone."""
    rows = share_rows(reader, group, question)
    if group.level == Group.Level.PROJECT or len(rows) < 2:
        return rows
    whole = share_rows(reader, reader.root, question)
    if len(whole) != len(rows):
        return rows
    return tuple(
        row if row.value is None or other.value is None else replace(row, note=_beside(row.note, other))
        for row, other in zip(rows, whole, strict=True)
    )


def _beside(note: str, whole: charts.BarRow) -> str:
    said = f"{whole.value}\N{NO-BREAK SPACE}% {whole.note}".strip()
    return f"{note} ({gettext('project %(share)s') % {'share': said}})".strip()


def _or_more() -> str:
    return f"{NEARLY_ALL}\N{NO-BREAK SPACE}% {gettext('or more')}"


def _or_less() -> str:
    return f"{HARDLY_ANY}\N{NO-BREAK SPACE}% {gettext('or less')}"


def _labels(scale: Scale, language: str) -> list[str]:
    """The words of the options; at the ends of a scale of numbers, with their numbers."""
    words = [(str(option.value), option.label.in_(language).text) for option in scale.options]
    if not scale.is_numbers:
        return [label for _number, label in words]
    return [label if label == number else f"{number} – {label}" for number, label in words]


def _shares(items: dict[str, Any], key: str) -> Any:
    """A list of per cents, a band, or None where the figure is protected."""
    return items.get(key, {}).get("shares")


def _chosen(label: str, shares: Any) -> charts.BarRow:
    """One option of a multiple choice, which is counted as an item of "not chosen" and "chosen"."""
    if shares is None:
        return charts.BarRow(label, None)
    if isinstance(shares, dict):
        is_chosen = shares["band"][0] == 1
        return (
            charts.BarRow(label, NEARLY_ALL, gettext("or more"))
            if is_chosen
            else charts.BarRow(label, HARDLY_ANY, gettext("or less"))
        )
    return charts.BarRow(label, shares[1])
