"""Whom a row of a file is about, among the organisations of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from projects.register.naming import Register, plain_name

NEW: Final = "new"  # an answer: the row is none of the organisations that were suggested


class Named(Protocol):
    """A row: its line, what it says of an organisation ("business_id"), and what it calls it."""

    line: int
    facts: dict[str, Any]

    @property
    def names(self) -> list[str]: ...


class Matcher:
    """By business ID, then by name; what is only alike is decided by a person (`answers`: line → answer)."""

    def __init__(self, register: Register, answers: Mapping[str, str]) -> None:
        self._register = register
        self._answers = answers

    def match(self, row: Named) -> tuple[list[int], bool]:
        """Keys of whom the row may be about, and whether that is certain; certain and [] is a new one."""
        number = row.facts.get("business_id", "")
        if number in self._register.by_business_id:
            return [self._register.by_business_id[number]], True
        hits = self._by_name(row, number)
        answer = self._answers.get(str(row.line))
        if answer == NEW:
            return [], True
        if answer is not None and int(answer) in hits:
            return [int(answer)], True
        is_same_name = len(hits) == 1 and not number and hits == self._exactly(row)
        return hits, not hits or is_same_name

    def _exactly(self, row: Named) -> list[int]:
        return [key for name in row.names for key in self._register.by_name.get(plain_name(name), ())]

    def _by_name(self, row: Named, number: str) -> list[int]:
        """Those of that very name, else those of one like it; with a business ID, those without one."""
        hits = self._free(self._exactly(row), number)
        return hits or self._free((key for name in row.names for key in self._register.alike(name)), number)

    def _free(self, keys: Iterable[int], number: str) -> list[int]:
        """Each once; who has another business ID is another legal body."""
        return [key for key in dict.fromkeys(keys) if not number or key not in self._register.business_ids]
