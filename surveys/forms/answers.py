"""An answer as a form sends it, and the questions as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.language import shown, wording
from surveys.questionnaire import (
    MAX_OPEN_TEXT,
    NOT_APPLICABLE_INPUT,
    Errors,
    FieldError,
    Item,
    OpenQuestion,
    Questionnaire,
    Submission,
    validate,
)

# The form's own fields begin with an underscore, which no question's code does.
LINK, PAGE, CARRY = "_link", "_page", "_carry"
_NO_ERRORS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Question:
    """One closed question, with the variables of components/fieldset_scale.html."""

    name: str
    legend: str
    language: str  # set only where the text is in another language than the page
    options: list[dict[str, str]]
    apart: list[dict[str, str]]
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class OpenField:
    name: str
    legend: str
    language: str
    value: str
    error: str
    limit: int = MAX_OPEN_TEXT


@dataclass(frozen=True, slots=True)
class Section:
    """What stands on one page when pages are turned: a dimension, or the open questions."""

    number: int
    title: str
    questions: list[Question] = field(default_factory=list)
    open_fields: list[OpenField] = field(default_factory=list)


def read(questionnaire: Questionnaire, sent: Mapping[str, str]) -> Submission | Errors:
    """A valid answer or what is wrong with it; whatever else the form held is left behind.

    Nothing answered at all is an error too: it would use up the link.
    """
    found = validate(questionnaire, raw_values(questionnaire, sent))
    if isinstance(found, Submission) and found.is_empty:
        return Errors((FieldError("empty", ""),))
    return found


def raw_values(questionnaire: Questionnaire, sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent for each question of the questionnaire, as it came."""
    codes = [item.code for item in questionnaire.items]
    codes += [question.code for question in questionnaire.open_questions]
    return {code: value for code in codes if (value := sent.get(code, ""))}


def sections(
    questionnaire: Questionnaire, values: Mapping[str, str], errors: Mapping[str, str] = _NO_ERRORS
) -> list[Section]:
    """The whole form in the active language, with what was sent before and what is wrong with it."""
    pages = [
        Section(
            number,
            shown(dimension.title),
            questions=[_question(item, values, errors) for item in dimension.items],
        )
        for number, dimension in enumerate(questionnaire.dimensions, start=1)
    ]
    if questionnaire.open_questions:
        fields = [_open_field(question, values, errors) for question in questionnaire.open_questions]
        pages.append(Section(len(pages) + 1, _("In your own words"), open_fields=fields))
    return pages


def sentences(errors: Errors) -> dict[str, str]:
    """What to put right, by code of the question; under "" what concerns the whole form."""
    return {error.item: _sentence(error) for error in errors.errors}


def is_fallback(questionnaire: Questionnaire) -> bool:
    """Whether some question is not written in the active language."""
    texts = [item.text for item in questionnaire.items]
    texts += [question.text for question in questionnaire.open_questions]
    return any(wording(text).is_fallback for text in texts)


def _question(item: Item, values: Mapping[str, str], errors: Mapping[str, str]) -> Question:
    text, scale = wording(item.text), item.scale
    apart = scale.not_applicable
    return Question(
        name=item.code,
        legend=text.text,
        language=text.language if text.is_fallback else "",
        options=[{"value": str(option.value), "label": shown(option.label)} for option in scale.options],
        apart=[{"value": NOT_APPLICABLE_INPUT, "label": shown(apart)}] if apart else [],
        value=values.get(item.code, ""),
        error=errors.get(item.code, ""),
    )


def _open_field(question: OpenQuestion, values: Mapping[str, str], errors: Mapping[str, str]) -> OpenField:
    text = wording(question.text)
    return OpenField(
        name=question.code,
        legend=text.text,
        language=text.language if text.is_fallback else "",
        value=values.get(question.code, ""),
        error=errors.get(question.code, ""),
    )


def _sentence(error: FieldError) -> str:
    numbers = {"limit": error.limit, "length": error.length}
    if error.code == "required":
        return _("Answer this question.")
    if error.code == "off_scale":
        return _("Choose one of the options.")
    if error.code == "text_too_long":
        return _("Shorten this to %(limit)d characters; it has %(length)d now.") % numbers
    if error.code == "texts_too_long":
        return _("Shorten your own words to %(limit)d characters in all; there are %(length)d now.") % numbers
    return _("Answer at least one question before you send.")
