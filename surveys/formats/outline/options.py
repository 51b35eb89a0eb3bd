"""From the options of a file to scales and choices with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.formats.codes import fitting
from surveys.formats.findings import Finding, finding
from surveys.formats.outline.languages import Translations
from surveys.formats.outline.parts import Answer, Question
from surveys.questionnaire import Option, Scale, Text
from surveys.questionnaire.scales import HIGHEST_VALUE, LOWEST_VALUE

MOST_OPTIONS = HIGHEST_VALUE - LOWEST_VALUE + 1  # of one answer: each needs a number of its own
_SHOWN = 12  # numbers in a note


@dataclass(frozen=True, slots=True)
class Numbered:
    """Options in ascending order of their numbers, and the number of each option's code in the file."""

    options: tuple[Option, ...]
    values: Mapping[str, int]


class Lists:
    """The lists of options of one file; each is numbered and noted once.

    A list is known by its name and the codes in it: a file may leave some out for one question.
    """

    def __init__(self, translations: Translations, findings: list[Finding]) -> None:
        self._translations = translations
        self._findings = findings
        self._numbered: dict[tuple[str, tuple[str, ...]], Numbered] = {}
        self._scales: dict[tuple[str, tuple[str, ...]], Scale] = {}

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales made so far."""
        return tuple(self._scales.values())

    def numbered(self, question: Question) -> Numbered:
        """The options of a question. Raises `QuestionnaireError` for words that cannot be used."""
        key = _key(question)
        if key not in self._numbered:
            self._numbered[key] = self._number(question)
        return self._numbered[key]

    def scale(self, question: Question) -> Scale:
        """The scale of a question with one answer. Raises `QuestionnaireError`."""
        key = _key(question)
        if key not in self._scales:
            code = question.scale_code or question.scale or question.code
            apart = self._translations.text(question.apart) if question.apart else None
            self._scales[key] = Scale(fitting(code, "L"), self.numbered(question).options, apart)
        return self._scales[key]

    def _number(self, question: Question) -> Numbered:
        answers = question.answers
        values = _own_values(answers)
        if values is None:
            first = min(1, HIGHEST_VALUE - len(answers) + 1)  # a list of countries needs some below zero
            values = list(range(first, first + len(answers)))
            said = ", ".join(f"{a.code} = {v}" for a, v in zip(answers[:_SHOWN], values, strict=False))
            more = ", …" if len(answers) > _SHOWN else ""
            self._note("option_numbers", question, numbers=said + more)
        pairs = sorted(zip(values, answers, strict=True), key=lambda pair: pair[0])
        if [value for value, _answer in pairs] != values:
            self._note("option_order", question)
        options = tuple(Option(value, self._label(answer)) for value, answer in pairs)
        return Numbered(options, {answer.code: value for value, answer in pairs})

    def _label(self, answer: Answer) -> Text:
        # An option without words in any known language is still an option: its code names it.
        return self._translations.text(answer.words) or Text.same(answer.code)

    def _note(self, code: str, question: Question, **detail: str) -> None:
        self._findings.append(finding(code, question.place, list=question.scale or question.code, **detail))


def _key(question: Question) -> tuple[str, tuple[str, ...]]:
    return question.scale or question.code, tuple(answer.code for answer in question.answers)


def _own_values(answers: tuple[Answer, ...]) -> list[int] | None:
    """The numbers that the file itself gives, if every option has one of its own within bounds."""
    values = [answer.value if answer.value is not None else _as_number(answer.code) for answer in answers]
    known = [value for value in values if value is not None and LOWEST_VALUE <= value <= HIGHEST_VALUE]
    return known if len(set(known)) == len(answers) else None


def _as_number(code: str) -> int | None:
    digits = code.removeprefix("-")
    return int(code) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else None
