"""Words that charts share, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext


def protected() -> str:
    """The word on a hatched place."""
    return gettext("Protected")


def percent(value: int | None) -> str:
    """ "41 %" with a non-breaking space, or the word for protected."""
    return protected() if value is None else f"{value}\N{NO-BREAK SPACE}%"


def figure(value: int | None) -> str:
    """A whole number, or the word for protected."""
    return protected() if value is None else str(value)


def signed(difference: int) -> str:
    """A difference with its sign; a true minus, and ±0 for none."""
    if difference == 0:
        return "±0"
    return f"+{difference}" if difference > 0 else f"\N{MINUS SIGN}{-difference}"


def sentence(*parts: str) -> str:
    """Sentences one after another, empty ones left out."""
    return " ".join(part for part in parts if part)
