"""From the languages of a file to those of the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.formats.outline.parts import Words
from surveys.formats.plain_text import from_html
from surveys.questionnaire import Text

# What people write instead of a code, in the languages themselves and in the portal's others.
_NAMES = {
    "fi": {"fi", "fin", "finnish", "suomi", "finska", "fi-fi"},
    "sv": {"sv", "swe", "swedish", "svenska", "ruotsi", "sv-fi", "sv-se"},
    "en": {"en", "eng", "english", "englanti", "engelska", "en-gb", "en-us"},
}
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\)\s*$", re.ASCII)


def code_of(tag: str) -> str:
    """The portal's language that a tag such as "en", "English" or "English (en)" means; else empty."""
    bracketed = _IN_BRACKETS.search(tag)
    name = (bracketed[1] if bracketed else tag).strip().lower().replace("_", "-")
    return next((code for code, names in _NAMES.items() if name in names), "")


class Translations:
    """Texts of one file in the portal's languages; remembers which others there were.

    `unmarked` is what texts without a mark are in: a tag of the file, or a language a person chose.
    """

    def __init__(self, unmarked: str) -> None:
        self._unmarked = unmarked
        self.known: set[str] = set()
        self.foreign: dict[str, None] = {}

    def text(self, words: Words) -> Text | None:
        """The text as far as it is in Finnish, Swedish or English; None if it is in none of them."""
        return self.plain_text({mark: from_html(text) for mark, text in words.items()})

    def plain_text(self, words: Words) -> Text | None:
        """As `text`, for words in which `<` is a `<`."""
        known = dict(self._known(words))
        self.known |= set(known)
        return Text(**known) if known else None

    def _known(self, words: Words) -> Iterator[tuple[str, str]]:
        # A marked text comes after the unmarked one of the same language, and so takes its place.
        for mark in sorted(words, key=bool):
            plain = words[mark]
            if not plain:
                continue
            tag = mark or self._unmarked
            if code := code_of(tag):
                yield code, plain
            else:
                self.foreign[tag] = None
