"""Released figures in words."""

from __future__ import annotations

from django.utils.formats import date_format

from yhes.common.figures import Figure
from yhes.common.words import Words, in_every_language, in_language


def title_of(figure: Figure) -> Words:
    """What the figure is about. A share of those who agree names its question: "agree" alone says nothing."""
    if figure.unit != "percent" or len(figure.bars) != 1:
        return figure.label
    question = figure.bars[0].text
    return in_every_language(lambda: f"{in_language(figure.label)}: {in_language(question).rstrip('.')}")


def value_of(figure: Figure) -> str:
    """ "72", "72 %"; "" where it is protected."""
    if figure.value is None:
        return ""
    return f"{figure.value}\N{NO-BREAK SPACE}%" if figure.unit == "percent" else str(figure.value)


def source_of(figure: Figure) -> str:
    """ "Kysely 2025, n 100–199, 1.5.2025"."""
    return f"{in_language(figure.source_line)}, {date_format(figure.as_of, 'SHORT_DATE_FORMAT')}"


def said(figure: Figure) -> str:
    """ "72 – Aikaa kehittämiseen (Kysely 2025, n 100–199, 1.5.2025)"."""
    return f"{value_of(figure)} – {in_language(title_of(figure))} ({source_of(figure)})"
