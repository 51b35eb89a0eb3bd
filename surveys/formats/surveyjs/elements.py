"""What each type of SurveyJS element becomes. Types: https://surveyjs.io/form-library/documentation/api-reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from surveys.formats.expressions import Chosen
from surveys.formats.findings import Finding, Place, finding, refused
from surveys.formats.outline import Answer, Question, Relevance, Words
from surveys.formats.outline.words import NO, OTHER, OTHER_WHAT, YES, own_words
from surveys.formats.surveyjs.values import PIPED, Json, answers, listed, name_of, whole, words

_BEHAVIOUR = (
    "requiredIf",
    "enableIf",
    "setValueIf",
    "resetValueIf",
    "maxLength",
    "min",
    "max",
    "choicesVisibleIf",
)
_STEPS = 30  # numbers that are still a scale


@dataclass(slots=True)
class Elements:
    """Makes questions; collects notes. `marks` and `unmarked`: the languages of the file."""

    marks: tuple[str, ...]
    unmarked: str
    findings: list[Finding]

    def questions(self, element: Json) -> list[Question] | None:
        """What an element becomes; None for a type that the portal does not have. Raises `FileRefused`."""
        makers: dict[str, Callable[[Json], Iterator[Question]]] = {
            **dict.fromkeys(("radiogroup", "dropdown", "buttongroup"), self._single),
            **dict.fromkeys(("checkbox", "tagbox"), self._multiple),
            "boolean": self._boolean,
            "rating": self._rating,
            "matrix": self._matrix,
            "text": self._text,
            "comment": self._comment,
            "multipletext": self._several,
            "html": self._html,
        }
        maker = makers.get(str(element.get("type", "text")))
        if maker is None:
            return None
        self._note_what_stays(element)
        return list(maker(element))

    def place(self, element: Json) -> Place:
        """Where the element is."""
        return Place(question=name_of(element))

    def _question(self, element: Json, kind: Any, **more: Any) -> Question:
        name = name_of(element)
        if not name:
            raise refused("question_without_name", Place(path=str(element.get("type", ""))))
        own = {"stage": "yhesStage", "module": "yhesModule", "smallest_group": "yhesSmallestGroup"}
        values: dict[str, Any] = {
            "code": name,
            "words": self._plain(element, words(element.get("title", name))),
            "hint": self._plain(element, words(element.get("description", ""))),
            "required": element.get("isRequired") is True and kind != "information",
            "properties": {key: str(element[mark]) for key, mark in own.items() if element.get(mark)},
            **more,
        }
        return Question(kind=kind, place=self.place(element), **values)

    def _note(self, code: str, element: Json, **detail: str) -> None:
        self.findings.append(finding(code, self.place(element), **detail))

    def _plain(self, element: Json, said: Words) -> Words:
        """Texts in which what they repeat of earlier answers became “…”, with a note."""
        piped = list(dict.fromkeys(found for text in said.values() for found in PIPED.findall(text)))
        if piped:
            self._note("piped", element, reference=", ".join(piped))
        return {mark: PIPED.sub("…", text) for mark, text in said.items()}

    def _own(self, said: dict[str, str]) -> Words:
        return own_words(said, self.marks, self.unmarked)

    def _single(self, element: Json) -> Iterator[Question]:
        ordered = element.get("yhesOrdered") is True
        question = self._question(
            element,
            "single",
            answers=answers(element.get("choices")),
            scale_code=str(element.get("yhesScale", "")),
            apart=self._none(element),
            is_ordered=ordered,
            in_index=element.get("yhesInIndex") is True,
        )
        yield from self._with_other(element, question)

    def _multiple(self, element: Json) -> Iterator[Question]:
        question = self._question(
            element,
            "multiple",
            answers=answers(element.get("choices")),
            apart=self._none(element),
            least=max(0, whole(element.get("minSelectedChoices"), 0)),
            most=max(0, whole(element.get("maxSelectedChoices"), 0)),
        )
        yield from self._with_other(element, question)

    def _none(self, element: Json) -> Words | None:
        if not (element.get("showNoneItem") or element.get("hasNone")):
            return None
        return words(element.get("noneText", "None"))

    def _with_other(self, element: Json, question: Question) -> Iterator[Question]:
        if not (element.get("showOtherItem") or element.get("hasOther")):
            yield question
            return
        self._note("other", element)
        said = words(element["otherText"]) if element.get("otherText") else self._own(OTHER)
        yield replace(question, answers=(*question.answers, Answer("other", said)))
        chosen = Relevance("other", Chosen(question.code, "other"), question.place)
        what = {
            "code": f"{question.code}_other",
            "words": self._own(OTHER_WHAT),
            "hint": {},
            "required": False,
        }
        yield self._question(element, "short", **what, relevances=(chosen,), properties={})

    def _boolean(self, element: Json) -> Iterator[Question]:
        no, yes = (words(element[key]) if element.get(key) else {} for key in ("labelFalse", "labelTrue"))
        options = (Answer("false", no or self._own(NO), 0), Answer("true", yes or self._own(YES), 1))
        yield self._question(element, "single", answers=options)

    def _rating(self, element: Json) -> Iterator[Question]:
        given = answers(element.get("rateValues"))
        if not given:
            low, high = whole(element.get("rateMin"), 1), whole(element.get("rateMax"), 5)
            steps = range(low, high + 1, max(1, whole(element.get("rateStep"), 1)))[:_STEPS]
            given = tuple(Answer(str(value), {}, value) for value in steps)
        ends = {0: element.get("minRateDescription"), len(given) - 1: element.get("maxRateDescription")}
        given = tuple(
            replace(answer, words=words(ends[n])) if ends.get(n) else answer for n, answer in enumerate(given)
        )
        yield self._question(element, "single", answers=given, is_ordered=True)

    def _matrix(self, element: Json) -> Iterator[Question]:
        columns = answers(element.get("columns"))
        is_scale = len(columns) > 2
        yield self._question(element, "information")
        for row in answers(element.get("rows")):
            yield self._question(
                element,
                "single",
                code=f"{name_of(element)}_{row.code}",
                words=row.words or {"": row.code},
                hint={},
                answers=columns,
                scale=name_of(element),
                required=element.get("isAllRowRequired") is True,
                is_ordered=is_scale,
                in_index=is_scale,
            )

    def _text(self, element: Json) -> Iterator[Question]:
        kind = str(element.get("inputType", "text"))
        if kind in ("number", "range"):
            self._note("number_as_text", element)
        elif kind in ("date", "datetime", "datetime-local", "time", "month", "week"):
            self._note("date_as_text", element)
        yield self._question(element, "short")

    def _comment(self, element: Json) -> Iterator[Question]:
        yield self._question(element, "long")

    def _several(self, element: Json) -> Iterator[Question]:
        self._note("one_of_texts", element)
        yield self._question(element, "information")
        for item in listed(element.get("items")):
            if isinstance(item, dict) and item.get("name"):
                code, said = f"{name_of(element)}_{item['name']}", words(item.get("title", item["name"]))
                yield self._question(element, "short", code=code, words=said, hint={}, required=False)

    def _html(self, element: Json) -> Iterator[Question]:
        yield self._question(
            element, "information", words=self._plain(element, words(element.get("html", "")))
        )

    def _note_what_stays(self, element: Json) -> None:
        for name in _BEHAVIOUR:
            if element.get(name) not in (None, ""):
                self._note("attribute", element, name=name, text=str(element[name]))
        if listed(element.get("validators")):
            kinds = [str(each.get("type", "")) for each in element["validators"] if isinstance(each, dict)]
            self._note("constraint", element, text=", ".join(kinds))
        if element.get("defaultValue") is not None:
            self._note("default", element, text=str(element["defaultValue"]))
        if element.get("choicesOrder") == "random" or element.get("rowsOrder") == "random":
            self._note("random_order", element)
        if element.get("choicesByUrl"):
            self._note("choice_filter", element, text="choicesByUrl")
