"""A questionnaire for reading: every word of it, and what a person who fields it wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.questionnaire import (
    LANGUAGES,
    Item,
    MultipleChoice,
    OpenQuestion,
    Part,
    Questionnaire,
    is_background,
)
from surveys.questionnaire.languages import complete_languages


@dataclass(frozen=True, slots=True)
class Language:
    """One of the portal's languages: its name in the active language, and whether every text is there."""

    code: str
    name: str
    is_complete: bool


def languages(questionnaire: Questionnaire) -> list[Language]:
    """The portal's languages, each with whether the questionnaire can be asked in it."""
    complete = complete_languages(questionnaire)
    return [Language(code, language_name(code), code in complete) for code in LANGUAGES]


def kind_of(part: Part) -> str:
    """What a person is asked to do."""
    match part:
        case Item(ordered=True):
            return _("scale")
        case Item():
            return _("single choice")
        case MultipleChoice():
            return _("multiple choice")
        case OpenQuestion(length="short"):
            return _("short answer in writing")
        case OpenQuestion():
            return _("answer in writing")
        case _:
            return _("text between questions")


def marks_of(part: Part) -> Iterator[str]:
    """What else holds for the question."""
    yield kind_of(part)
    if getattr(part, "required", False):
        yield _("required")
    if part.module:
        yield _("additional questions: %(module)s") % {"module": part.module}
    if is_background(part):
        yield _("background question: results are told by it")
    if isinstance(part, Item) and part.in_index:
        yield _("counts into the index of the section")
    if isinstance(part, Item | MultipleChoice) and part.smallest_group != "unit":
        yield _LEVELS[part.smallest_group]()


_LEVELS = {
    "organisation": lambda: _("never shown for units"),
    "region": lambda: _("never shown for organisations"),
    "project": lambda: _("shown for the whole project only"),
}


def tally_name(sort: str) -> str:
    """What an import counts."""
    names = {
        "sections": _("Sections"),
        "single": _("Questions with one answer"),
        "multiple": _("Questions with any number of answers"),
        "written": _("Questions answered in writing"),
        "information": _("Texts between questions"),
        "other": _("Questions of other types"),
        "scales": _("Scales and lists of options"),
        "conditions": _("Questions with a condition"),
        "languages": _("Languages"),
    }
    return names[sort]


def language_name(code: str) -> str:
    """A language of the portal."""
    return {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}[code]
