"""A condition as a sentence, for pages on which nothing can hide a question."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from surveys.language import shown
from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Closed,
    Condition,
    Information,
    IsAnswered,
    IsOneOf,
    Item,
    Part,
)

Questions = Mapping[str, Closed]


def sentence(part: Part, questions: Questions) -> str:
    """ "Answer this if …" in the active language; empty where everybody is asked."""
    if part.show_if is None:
        return ""
    condition = _clause(part.show_if, questions)
    if isinstance(part, Information):
        return _("This concerns you if %(condition)s.") % {"condition": condition}
    return _("Answer this if %(condition)s.") % {"condition": condition}


def _clause(condition: Condition, questions: Questions) -> str:
    match condition:
        case AllOf(parts):
            return _joined(pgettext("between conditions", "and"), [_inner(p, questions) for p in parts])
        case AnyOf(parts):
            return _joined(pgettext("between conditions", "or"), [_inner(p, questions) for p in parts])
        case IsAnswered(item, answered):
            text = (
                _("you answered the question “%(question)s”")
                if answered
                else _("you did not answer the question “%(question)s”")
            )
            return text % {"question": shown(questions[item].text)}
        case IsOneOf(item, values):
            return _one_of(questions[item], values)


def _inner(condition: Condition, questions: Questions) -> str:
    """A part of a group; a group within a group stands in brackets, to show what belongs together."""
    clause = _clause(condition, questions)
    is_group = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    return f"({clause})" if is_group else clause


def _one_of(question: Closed, values: tuple[int, ...]) -> str:
    options = question.scale.options if isinstance(question, Item) else question.options
    chosen = [_("“%(option)s”") % {"option": shown(each.label)} for each in options if each.value in values]
    words = {
        "question": shown(question.text),
        "answers": _joined(pgettext("between conditions", "or"), chosen),
    }
    if isinstance(question, Item):
        return _("your answer to “%(question)s” is %(answers)s") % words
    return _("you chose %(answers)s in the question “%(question)s”") % words


def _joined(word: str, clauses: list[str]) -> str:
    return f" {word} ".join(clauses)
