"""A questionnaire's texts in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from surveys.questionnaire import Text, Wording


def wording(text: Text) -> Wording:
    """The text in the active language, or in the first one it has, and which one that is."""
    return text.in_(get_language() or "fi")


def shown(text: Text) -> str:
    return wording(text).text
