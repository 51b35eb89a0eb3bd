"""How wide words are, well enough to break lines in a drawing that has no layout engine."""

from __future__ import annotations

from typing import Final

SOFT_HYPHEN: Final = "\u00ad"

# Advance widths of Source Sans Pro in thousandths of the size, grouped; other letters are taken as 520.
_GROUPS: Final = {
    "ijl.,:;'|!·’": 260,
    "ft rI()/-–": 330,
    "csz": 445,
    "aekvxy": 500,
    "0123456789": 497,
    "m": 830,
    "wW": 760,
    "%M": 820,
    "ABCDEFGHJKLNOPQRSTUVXYZÅÄÖ": 590,
}
_WIDTHS: Final = {letter: width for letters, width in _GROUPS.items() for letter in letters}


def text_width(words: str, *, size: float, weight: int = 400) -> float:
    """Width in px of one line of words in Source Sans Pro, within a few per cent."""
    total = sum(_WIDTHS.get(letter, 530) for letter in words if letter != SOFT_HYPHEN)
    return total * size / 1000 * (1.04 if weight >= 600 else 1.0)


def wrap(words: str, *, size: float, width: float, weight: int = 400) -> list[str]:
    """Lines no wider than `width` px; breaks at spaces, after hyphens and at soft hyphens.

    A single piece that is wider than `width` keeps its own line: nothing is cut off silently.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(words):
        candidate = line + piece
        if line and text_width(candidate.rstrip(), size=size, weight=weight) > width:
            lines.append(_ended(line))
            line = piece.lstrip()
        else:
            line = candidate
    return [*lines, _ended(line)] if line.strip() or not lines else lines


def _pieces(words: str) -> list[str]:
    """The parts between which a line may break, in order; joined they give the words back."""
    parts: list[str] = []
    start = 0
    for index, letter in enumerate(words[:-1]):
        is_hyphen = letter == "-" and words[index + 1].isalpha()
        if letter in (" ", SOFT_HYPHEN) or is_hyphen:
            parts.append(words[start : index + 1])
            start = index + 1
    return [*parts, words[start:]]


def _ended(line: str) -> str:
    """A finished line: a soft hyphen at its end becomes a visible one, others vanish."""
    text = line.rstrip()
    hyphen = "-" if text.endswith(SOFT_HYPHEN) else ""
    return text.replace(SOFT_HYPHEN, "") + hyphen
