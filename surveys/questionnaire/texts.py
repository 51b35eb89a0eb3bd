"""A text in the portal's three languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from surveys.questionnaire.checks import check_optional_wording
from surveys.questionnaire.errors import QuestionnaireError

LANGUAGES = ("fi", "sv", "en")
FALLBACK_ORDER = ("fi", "en", "sv")


class Wording(NamedTuple):
    """One text as shown: `language` is what it is written in, for the page's `lang` attribute."""

    text: str
    language: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One text in three languages; an empty string means "not translated". At least one is there."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not (self.fi or self.sv or self.en):
            raise QuestionnaireError("", "missing")
        for language in LANGUAGES:
            check_optional_wording(getattr(self, language), language)

    @classmethod
    def same(cls, text: str) -> Text:
        """A text that belongs to no language, such as the name of a column in somebody's file."""
        return cls(text, text, text)

    def in_(self, language: str) -> Wording:
        """The text in `language`, else in the first language there is, and which one that was."""
        for code in (language, *FALLBACK_ORDER):
            text: str = getattr(self, code, "") if code in LANGUAGES else ""
            if text:
                return Wording(text, code, code != language)
        raise AssertionError("a Text always has a language")
