"""A questionnaire as SurveyJS JSON; what SurveyJS has no word for stands in properties `yhes…`."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.formats.plain_text import has_html
from surveys.formats.surveyjs.reading import LAST
from surveys.formats.surveyjs.values import PIPED
from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Closed,
    Condition,
    Dimension,
    Information,
    IsAnswered,
    IsOneOf,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    Questionnaire,
    Text,
)
from surveys.questionnaire.languages import languages_of

Element = dict[str, Any]


def write_surveyjs(questionnaire: Questionnaire) -> bytes:
    """The file, in UTF-8."""
    document = _Writer(questionnaire).document()
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._first = languages_of(questionnaire)[0]
        self._closed: Mapping[str, Closed] = {part.code: part for part in questionnaire.closed}

    def document(self) -> Element:
        questionnaire = self._questionnaire
        pages = [self._page(dimension) for dimension in questionnaire.dimensions]
        if questionnaire.open_questions:
            pages.append({"name": LAST, "elements": list(map(self._part, questionnaire.open_questions))})
        plain = ("licence", "source", "citation", "scoring")
        own = {f"yhes{name.capitalize()}": getattr(questionnaire, name) for name in plain}
        scale = questionnaire.scale
        return {
            "title": self._text(questionnaire.title),
            "locale": self._first,
            "yhesCode": questionnaire.code,
            "yhesVersion": questionnaire.version,
            "yhesKind": questionnaire.kind,
            **_given(yhesStem=self._text(questionnaire.stem), yhesNote=self._text(questionnaire.note), **own),
            "yhesScale": {
                "code": scale.code,
                "choices": self._choices(scale.options),
                **_given(noneText=self._text(scale.not_applicable)),
            },
            "pages": pages,
        }

    def _page(self, dimension: Dimension) -> Element:
        return {
            "name": dimension.code,
            "title": self._text(dimension.title),
            **_given(description=self._text(dimension.stem)),
            "elements": list(map(self._part, dimension.parts)),
        }

    def _text(self, text: Text | None) -> Any:
        """One text, or texts by language; "default" is the first language of the questionnaire."""
        if text is None:
            return None
        said = {
            "default" if code == self._first else code: _plain(words)
            for code in ("fi", "sv", "en")
            if (words := getattr(text, code))
        }
        return said["default"] if set(said) == {"default"} else said

    def _choices(self, options: Iterable[Option]) -> list[Element]:
        return [{"value": option.value, "text": self._text(option.label)} for option in options]

    def _part(self, part: Part) -> Element:
        if isinstance(part, Information):
            shown: Element = {"type": "html", "name": part.code, "html": self._text(part.text)}
            return shown | self._asked(part)
        element = {"name": part.code, "title": self._text(part.text)}
        element |= _given(description=self._text(part.help), isRequired=part.required)
        match part:
            case Item():
                element |= self._item(part)
            case MultipleChoice():
                element |= self._multiple(part)
            case OpenQuestion():
                element |= {"type": "comment" if part.length == "long" else "text"}
        return element | self._asked(part)

    def _item(self, item: Item) -> Element:
        return {
            "type": "radiogroup",
            "choices": self._choices(item.scale.options),
            **self._none(item.scale.not_applicable),
            "yhesScale": item.scale.code,
            "yhesOrdered": item.ordered,
            "yhesInIndex": item.in_index,
            **_where(item),
        }

    def _multiple(self, question: MultipleChoice) -> Element:
        return {
            "type": "checkbox",
            "choices": self._choices(question.options),
            **self._none(question.none),
            **_given(minSelectedChoices=question.least, maxSelectedChoices=question.most),
            **_where(question),
        }

    def _none(self, text: Text | None) -> Element:
        return {"showNoneItem": True, "noneText": self._text(text)} if text else {}

    def _asked(self, part: Part) -> Element:
        condition = _expression(part.show_if, self._closed) if part.show_if else None
        return _given(yhesModule=part.module, visibleIf=condition)


def _given(**values: Any) -> Element:
    return {name: value for name, value in values.items() if value}


def _where(part: Item | MultipleChoice) -> Element:
    level = part.smallest_group if part.smallest_group != "unit" else ""
    return _given(yhesStage=part.stage, yhesSmallestGroup=level)


def _expression(condition: Condition, questions: Mapping[str, Closed]) -> str:
    match condition:
        case AllOf(parts):
            return " and ".join(_inner(part, questions) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inner(part, questions) for part in parts)
        case IsAnswered(item, answered):
            return f"{{{item}}} {'notempty' if answered else 'empty'}"
        case IsOneOf(item, values):
            test = "contains" if isinstance(questions[item], MultipleChoice) else "="
            return " or ".join(f"{{{item}}} {test} {value}" for value in values)


def _inner(condition: Condition, questions: Mapping[str, Closed]) -> str:
    is_single = isinstance(condition, IsAnswered) or (
        isinstance(condition, IsOneOf) and len(condition.values) == 1
    )
    text = _expression(condition, questions)
    return text if is_single else f"({text})"


def _plain(text: str) -> str:
    """What looks like HTML, or like an answer repeated, is written out."""
    shown = html.escape(text, quote=False).replace("\n", "<br>") if has_html(text) else text
    return PIPED.sub(lambda match: f"{{ {match[1]}}}", shown)
