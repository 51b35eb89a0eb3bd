"""What arrives behind a question mark or with a button: anybody can write anything there.

Forms look at their fields themselves; these are for what a view reads by name.
"""

from __future__ import annotations

MOST_DIGITS = 18  # a key of the database has room for no more


def whole_number(text: str) -> int | None:
    """The number in plain digits; None for anything else, also for one that no row can have."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def plain_text(text: str) -> str:
    """Without the NUL that PostgreSQL does not take in a text, not even to look for it."""
    return text.replace("\x00", "")
