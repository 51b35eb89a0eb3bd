"""Text that goes into files which other programs open."""

from __future__ import annotations

import unicodedata

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it: then it stays text."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def printable(text: str) -> str:
    """Without control characters and halves of surrogate pairs, which XML and UTF-8 refuse."""
    kept = (character for character in text if character in "\n\t" or _is_shown(character))
    return "".join(kept)


def clipped(text: str, size: int) -> str:
    """The text if it fits into ``size`` bytes of UTF-8, else its beginning with an ellipsis."""
    if len(text.encode()) <= size:
        return text
    kept = text.encode()[: size - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip()}…"


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
