"""Taking parts out of a text so that a reader sees where something is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

MARK: Final = "[…]"


class PartNotFound(ValueError):
    """``part`` stands nowhere in the text."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class NothingLeft(ValueError):
    """Without the parts no word of the text is left."""


def redact(text: str, parts: Iterable[str]) -> str:
    """The text with every occurrence of every part replaced by ``MARK``; one mark for neighbours.

    Capitals and the amount of white space do not matter. A part that occurs as whole words is taken out as
    whole words only (“Ari” leaves “tarina” alone), any other wherever it occurs. The order of the parts
    does not matter. Raises PartNotFound, and NothingLeft where only marks would remain.
    """
    spans = [span for part in parts for span in _occurrences(text, part)]
    if not spans:
        return text
    marks = [match.span() for match in re.finditer(re.escape(MARK), text)]
    pieces, end = [], 0
    for start, stop in _joined(text, sorted([*spans, *marks])):
        pieces += [text[end:start], MARK]
        end = stop
    redacted = "".join([*pieces, text[end:]]).strip()
    if not re.search(r"\w", redacted.replace(MARK, "")):
        raise NothingLeft
    return redacted


def _occurrences(text: str, part: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(map(re.escape, part.split()))
    if pattern:
        for exact in (rf"(?<!\w){pattern}(?!\w)", pattern):
            if found := [match.span() for match in re.finditer(exact, text, re.IGNORECASE)]:
                return found
    raise PartNotFound(part)


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap or have only white space between them made one."""
    start, end = spans[0]
    for later, stop in spans[1:]:
        if later <= end or not text[end:later].strip():
            end = max(end, stop)
        else:
            yield start, end
            start, end = later, stop
    yield start, end
