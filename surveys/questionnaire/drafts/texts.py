"""Every text of a document, for saying how far its translations are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveys.questionnaire.drafts.places import Document
from surveys.questionnaire.texts import LANGUAGES

TEXTS = ("title", "text", "stem", "note", "help", "none", "label", "not_applicable")


def texts_in(document: Any) -> Iterator[Document]:
    """All texts by language, wherever they stand."""
    if isinstance(document, list):
        for entry in document:
            yield from texts_in(entry)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key in TEXTS and isinstance(value, dict):
                yield value
            else:
                yield from texts_in(value)


def written(document: Document) -> dict[str, tuple[int, int]]:
    """Language → how many of how many texts are written in it."""
    texts = [text for text in texts_in(document) if text]
    return {language: (sum(1 for text in texts if text.get(language)), len(texts)) for language in LANGUAGES}
