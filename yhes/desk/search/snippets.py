"""Why a thing was found: its title and a piece of its text, with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from yhes.desk.models import SearchEntry
from yhes.desk.search import folding

BEFORE: Final = 60  # characters of text before the first word that was found
LENGTH: Final = 200
_LIST_MARK: Final = re.compile(r"^[ \t]*(?:[-*+>]|#{1,6}|\d+[.)])[ \t]+", re.MULTILINE)
_NEW_LINE: Final = re.compile(r"\s*\n\s*")

Term = tuple[str, str]  # a word and its language


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found. `title_language`, `language`: where they are not the page's.

    project: whose room in the desk the address leads to, or "".
    """

    url: str
    title: list[Piece]
    title_language: str
    text: list[Piece]
    language: str
    project: str
    is_example: bool


def result(entry: SearchEntry, terms: set[Term], *, language: str, is_inside: bool) -> Result:
    """`terms`: the words by which the entry was found."""
    title_in = _language_of(entry.title, terms, language)
    text_in = _language_of(entry.text, terms, language)
    title, text = _text(entry.title, title_in), _text(entry.text, text_in)
    return Result(
        url=_address(entry.inside if is_inside else entry.public),
        title=list(_pieces(title, terms, title_in)),
        title_language="" if title_in == language else title_in,
        text=list(_pieces(_cut(text, terms, text_in), terms, text_in)),
        language="" if text_in == language else text_in,
        project=str(entry.project) if is_inside and entry.project and entry.kind != "project" else "",
        is_example=entry.is_example,
    )


def _address(address: list[Any] | None) -> str:
    assert address  # whoever finds an entry finds it by one of its pages
    name, args, query = address
    return f"{reverse(name, args=args)}{query}"


def _text(texts: Mapping[str, str], language: str) -> str:
    """On one line: where a new one begins stands a dot, and the marks of lists and headings are left out."""
    text = unicodedata.normalize("NFC", texts.get(language, "")).strip()
    return _NEW_LINE.sub(" · ", _LIST_MARK.sub("", text)).replace("**", "")


def _language_of(texts: Mapping[str, str], terms: set[Term], language: str) -> str:
    """The reader's language if the text exists in it, unless the words stand in another one only."""
    written = [code for code in dict.fromkeys((language, "fi", "en", "sv")) if texts.get(code)]
    found = [code for code in written if _first(_text(texts, code), terms, code) is not None]
    return (found or written or [language])[0]


def _first(text: str, terms: set[Term], language: str) -> int | None:
    """Where the first word stands that was found."""
    return next((word.start for word in folding.words(text) if (word.lower, language) in terms), None)


def _cut(text: str, terms: set[Term], language: str) -> str:
    """A piece around the first word that was found, whole words, with … where something is left out."""
    start = max(0, (_first(text, terms, language) or 0) - BEFORE)
    if start:
        start = text.find(" ", start) + 1 or start
    end = len(text)
    if end - start > LENGTH:
        end = text.rfind(" ", start, start + LENGTH)
        end = end if end > start else start + LENGTH
    left, right = "… " if start else "", " …" if end < len(text) else ""
    return f"{left}{' '.join(text[start:end].split())}{right}"


def _pieces(text: str, terms: set[Term], language: str) -> Iterator[Piece]:
    at = 0
    for word in folding.words(text):
        if (word.lower, language) in terms:
            if word.start > at:
                yield Piece(text[at : word.start])
            yield Piece(text[word.start : word.end], is_found=True)
            at = word.end
    if at < len(text):
        yield Piece(text[at:])
