"""The questions as a page shows them, in the active language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.forms.answers.conditions import Questions, sentence
from surveys.language import shown, wording
from surveys.questionnaire import (
    NOT_APPLICABLE_INPUT,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    Questionnaire,
    Scale,
    Text,
    condition_document,
    open_text_limit,
)

_MOST_IN_A_ROW = 7  # steps of a scale that stand beside each other on a wide screen
_NO_ERRORS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One radio button or box. `number` stands before the words, or alone, on a scale of numbers."""

    value: str
    label: str
    number: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One part of the form, shown by `template`."""

    template: str
    name: str
    legend: str
    language: str  # set only where the text is in another language than the page
    show_if: str  # the condition as JSON, for static/js/answer/conditions.js
    condition: str  # the same as a sentence, where no script hides the question
    value: str = ""
    error: str = ""
    help: str = ""
    hint: str = ""
    options: list[Choice] = field(default_factory=list)
    apart: list[Choice] = field(default_factory=list)
    ends: tuple[str, str] = ("", "")
    limit: int = 0
    is_list: bool = False  # options one under another on every screen
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What stands on one page when pages are turned: a dimension, or the open questions after them."""

    number: int
    title: str
    stem: str
    questions: list[Question]


def sections(
    questionnaire: Questionnaire, values: Mapping[str, str], errors: Mapping[str, str] = _NO_ERRORS
) -> list[Section]:
    """The whole form in the active language, with what was sent before and what is wrong with it."""
    page = _Page({part.code: part for part in questionnaire.closed}, values, errors)
    pages = [
        Section(
            number,
            shown(dimension.title),
            shown(dimension.stem) if dimension.stem else "",
            [page.question(part) for part in dimension.parts],
        )
        for number, dimension in enumerate(questionnaire.dimensions, start=1)
    ]
    if questionnaire.open_questions:
        fields = [page.question(question) for question in questionnaire.open_questions]
        pages.append(Section(len(pages) + 1, _("In your own words"), "", fields))
    return pages


def is_fallback(questionnaire: Questionnaire) -> bool:
    """Whether some question is not written in the active language."""
    return any(wording(part.text).is_fallback for part in questionnaire.parts)


@dataclass(frozen=True, slots=True)
class _Page:
    closed: Questions
    values: Mapping[str, str]
    errors: Mapping[str, str]

    def question(self, part: Part) -> Question:
        match part:
            case Item():
                return self._item(part)
            case MultipleChoice():
                return self._multiple(part)
            case OpenQuestion():
                return self._open(part)
            case Information():
                return self._make(part, "surveys/answer/_information.html")

    def _item(self, item: Item) -> Question:
        scale, value = item.scale, self.values.get(item.code, "")
        is_numbers = scale.is_numbers
        return self._make(
            item,
            "surveys/answer/_numbers.html" if is_numbers else "components/fieldset_scale.html",
            help=_help(item),
            options=[_choice(option, {value}, with_number=is_numbers) for option in scale.options],
            apart=_apart(scale.not_applicable, {value}),
            ends=_ends(scale) if is_numbers else ("", ""),
            is_list=len(scale.options) > _MOST_IN_A_ROW or not item.ordered,
        )

    def _multiple(self, question: MultipleChoice) -> Question:
        chosen = set(self.values.get(question.code, "").split())
        return self._make(
            question,
            "surveys/answer/_multiple.html",
            help=_optional(question.help),
            hint=_how_many(question),
            options=[_choice(option, chosen) for option in question.options],
            apart=_apart(question.none, chosen),
        )

    def _open(self, question: OpenQuestion) -> Question:
        return self._make(
            question,
            "surveys/answer/_short.html" if question.length == "short" else "surveys/answer/_open.html",
            help=_optional(question.help),
            limit=open_text_limit(question),
            is_required=question.required,
        )

    def _make(self, part: Part, template: str, **more: object) -> Question:
        text = wording(part.text)
        return Question(
            template=template,
            name=part.code,
            legend=text.text,
            language=text.language if text.is_fallback else "",
            show_if=json.dumps(condition_document(part.show_if)) if part.show_if else "",
            condition=sentence(part, self.closed),
            value=self.values.get(part.code, ""),
            error=self.errors.get(part.code, ""),
            **more,  # type: ignore[arg-type]
        )


def _help(item: Item) -> str:
    """What a background variable is used for is always said."""
    said = [_optional(item.help)]
    if item.background:
        said.append(
            _("Used only to tell results by group, where nobody can be picked out. You may skip this.")
        )
    return " ".join(filter(None, said))


def _optional(text: Text | None) -> str:
    return shown(text) if text else ""


def _choice(option: Option, chosen: set[str], *, with_number: bool = False) -> Choice:
    value, label = str(option.value), shown(option.label)
    number = value if with_number else ""
    return Choice(
        value=value, label="" if label == number else label, number=number, is_chosen=value in chosen
    )


def _apart(words: Text | None, chosen: set[str]) -> list[Choice]:
    if words is None:
        return []
    return [Choice(value=NOT_APPLICABLE_INPUT, label=shown(words), is_chosen=NOT_APPLICABLE_INPUT in chosen)]


def _ends(scale: Scale) -> tuple[str, str]:
    """The words at the ends of a scale of numbers; the numbers themselves need no repeating."""
    first, last = (shown(option.label) for option in (scale.options[0], scale.options[-1]))
    return ("" if first == str(scale.lowest) else first, "" if last == str(scale.highest) else last)


def _how_many(question: MultipleChoice) -> str:
    least, most = question.least, question.most
    numbers = {"least": least, "most": most}
    if most and least == most:
        return ngettext("Choose %(most)d option.", "Choose %(most)d options.", most) % numbers
    if least > 1 and most:
        return _("Choose from %(least)d to %(most)d options.") % numbers
    if most:
        return ngettext("Choose at most %(most)d option.", "Choose at most %(most)d options.", most) % numbers
    if least > 1:
        text = ngettext("Choose at least %(least)d option.", "Choose at least %(least)d options.", least)
        return text % numbers
    return _("You can choose several.")
