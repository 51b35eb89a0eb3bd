"""Numbers that may be answered, as the steps of a scale."""

from __future__ import annotations

import re

from surveys.formats.limesurvey.survey import Asked
from surveys.formats.outline import Answer, Words

MOST_STEPS = 11  # numbers that are still a scale


def numbers(first: int, last: int) -> tuple[Answer, ...]:
    """Options that are called by their own numbers."""
    return tuple(Answer(str(value), {}, value) for value in range(first, last + 1))


def whole(text: str) -> int:
    """A whole number as a setting; 0 where there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def steps_of(asked: Asked, low: str, high: str, least: int | None = None, most: int | None = None) -> range:
    """The numbers that may be given, if they are few enough to be a scale; else an empty range."""
    ends = []
    for name, otherwise in ((low, least), (high, most)):
        text = asked.setting(name)
        if re.fullmatch(r"-?[0-9]{1,3}", text, re.ASCII):
            ends.append(int(text))
        elif otherwise is None or text:
            return range(0)
        else:
            ends.append(otherwise)
    steps = range(ends[0], ends[1] + 1)
    return steps if 2 <= len(steps) <= MOST_STEPS and ends[0] >= -100 and ends[1] <= 100 else range(0)


def joined(first: Words, second: Words) -> Words:
    """“Row – column” in each language that has the row."""
    return {mark: f"{text} – {second[mark]}" if second.get(mark) else text for mark, text in first.items()}
