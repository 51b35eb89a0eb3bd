"""What in a text may tell who somebody is: hints for the person who reads it, never a removal.

Patterns find what has a form (addresses, numbers, personal identity codes); names and titles are guessed
from capital letters and short lists in Finnish, Swedish and English. Guesses are wrong both ways, which is
why a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from surveys.disclosure import names

Kind = Literal["email", "identity_code", "phone", "link", "title", "name"]

# Where hints overlap the earlier kind wins.
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Day, month, year, the sign of the century (with those in use since 2023), number and check character.
_IDENTITY_CODE: Final = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+ABCDEFUVWXY]\d{3}[0-9A-FHJ-NPR-Y](?!\w)",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w@.])@\w{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?<![\w.,])(?:\+|0)\d(?:[\s-]?\d){5,13}(?!\w)")
_TITLE: Final = re.compile(
    r"\b\w*(?:rehtor|rexi|johtaj|päällik|esihenkilö|esimies|esimie|esinai|tiimivetäj|tiiminvetäj|pomo|opo\b|opon\b"
    r"|opinto-ohjaaj|kuraattor|psykolog|terveydenhoitaj|luottamusmie|luottamushenkilö|työsuojeluvaltuutet"
    r"|vahtimestar|koulusihteer|rektor|prefekt|direktör|kurator|förtroendema|skyddsombud|skolsekreterare"
    r"|studiehandledar|föreståndar|principal|headteacher|director|manager|supervisor|counsellor)\w*"
    r"|\b(?:\w*chef(?:en|er|erna|ens)?|VD|VD:n|CEO|HR-\w+)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"(?:^|[.!?:…\n•*–-])[\s\"”»(]*$")

_FIRST_NAMES: Final = frozenset(names.FIRST_NAMES.split())
# “Matti” is “Matin” and “Matille” in most cases.
_WEAK_STEMS: Final = (
    frozenset(re.sub(r"([kpt])\1(\w)$", r"\1\2", name) for name in _FIRST_NAMES) - _FIRST_NAMES
)
_CASE_ENDINGS: Final = ("", *names.ENDINGS.split())
_NO_NAMES: Final = frozenset(names.NO_NAMES.split())


@dataclass(frozen=True, slots=True)
class Hint:
    """The characters from ``start`` up to ``end`` look like something that tells who somebody is."""

    start: int
    end: int
    kind: Kind


def find_hints(text: str) -> tuple[Hint, ...]:
    """Everything in the text worth a second look, in order; no two overlap."""
    found: list[Hint] = []
    for start, end, kind in _candidates(text):
        if not any(start < hint.end and hint.start < end for hint in found):
            found.append(Hint(start, end, kind))
    return tuple(sorted(found, key=lambda hint: hint.start))


def _candidates(text: str) -> Iterator[tuple[int, int, Kind]]:
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_EMAIL, "email"),
        (_IDENTITY_CODE, "identity_code"),
        (_LINK, "link"),
        (_PHONE, "phone"),
        (_TITLE, "title"),
    )
    for pattern, kind in patterns:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for start, end in _names(text):
        yield start, end, "name"


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words that look like names; “Liisa Virtanen” is one."""
    start, end = -1, -1
    for match in _WORD.finditer(text):
        is_next = start >= 0 and text[end : match.start()] == " "
        if not _looks_like_name(text, match, follows_name=is_next):
            continue
        if is_next:
            end = match.end()
            continue
        if start >= 0:
            yield start, end
        start, end = match.start(), match.end()
    if start >= 0:
        yield start, end


def _looks_like_name(text: str, match: re.Match[str], *, follows_name: bool) -> bool:
    word = match.group()
    if word.lower() in _NO_NAMES:
        return False
    if _is_first_name(word.lower()):
        return True
    is_capitalised = len(word) > 1 and word[0].isupper() and not word.isupper()
    return is_capitalised and (follows_name or not _SENTENCE_END.search(text[: match.start()]))


def _is_first_name(word: str) -> bool:
    """A first name of the list in one of the cases that only add an ending."""
    stems = ((word.removesuffix(ending), ending) for ending in _CASE_ENDINGS if word.endswith(ending))
    return any(stem in _FIRST_NAMES or (ending and stem in _WEAK_STEMS) for stem, ending in stems)
