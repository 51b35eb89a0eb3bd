"""Codes of the portal for the names in a file."""

from __future__ import annotations

import re

from surveys.questionnaire.checks import CODE, MAX_CODE

_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+", re.ASCII)


def fitting(name: str, letter: str) -> str:
    """The name itself where it can be a code, else one like it; `letter` begins it if it begins with none."""
    if CODE.fullmatch(name):
        return name
    plain = _UNFIT.sub("_", name).strip("_.-") or letter
    return (plain if plain[0].isalpha() else f"{letter}{plain}")[: MAX_CODE - 5]


class Codes:
    """Gives every name a code of its own: `fitting`, and numbered where that was given before."""

    def __init__(self, letter: str) -> None:
        self._letter = letter
        self._given: set[str] = set()

    def give(self, name: str) -> str:
        """A code that was not given before."""
        base, number = fitting(name, self._letter), 1
        code = base
        while code in self._given:
            number += 1
            code = f"{base[: MAX_CODE - 5]}_{number}"
        self._given.add(code)
        return code
