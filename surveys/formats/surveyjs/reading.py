"""A SurveyJS questionnaire as an outline: pages and panels are sections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from surveys.formats import expressions
from surveys.formats.findings import Finding, Place, finding, refused
from surveys.formats.outline import Outline, Question, Relevance, Section, Words
from surveys.formats.outline.words import with_index_if_alike
from surveys.formats.plain_text import clean
from surveys.formats.surveyjs.elements import Elements
from surveys.formats.surveyjs.values import Json, answers, listed, name_of, whole, words

LAST = "yhes_open_questions"
MAX_DEPTH = 12  # panels within each other
_PANELS = ("panel", "paneldynamic")
_PLAIN = ("kind", "licence", "source", "citation", "scoring")
_LEFT = (
    "calculatedValues",
    "triggers",
    "completedHtmlOnCondition",
    "navigateToUrl",
    "timeLimit",
    "showTimer",
)


def read_surveyjs(content: bytes, *, name: str, unmarked: str) -> Outline:
    """The outline of a JSON file; the file's `name` is its code if it has none. Raises `FileRefused`."""
    try:
        survey = json.loads(content)
    except json.JSONDecodeError as error:
        raise refused("not_json", Place(line=error.lineno)) from None
    except (ValueError, RecursionError):  # not UTF, a number of a thousand digits, brackets without end
        raise refused("not_json") from None
    if not isinstance(survey, dict) or not any(
        isinstance(survey.get(k), list) for k in ("pages", "elements")
    ):
        raise refused("not_surveyjs")
    return _Survey(survey, unmarked).outline(name)


class _Survey:
    def __init__(self, survey: dict[str, Any], unmarked: str) -> None:
        self._survey = survey
        self._language = str(survey.get("locale") or "")
        self._findings: list[Finding] = []
        marks = tuple(dict.fromkeys(_marks(survey)))
        self._elements = Elements(marks or ("",), self._language or unmarked, self._findings)
        self._is_own = "yhesKind" in survey
        self._left = 0

    def outline(self, name: str) -> Outline:
        """Everything together."""
        survey = self._survey
        pages = listed(survey.get("pages")) or [{"name": "questions", "elements": survey.get("elements")}]
        sections = tuple(
            section
            for page in pages
            if isinstance(page, dict)
            for section in self._sections(page, (), words(page.get("title", "")), 0)
        )
        self._note_survey()
        properties = {key: clean(str(survey.get(f"yhes{key.capitalize()}") or "")) for key in _PLAIN}
        return Outline(
            code=str(survey.get("yhesCode") or name),
            version=whole(survey.get("yhesVersion"), 1),
            title=words(survey.get("title", "")),
            sections=self._welcomed(sections),
            default_language=self._language,
            stem=words(survey.get("yhesStem", "")),
            note=words(survey.get("yhesNote", "")),
            properties={key: value for key, value in properties.items() if value},
            scale=self._own_scale(),
            left=self._left,
            findings=tuple(self._findings),
        )

    def _sections(
        self, panel: Json, around: tuple[Relevance, ...], title: Words, depth: int
    ) -> Iterator[Section]:
        """A page or panel: its questions, and the panels in it, as sections in their order."""
        place = Place(section=name_of(panel))
        if depth > MAX_DEPTH:
            raise refused("too_deep", place, limit=MAX_DEPTH)
        relevances = (*around, *self._relevance(panel, place))
        run: list[Question] = []
        for element in listed(panel.get("elements")) or listed(panel.get("questions")):
            if not isinstance(element, dict):
                continue
            if element.get("type") not in _PANELS:
                run += self._questions(element, relevances)
                continue
            if run:
                yield self._section(panel, title, run, place)
                run = []
            yield from self._panel(element, relevances, title, depth)
        if run:
            yield self._section(panel, title, run, place)

    def _panel(
        self, panel: Json, around: tuple[Relevance, ...], title: Words, depth: int
    ) -> Iterator[Section]:
        place = Place(section=name_of(panel))
        self._findings.append(finding("nested", place))
        if panel.get("type") == "paneldynamic":
            self._findings.append(finding("repeat", place))
            panel = {**panel, "elements": panel.get("templateElements")}
        yield from self._sections(panel, around, words(panel.get("title", "")) or title, depth + 1)

    def _section(self, panel: Json, title: Words, run: list[Question], place: Place) -> Section:
        questions = tuple(run)
        if not self._is_own:
            questions, notes = with_index_if_alike(run, place)
            self._findings += notes
        name = name_of(panel)
        stem = words(panel.get("description", ""))
        is_last = name == LAST
        return Section(
            code=name or "page", words=title, questions=questions, place=place, stem=stem, is_last=is_last
        )

    def _questions(self, element: Json, around: tuple[Relevance, ...]) -> list[Question]:
        place = self._elements.place(element)
        kind = str(element.get("type", "text"))
        if element.get("visible") is False and not element.get("visibleIf"):
            return self._leave(finding("hidden", place))
        if kind == "expression":
            return self._leave(finding("calculation", place, text=str(element.get("expression", ""))))
        made = self._elements.questions(element)
        if made is None:
            return self._leave(finding("unsupported", place, type=kind))
        relevances = (*around, *self._relevance(element, place))
        return [replace(question, relevances=(*relevances, *question.relevances)) for question in made]

    def _leave(self, found: Finding) -> list[Question]:
        self._left += 1
        self._findings.append(found)
        return []

    def _relevance(self, element: Json, place: Place) -> tuple[Relevance, ...]:
        text = element.get("visibleIf")
        if not isinstance(text, str) or not text.strip():
            return ()
        try:
            return (Relevance(text, expressions.parse(text), place),)
        except expressions.Unreadable:
            return (Relevance(text, None, place),)

    def _welcomed(self, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        """What the survey says of itself stands before its first question."""
        said = words(self._survey.get("description", ""))
        if not said or not sections:
            return sections
        welcome = Question(
            code="welcome", kind="information", words=said, place=Place(question="description")
        )
        return (replace(sections[0], questions=(welcome, *sections[0].questions)), *sections[1:])

    def _own_scale(self) -> Question | None:
        scale = self._survey.get("yhesScale")
        if not isinstance(scale, dict) or not scale.get("code"):
            return None
        code, apart = str(scale["code"]), words(scale.get("noneText", ""))
        options = answers(scale.get("choices"))
        # Its name is no question's: nothing that is asked shares its list.
        return Question(
            code=code,
            kind="single",
            words={},
            place=Place(path="yhesScale"),
            answers=options,
            scale=" own",
            scale_code=code,
            apart=apart or None,
        )

    def _note_survey(self) -> None:
        for key in _LEFT:
            if self._survey.get(key):
                self._findings.append(finding("settings", name=key))
        if self._survey.get("completedHtml"):
            self._findings.append(finding("end_text"))


def _marks(part: object, depth: int = 0) -> Iterator[str]:
    """The languages that texts of the file carry, wherever a text stands."""
    if depth > 40:
        return
    if isinstance(part, dict):
        if "default" in part and all(isinstance(text, str) for text in part.values()):
            yield from ("" if mark == "default" else mark for mark in part)
        for value in part.values():
            yield from _marks(value, depth + 1)
    elif isinstance(part, list):
        for value in part:
            yield from _marks(value, depth + 1)
