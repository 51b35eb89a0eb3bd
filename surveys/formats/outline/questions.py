"""From the questions of a file to the parts of a section, each as it is or with a note of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from surveys.formats.codes import Codes
from surveys.formats.findings import Finding, finding, own_problem
from surveys.formats.outline.asking import Asking, NeverAsked
from surveys.formats.outline.languages import Translations
from surveys.formats.outline.options import MOST_OPTIONS, Lists
from surveys.formats.outline.parts import Question, Section
from surveys.formats.plain_text import from_html
from surveys.questionnaire import (
    Condition,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Part,
    QuestionnaireError,
    Text,
)
from surveys.questionnaire.checks import MAX_WORDING
from surveys.questionnaire.parts import MAX_CHOICES
from surveys.questionnaire.scales import MIN_OPTIONS
from surveys.questionnaire.whole import MAX_OPEN_QUESTIONS

_CHOOSING = {"single": (MIN_OPTIONS, MOST_OPTIONS), "multiple": (1, MAX_CHOICES)}


class Questions:
    """Takes the questions of a file in their order, so that conditions can look back."""

    def __init__(
        self, translations: Translations, lists: Lists, findings: list[Finding], refusals: list[Finding]
    ) -> None:
        self._translations = translations
        self._lists = lists
        self._findings = findings
        self._refusals = refusals
        self._codes = Codes("Q")
        self._written = 0
        self.asking = Asking(findings)

    def of(self, section: Section) -> tuple[Part, ...]:
        """The parts of a section that could be taken."""
        parts: list[Part] = []
        for question in section.questions:
            try:
                made = list(self._taken(question))
            except QuestionnaireError as error:
                self._refusals.append(own_problem(error, question.place))
                continue
            if not made:
                self.asking.forget()
            parts += made
        return self._with_one_scale(parts, section)

    def _taken(self, question: Question) -> Iterator[Part]:
        try:
            condition = self.asking.condition(question)
        except NeverAsked:
            self._note("never_asked", question)
            return iter(())
        if question.kind == "information":
            return self._information(question, condition)
        if question.kind == "single" and len(question.answers) == 1:
            self._note("one_box", question)
            question = replace(question, kind="multiple", is_ordered=False, in_index=False)
        text = self._text(question)
        if text is None or not self._has_room(question):
            return iter(())
        if question.kind == "single":
            return self._single(question, text, condition)
        if question.kind == "multiple":
            return self._multiple(question, text, condition)
        return self._open(question, text, condition)

    def _text(self, question: Question) -> Text | None:
        """The words of the question; its code where it has none at all, None where they are all foreign."""
        text = self._translations.text(question.words)
        if text is None and any(words.strip() for words in question.words.values()):
            self._note("foreign_only", question, languages=", ".join(filter(None, question.words)) or "–")
        elif text is None:
            self._note("no_words", question, code=question.code)
            return Text.same(question.code)
        return text

    def _has_room(self, question: Question) -> bool:
        """Whether a questionnaire can hold it: so many options, so many questions answered in writing."""
        if question.kind in _CHOOSING:
            least, most = _CHOOSING[question.kind]
            count = len(question.answers)
            if count < least:
                self._note("too_few_options", question)
            elif count > most:
                self._note("too_many_options", question, count=count, limit=most)
            return least <= count <= most
        self._written += 1
        if self._written > MAX_OPEN_QUESTIONS:
            self._note("too_many_texts", question, limit=MAX_OPEN_QUESTIONS)
        return self._written <= MAX_OPEN_QUESTIONS

    def _common(self, question: Question, text: Text, condition: Condition | None) -> dict[str, Any]:
        code = self._codes.give(question.code)
        if code != question.code:
            self._note("renamed", question, before=question.code, after=code)
        help_text = self._translations.text(question.hint)
        return {
            "code": code,
            "text": text,
            "help": help_text,
            "required": question.required,
            "show_if": condition,
        }

    def _single(self, question: Question, text: Text, condition: Condition | None) -> Iterator[Part]:
        scale, values = self._lists.scale(question), self._lists.numbered(question).values
        item = Item(
            **self._common(question, text, condition) | dict(question.properties),
            scale=scale,
            ordered=question.is_ordered,
            in_index=question.in_index and question.is_ordered,
        )
        self.asking.learn(question.code, item.code, values, is_multiple=False)
        yield item

    def _multiple(self, question: Question, text: Text, condition: Condition | None) -> Iterator[Part]:
        numbered = self._lists.numbered(question)
        most = question.most if question.most <= len(numbered.options) else 0
        choice = MultipleChoice(
            **self._common(question, text, condition) | dict(question.properties),
            options=numbered.options,
            least=min(question.least, len(numbered.options)),
            most=most,
            none=self._translations.text(question.apart) if question.apart else None,
        )
        self.asking.learn(question.code, choice.code, numbered.values, is_multiple=True)
        yield choice

    def _open(self, question: Question, text: Text, condition: Condition | None) -> Iterator[Part]:
        module = question.properties.get("module", "")
        yield OpenQuestion(**self._common(question, text, condition), length=question.kind, module=module)

    def _information(self, question: Question, condition: Condition | None) -> Iterator[Part]:
        """A text, in as many parts as its length asks for; one without words is nothing to show."""
        marks = dict.fromkeys((*question.words, *question.hint))
        together = {
            mark: "\n\n".join(
                filter(
                    None, (from_html(question.words.get(mark, "")), from_html(question.hint.get(mark, "")))
                )
            )
            for mark in marks
        }
        pieces = {mark: _pieces(words) for mark, words in together.items()}
        count = max(map(len, pieces.values()), default=0)
        if not count:
            self._note("no_text", question)
        if count > 1:
            self._note("long_text", question, count=count, limit=MAX_WORDING)
        for index in range(count):
            words = {mark: parts[index] for mark, parts in pieces.items() if index < len(parts)}
            text = self._translations.plain_text(words)
            if text is None:
                self._note("foreign_only", question, languages=", ".join(filter(None, words)) or "–")
                continue
            code = self._codes.give(question.code)
            yield Information(code, text, module=question.properties.get("module", ""), show_if=condition)

    def _with_one_scale(self, parts: list[Part], section: Section) -> tuple[Part, ...]:
        """Only items on the scale of the first one that counts may count into the section's index."""
        counted = [part for part in parts if isinstance(part, Item) and part.in_index]
        unlike = {part.code for part in counted if part.scale.values != counted[0].scale.values}
        if unlike:
            self._findings.append(finding("mixed_index", section.place))
        return tuple(
            replace(part, in_index=False) if isinstance(part, Item) and part.code in unlike else part
            for part in parts
        )

    def _note(self, code: str, question: Question, /, **detail: str | int) -> None:
        self._findings.append(finding(code, question.place, **detail))


def _pieces(words: str) -> list[str]:
    """A long text cut between paragraphs, else between lines, else anywhere."""
    left, pieces = words, []
    while len(left) > MAX_WORDING:
        cut = max(left.rfind("\n\n", 1, MAX_WORDING), 0) or max(left.rfind("\n", 1, MAX_WORDING), 0)
        cut = cut or left.rfind(" ", 1, MAX_WORDING)
        cut = cut if cut > 0 else MAX_WORDING
        pieces.append(left[:cut].strip())
        left = left[cut:].strip()
    return [*pieces, left] if left else pieces
