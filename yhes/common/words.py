"""Text in the portal's three languages, as plain data that JSON and snapshots can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypedDict

from django.utils import translation

LANGUAGES = ("fi", "sv", "en")


class Words(TypedDict):
    """One text in Finnish, Swedish and English; an empty string means "not translated"."""

    fi: str
    sv: str
    en: str


def in_language(words: Words | Mapping[str, str], language: str | None = None) -> str:
    """The text in `language` (default: the active one), else Finnish, English, Swedish."""
    wanted = language or translation.get_language() or "fi"
    for code in (wanted, "fi", "en", "sv"):
        if text := str(words.get(code, "")):
            return text
    return ""


def has_language(words: Words | Mapping[str, str], language: str) -> bool:
    """Whether the text exists in `language`; pages say so where they fall back."""
    return bool(words.get(language, ""))


def in_every_language(make: Callable[[], str]) -> Words:
    """Call `make` once under each language: turns a translated sentence into data.

    >>> in_every_language(lambda: gettext("Workshop"))
    {'fi': 'Työpaja', 'sv': 'Workshop', 'en': 'Workshop'}
    """
    texts = {}
    for code in LANGUAGES:
        with translation.override(code):
            texts[code] = str(make())
    return Words(fi=texts["fi"], sv=texts["sv"], en=texts["en"])


def of_field(instance: object, field: str) -> Words:
    """The three columns of a translated model field, empty where not translated."""
    return Words(
        fi=getattr(instance, f"{field}_fi") or "",
        sv=getattr(instance, f"{field}_sv") or "",
        en=getattr(instance, f"{field}_en") or "",
    )


def joined(texts: Iterable[Words]) -> Words:
    """The texts after one another in each language, those that are there."""
    written = list(texts)
    return Words(
        fi="\n".join(each["fi"] for each in written if each["fi"]),
        sv="\n".join(each["sv"] for each in written if each["sv"]),
        en="\n".join(each["en"] for each in written if each["en"]),
    )
