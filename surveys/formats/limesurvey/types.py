"""What each type of LimeSurvey question becomes. Types: https://manual.limesurvey.org/Question_types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveys.formats.expressions import Chosen
from surveys.formats.findings import Finding, finding
from surveys.formats.limesurvey.steps import joined, numbers, steps_of, whole
from surveys.formats.limesurvey.survey import Asked, Line
from surveys.formats.outline import Answer, Question, Relevance, Words
from surveys.formats.outline.words import (
    COMMENT,
    DECREASE,
    FEMALE,
    INCREASE,
    MALE,
    NO,
    OTHER,
    OTHER_WHAT,
    SAME,
    UNCERTAIN,
    YES,
    own_words,
)

OTHER_CODE = "-oth-"
MOST_STEPS = 11  # numbers that are still a scale and not something to write
_PIPED = re.compile(r"\{(?!\s)([A-Za-z(!][^{}\n]{0,300})\}")

NAMES = {  # how LimeSurvey calls the types that the portal does not have
    "R": "ranking",
    "|": "file upload",
    "I": "language switch",
}


@dataclass(slots=True)
class Types:
    """Makes questions; collects notes. `languages` and `unmarked`: what own words are added in."""

    languages: tuple[str, ...]
    unmarked: str
    findings: list[Finding]

    def questions(self, asked: Asked) -> list[Question] | None:
        """What a question becomes, in order; None for a type that the portal does not have."""
        makers: Mapping[str, Callable[[Asked], Iterator[Question]]] = {
            **dict.fromkeys("L!", self._list),
            "O": self._list_with_comment,
            "Y": self._fixed(("Y", YES), ("N", NO)),
            "G": self._fixed(("F", FEMALE), ("M", MALE)),
            "5": self._points,
            **dict.fromkeys("ABFHCE", self._table),
            "1": self._dual,
            ":": self._table_of_numbers,
            ";": self._table_of_texts,
            **dict.fromkeys("MP", self._multiple),
            "S": self._text("short"),
            **dict.fromkeys("TU", self._text("long")),
            **dict.fromkeys("QK", self._several_texts),
            "N": self._number,
            "D": self._text("short", "date_as_text"),
            "X": self._text("information"),
        }
        maker = makers.get(asked.type)
        return None if maker is None else list(maker(asked))

    def plain(self, asked: Asked, words: Words) -> Words:
        """Texts in which what they repeat of earlier answers became “…”, with a note."""
        piped = list(dict.fromkeys(found for text in words.values() for found in _PIPED.findall(text)))
        if piped:
            self.findings.append(finding("piped", asked.place, reference=", ".join(piped)))
        return {mark: _PIPED.sub("…", text) for mark, text in words.items()}

    def _own(self, words: Mapping[str, str]) -> Words:
        return own_words(words, self.languages, self.unmarked)

    def _note(self, code: str, asked: Asked) -> None:
        self.findings.append(finding(code, asked.place))

    def _question(self, asked: Asked, kind: Any, **more: Any) -> Question:
        values: dict[str, Any] = {
            "code": asked.code,
            "words": self.plain(asked, asked.words),
            "hint": self.plain(asked, asked.hint),
            "required": asked.is_mandatory and kind != "information",
            **more,
        }
        return Question(kind=kind, place=asked.place, **values)

    # One answer

    def _list(self, asked: Asked) -> Iterator[Question]:
        answers = asked.answers.get("0", ())
        yield from self._with_other(asked, self._question(asked, "single", answers=answers, scale=asked.code))

    def _list_with_comment(self, asked: Asked) -> Iterator[Question]:
        self._note("comment", asked)
        yield from self._list(asked)
        yield self._question(
            asked, "long", code=f"{asked.code}_comment", words=self._own(COMMENT), hint={}, required=False
        )

    def _fixed(self, *options: tuple[str, Mapping[str, str]]) -> Callable[[Asked], Iterator[Question]]:
        def make(asked: Asked) -> Iterator[Question]:
            answers = tuple(
                Answer(code, self._own(words), value) for value, (code, words) in enumerate(reversed(options))
            )
            yield self._question(asked, "single", answers=answers, scale=f"LS_{asked.type}")

        return make

    def _points(self, asked: Asked) -> Iterator[Question]:
        yield self._question(asked, "single", answers=numbers(1, 5), scale="LS_5", is_ordered=True)

    def _number(self, asked: Asked) -> Iterator[Question]:
        steps = steps_of(asked, "min_num_value_n", "max_num_value_n")
        if steps:
            self._note("number_as_scale", asked)
            answers = numbers(steps[0], steps[-1])
            scale = f"LS_N_{steps[0]}_{steps[-1]}".replace("-", "m")
            yield self._question(asked, "single", answers=answers, scale=scale, is_ordered=True)
        else:
            self._note("number_as_text", asked)
            yield self._question(asked, "short")

    # Any number of answers

    def _multiple(self, asked: Asked) -> Iterator[Question]:
        if asked.type == "P":
            self._note("multiple_comments", asked)
        alone = asked.setting("exclude_all_others")
        apart = next((line.words for line in asked.lines if line.code == alone), None)
        answers = tuple(
            Answer(line.code, line.words) for line in asked.lines if line.code != alone or not apart
        )
        question = self._question(
            asked,
            "multiple",
            answers=answers,
            scale=asked.code,
            apart=apart,
            least=whole(asked.setting("min_answers")),
            most=whole(asked.setting("max_answers")),
        )
        yield from self._with_other(asked, question)

    def _with_other(self, asked: Asked, question: Question) -> Iterator[Question]:
        """“Other” is an option and then a question."""
        if not asked.has_other:
            yield question
            return
        self._note("other", asked)
        words = asked.words_of("other_replace_text") or self._own(OTHER)
        yield replace(question, answers=(*question.answers, Answer(OTHER_CODE, words)))
        chosen = Relevance("other", Chosen(asked.code, OTHER_CODE), asked.place)
        yield self._question(
            asked,
            "short",
            code=f"{asked.code}_other",
            words=self._own(OTHER_WHAT),
            hint={},
            required=False,
            relevances=(chosen,),
        )

    # In writing

    def _text(self, kind: str, note: str = "") -> Callable[[Asked], Iterator[Question]]:
        def make(asked: Asked) -> Iterator[Question]:
            if note:
                self._note(note, asked)
            yield self._question(asked, kind)

        return make

    def _several_texts(self, asked: Asked) -> Iterator[Question]:
        self._note("number_as_text" if asked.type == "K" else "one_of_texts", asked)
        if len(asked.lines) == 1:
            yield self._question(asked, "short", code=f"{asked.code}_{asked.lines[0].code}")
            return
        yield from self._lines(asked, asked.lines, "short")

    # Tables

    def _lines(self, asked: Asked, lines: tuple[Line, ...], kind: Any, **more: Any) -> Iterator[Question]:
        """The question's text, then each of its lines."""
        yield self._question(asked, "information")
        for line in lines:
            yield self._question(
                asked,
                kind,
                code=f"{asked.code}_{line.code}",
                words=self.plain(asked, line.words),
                hint={},
                **more,
            )

    def _table(self, asked: Asked) -> Iterator[Question]:
        answers, scale, is_level = self._steps(asked)
        is_ordered = is_level and len(answers) > 2
        yield from self._lines(
            asked,
            asked.lines,
            "single",
            answers=answers,
            scale=scale,
            is_ordered=is_ordered or asked.type == "E",
            in_index=is_ordered,
        )

    def _steps(self, asked: Asked) -> tuple[tuple[Answer, ...], str, bool]:
        """The answers of a table, the name of their list, and whether they are levels of something."""
        own = {
            "A": numbers(1, 5),
            "B": numbers(1, 10),
            "C": self._answers(("Y", YES), ("U", UNCERTAIN), ("N", NO)),
            "E": self._answers(("D", DECREASE), ("S", SAME), ("I", INCREASE)),
        }
        if asked.type in own:
            return own[asked.type], f"LS_{asked.type}", asked.type in "AB"
        return asked.answers.get("0", ()), asked.code, True

    def _answers(self, *options: tuple[str, Mapping[str, str]]) -> tuple[Answer, ...]:
        return tuple(
            Answer(code, self._own(words), value) for value, (code, words) in enumerate(options, start=1)
        )

    def _dual(self, asked: Asked) -> Iterator[Question]:
        """A table with two scales: every line is asked on the one and then on the other."""
        yield self._question(asked, "information")
        for axis, header in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
            for line in asked.lines:
                yield self._question(
                    asked,
                    "single",
                    code=f"{asked.code}_{line.code}_{axis}",
                    words=joined(line.words, asked.words_of(header)),
                    hint={},
                    answers=asked.answers.get(axis, ()),
                    scale=f"{asked.code}_{axis}",
                )

    def _table_of_numbers(self, asked: Asked) -> Iterator[Question]:
        steps = steps_of(asked, "multiflexible_min", "multiflexible_max", least=1, most=10)
        if asked.setting("multiflexible_checkbox") == "1":
            steps = range(2)
        if not steps:
            self._note("number_as_text", asked)
            yield from self._cells(asked, "short")
            return
        self._note("number_as_scale", asked)
        scale = f"LS_N_{steps[0]}_{steps[-1]}".replace("-", "m")
        yield from self._cells(
            asked, "single", answers=numbers(steps[0], steps[-1]), scale=scale, is_ordered=True
        )

    def _table_of_texts(self, asked: Asked) -> Iterator[Question]:
        self._note("one_of_texts", asked)
        yield from self._cells(asked, "short")

    def _cells(self, asked: Asked, kind: Any, **more: Any) -> Iterator[Question]:
        """Every cell of a table with rows and columns."""
        rows = [line for line in asked.lines if line.axis == "0"]
        columns = [line for line in asked.lines if line.axis == "1"]
        yield self._question(asked, "information")
        for row in rows:
            for column in columns:
                yield self._question(
                    asked,
                    kind,
                    code=f"{asked.code}_{row.code}_{column.code}",
                    words=joined(row.words, column.words),
                    hint={},
                    **more,
                )
