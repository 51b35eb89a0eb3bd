"""In which languages a questionnaire can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from surveys.questionnaire.texts import LANGUAGES, Text


def texts_of(part: object) -> Iterator[Text]:
    """Every text of a questionnaire or of one of its parts, in the order of the form."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_of(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts_of(getattr(part, each.name))


def languages_of(part: object) -> tuple[str, ...]:
    """Languages in which there is at least one text."""
    texts = list(texts_of(part))
    return tuple(code for code in LANGUAGES if any(getattr(text, code) for text in texts))


def complete_languages(part: object) -> tuple[str, ...]:
    """Languages in which every text is there."""
    texts = list(texts_of(part))
    return tuple(code for code in LANGUAGES if all(getattr(text, code) for text in texts))
