"""The columns of a release: what they are called and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from surveys.disclosure import Audience
from surveys.questionnaire import (
    LANGUAGES,
    Dimension,
    Item,
    MultipleChoice,
    Option,
    Part,
    Questionnaire,
    Text,
)
from surveys.questionnaire import Column as Packed

Statistic = Literal["n", "index", "item_index", "share", "agree", "range_from", "range_to"]
MAX_NAME = 64  # bytes, of SPSS
_ROOM = 4  # for "_2" after a name that is taken


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked and has figures of its own; `title` is its dimension's.

    `stem` is what all questions beside it begin with, if there is such a text.
    """

    code: str
    text: Text
    dimension: str
    title: Text
    options: tuple[Option, ...]
    smallest_group: str = "unit"
    stem: Text | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One statistic of every group.

    `name` is the same in every language and from release to release: letters, digits and underscores,
    at most 64. `code` is the question's, or the dimension's for "index". `place` is the option's place in the
    scale, for "share".
    """

    name: str
    statistic: Statistic
    code: str = ""
    title: Text | None = None
    question: Question | None = None
    place: int = 0

    @property
    def option(self) -> Option | None:
        """The option whose share this is."""
        return self.question.options[self.place] if self.question and self.statistic == "share" else None


def questions_of(questionnaire: Questionnaire, *, not_chosen: Text, chosen: Text) -> tuple[Question, ...]:
    """What a release of this questionnaire may tell of, in the order in which it is asked.

    Each option of a multiple choice is a question of its own, with the two options 0 `not_chosen`
    and 1 `chosen`, as it is counted (surveys.questionnaire.packing).
    """
    either = (Option(0, not_chosen), Option(1, chosen))
    return tuple(
        question
        for dimension in questionnaire.dimensions
        for part in dimension.parts
        for question in _questions(dimension, part, either, dimension.stem or questionnaire.stem)
    )


def _questions(
    dimension: Dimension, part: Part, either: tuple[Option, ...], stem: Text | None
) -> Iterator[Question]:
    def question(code: str, text: Text, options: tuple[Option, ...], smallest_group: str) -> Question:
        return Question(code, text, dimension.code, dimension.title, options, smallest_group, stem)

    if isinstance(part, Item) and not part.background:
        yield question(part.code, part.text, part.scale.options, part.smallest_group)
    elif isinstance(part, MultipleChoice):
        for option in part.options:
            text = Text(**{code: _joined(part.text, option.label, code) for code in LANGUAGES})
            yield question(Packed(part, option.value).key, text, either, part.smallest_group)


def _joined(text: Text, label: Text, language: str) -> str:
    return f"{text.in_(language).text} – {label.in_(language).text}"


def columns_of(
    audience: Audience,
    questions: Sequence[Question],
    dimensions: Mapping[str, Text],
    documents: Iterable[Mapping[str, Any]],
) -> tuple[Column, ...]:
    """The statistics that any of the documents knows of, protected ones included.

    Raises KeyError when a document tells of a question or a dimension that is not given.
    """
    indexes, kinds = _statistics(documents)
    for code in (indexes - dimensions.keys()) | (kinds.keys() - {question.code for question in questions}):
        raise KeyError(f"the release tells of {code}, which the questionnaire does not know")
    made = [Column("n" if audience == "inside" else "n_band", "n")]
    made += [
        Column(_name(f"index_{code}"), "index", code, title)
        for code, title in dimensions.items()
        if code in indexes
    ]
    for question in questions:
        made += _of_question(question, kinds.get(question.code, set()))
    return tuple(_distinct(made))


def _statistics(documents: Iterable[Mapping[str, Any]]) -> tuple[set[str], dict[str, set[str]]]:
    """Dimensions with an index, and for each item what is told of it: "index", "shares", "agree"."""
    indexes: set[str] = set()
    kinds: dict[str, set[str]] = {}
    for document in documents:
        indexes.update(document["indexes"])
        for code, figures in document["items"].items():
            kinds.setdefault(code, set()).update(figures)
    return indexes, kinds


def _of_question(question: Question, kinds: set[str]) -> Iterator[Column]:
    def column(statistic: Statistic, ending: str, place: int = 0) -> Column:
        name = _name(question.code, ending)
        return Column(name, statistic, question.code, question.text, question, place)

    if "index" in kinds:
        yield column("item_index", "_index")
    if "agree" in kinds:
        yield column("agree", "_agree")
    if "shares" in kinds:
        for place, option in enumerate(question.options):
            yield column("share", f"_share_{option.value}".replace("-", "m"), place)
        yield column("range_from", "_range_from")
        yield column("range_to", "_range_to")


def _name(code: str, ending: str = "") -> str:
    """A name that every program takes, with room for what `_distinct` may add."""
    return re.sub(r"[^A-Za-z0-9_]", "_", code)[: MAX_NAME - len(ending) - _ROOM] + ending


def _distinct(columns: Iterable[Column]) -> Iterator[Column]:
    """With names that differ in more than capitals: SPSS does not tell those apart."""
    taken: set[str] = set()
    for column in columns:
        name, count = column.name, 1
        while name.lower() in taken:
            count += 1
            name = f"{column.name}_{count}"
        taken.add(name.lower())
        yield column if name == column.name else replace(column, name=name)
