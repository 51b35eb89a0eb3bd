"""From an outline to a questionnaire: every section and question in turn, with notes on what changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from surveys.formats.codes import Codes, fitting
from surveys.formats.findings import FileRefused, Finding, Place, finding, own_problem, refused
from surveys.formats.outline.imported import Imported, Tally
from surveys.formats.outline.languages import Translations
from surveys.formats.outline.options import Lists
from surveys.formats.outline.parts import Outline, Question, Section, Words
from surveys.formats.outline.questions import Questions
from surveys.questionnaire import (
    KINDS,
    LANGUAGES,
    Dimension,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    Questionnaire,
    QuestionnaireError,
    Scale,
    Text,
)
from surveys.questionnaire.whole import MAX_DIMENSIONS, MAX_VERSION

_SORTS: dict[type[Part], str] = {
    Item: "single",
    MultipleChoice: "multiple",
    OpenQuestion: "written",
    Information: "information",
}
_KINDS = {"single": "single", "multiple": "multiple", "short": "written", "long": "written"}
WHOLE = Place()
_SHEETS = {"survey": 1, "choices": 2, "settings": 3}
_AFTER_ALL_ROWS = 10_000_000
_PLAIN = ("licence", "source", "citation", "scoring")
# A questionnaire has a scale even where all its questions are answered in writing.
_YES_NO = Scale(
    "yes_no",
    (Option(0, Text(fi="Ei", sv="Nej", en="No")), Option(1, Text(fi="Kyllä", sv="Ja", en="Yes"))),
)


def assemble(outline: Outline, *, unmarked: str) -> Imported:
    """The questionnaire of a file. Raises `FileRefused` with every reason found.

    `unmarked` is the language that a person says texts without a mark are in; what the file says
    itself comes first.
    """
    return _Assembly(outline, unmarked).imported()


class _Assembly:
    def __init__(self, outline: Outline, unmarked: str) -> None:
        self._outline = outline
        self._findings: list[Finding] = list(outline.findings)
        self._refusals: list[Finding] = []
        self._translations = Translations(outline.default_language or unmarked)
        self._lists = Lists(self._translations, self._findings)
        self._questions = Questions(self._translations, self._lists, self._findings, self._refusals)
        self._section_codes = Codes("S")

    def imported(self) -> Imported:
        """Everything together. Raises `FileRefused`."""
        title = self._text(self._outline.title, WHOLE) or Text.same(fitting(self._outline.code, "Q"))
        sections = [
            dimension
            for section in self._outline.sections
            if not section.is_last and (dimension := self._dimension(section, title))
        ]
        last = self._last_questions()
        self._check(sections, last)
        questionnaire = self._questionnaire(title, tuple(sections), last)
        return Imported(
            questionnaire=questionnaire,
            tallies=tuple(self._tallies(questionnaire)),
            languages=tuple(code for code in LANGUAGES if code in self._translations.known),
            foreign=tuple(self._translations.foreign),
            findings=tuple(sorted(self._findings, key=_in_order)),
        )

    def _check(self, sections: list[Dimension], last: tuple[OpenQuestion, ...]) -> None:
        if self._refusals:
            raise FileRefused(self._refusals)
        if not self._translations.known:
            raise refused("no_known_language", languages=", ".join(self._translations.foreign) or "–")
        parts = [part for section in sections for part in section.parts]
        if not last and all(isinstance(part, Information) for part in parts):
            raise refused("no_questions")
        if len(sections) > MAX_DIMENSIONS:
            raise refused("too_many_sections", count=len(sections), limit=MAX_DIMENSIONS)

    def _questionnaire(
        self, title: Text, sections: tuple[Dimension, ...], last: tuple[OpenQuestion, ...]
    ) -> Questionnaire:
        outline, properties = self._outline, self._outline.properties
        kind = properties.get("kind", "")
        plain: dict[str, Any] = {name: properties[name] for name in _PLAIN if properties.get(name)}
        try:
            return Questionnaire(
                code=fitting(outline.code, "Q"),
                kind=kind if kind in KINDS else "wellbeing",
                version=outline.version if 1 <= outline.version <= MAX_VERSION else 1,
                title=title,
                stem=self._text(outline.stem, WHOLE),
                note=self._text(outline.note, WHOLE),
                scale=self._own_scale(),
                dimensions=sections,
                open_questions=last,
                **plain,
            )
        except QuestionnaireError as error:
            raise FileRefused([own_problem(error)]) from None

    def _own_scale(self) -> Scale:
        """The scale that the file names as the questionnaire's own, else the first one."""
        if self._outline.scale is not None:
            return self._lists.scale(self._outline.scale)
        return self._lists.scales[0] if self._lists.scales else _YES_NO

    def _dimension(self, section: Section, title: Text) -> Dimension | None:
        parts = self._questions.of(section)
        if not parts:
            return None
        try:
            return Dimension(
                code=self._section_codes.give(section.code),
                title=self._text(section.words, section.place) or title,
                parts=parts,
                stem=self._text(section.stem, section.place),
            )
        except QuestionnaireError as error:
            self._refusals.append(own_problem(error, section.place))
            return None

    def _last_questions(self) -> tuple[OpenQuestion, ...]:
        parts = [part for s in self._outline.sections if s.is_last for part in self._questions.of(s)]
        for part in parts:
            if not isinstance(part, OpenQuestion):
                self._findings.append(finding("not_last", Place(question=part.code)))
        return tuple(part for part in parts if isinstance(part, OpenQuestion))

    def _text(self, words: Words, place: Place) -> Text | None:
        try:
            return self._translations.text(words)
        except QuestionnaireError as error:
            self._refusals.append(own_problem(error, place))
            return None

    def _tallies(self, questionnaire: Questionnaire) -> list[Tally]:
        asked = [question for section in self._outline.sections for question in section.questions]
        found = Counter(_sort_of(question) for question in asked)
        taken = Counter(_SORTS[type(part)] for part in questionnaire.parts)
        asking = self._questions.asking
        sections = sum(not section.is_last for section in self._outline.sections)
        foreign = len(self._translations.foreign)
        rows = [Tally("sections", sections, len(questionnaire.dimensions))]
        rows += [Tally(sort, max(found[sort], taken[sort]), taken[sort]) for sort in _SORTS.values()]
        rows += [Tally("other", self._outline.left, 0)] if self._outline.left else []
        rows.append(Tally("scales", len(self._lists.scales), len(self._lists.scales)))
        rows.append(Tally("conditions", asking.found, asking.taken))
        rows.append(
            Tally("languages", len(self._translations.known) + foreign, len(self._translations.known))
        )
        return rows


def _in_order(found: Finding) -> tuple[int, int]:
    """As a person goes through the file: the questions first, whole columns after their rows."""
    return _SHEETS.get(found.place.sheet.lower(), 0), found.place.row or _AFTER_ALL_ROWS


def _sort_of(question: Question) -> str:
    """What the question is counted as; one option to choose is a box to tick."""
    is_box = question.kind == "single" and len(question.answers) == 1
    return "multiple" if is_box else _KINDS.get(question.kind, question.kind)
