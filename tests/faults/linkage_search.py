"""What an adversary looks for in a copy of everything, and when an order gives people away."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlencode

# Place → what stands there, in its order: rows of a table, lines of a file, values of a key.
Copy = Mapping[str, Sequence[bytes]]
Order = tuple[int, ...]

LETTERS = "letters"
_ANSWERS, _TEXTS = "surveys_answer", "surveys_freetext"
_ITEMS_IN_A_ROW = 6  # of an answer as a form or a log would write it: enough to be nobody else's


@dataclass(frozen=True, slots=True)
class Marks:
    """How one person and one answer would look wherever they were written down.

    secrets: link, code, cookies, network address, browser: the portal keeps none of them.
    known: invitation, hash of the link, e-mail address: kept, but never beside an answer.
    """

    secrets: frozenset[bytes]
    known: frozenset[bytes] = frozenset()
    answer: frozenset[bytes] = frozenset()
    text: frozenset[bytes] = frozenset()
    group: int = 0  # in which the answer counts, as everybody may know


def every_spelling(content: bytes) -> set[bytes]:
    return {content, content.hex().encode(), base64.b64encode(content)}


def answer_marks(packed: bytes, choices: Mapping[str, int | None]) -> frozenset[bytes]:
    """An answer as it is stored, sent by a form, and written by programs."""
    if not packed:
        return frozenset()
    some = dict(list(choices.items())[:_ITEMS_IN_A_ROW])
    sent = {code: str(value) for code, value in some.items()}
    written = [json.dumps(sent), json.dumps(some), repr(sent), repr(some)]
    return frozenset(every_spelling(packed)) | {
        urlencode(sent).encode(),
        *(w[1:-1].encode() for w in written),
    }


@dataclass(frozen=True, slots=True)
class Sight:
    """Whom and what something tells of: numbers of people in the order of answering."""

    secrets: frozenset[int]
    people: frozenset[int]
    answers: frozenset[int]
    texts: frozenset[int]


@dataclass
class Search:
    """Looks for the marks of `people`, of whom the first `answered` answered, in that order."""

    people: Sequence[Marks]
    answered: int
    _seen: dict[bytes, Sight] = field(default_factory=dict)

    def look(self, content: bytes) -> Sight:
        if content not in self._seen:
            found = [
                frozenset(
                    n for n, marks in enumerate(self.people) if any(m in content for m in wanted(marks))
                )
                for wanted in (_secrets, _people, _answers, _texts)
            ]
            self._seen[content] = Sight(*found)
        return self._seen[content]

    def sights(self, copy: Copy) -> Iterator[tuple[str, Sight]]:
        for place, contents in copy.items():
            for content in contents:
                yield place, self.look(content)

    # --- What must not be ------------------------------------------------------------------------

    def secrets_kept(self, copy: Copy) -> set[str]:
        """Places with something that leads to a person, but for the letter that came to this person."""
        return {place for place, sight in self.sights(copy) if sight.secrets and place != LETTERS}

    def answers_elsewhere(self, copy: Copy) -> set[str]:
        """Places with an answer that is not a row of the table of answers, free text likewise."""
        return {
            place
            for place, sight in self.sights(copy)
            if (sight.answers and _ANSWERS not in place) or (sight.texts and _TEXTS not in place)
        }

    def people_beside_answers(self, copy: Copy) -> set[str]:
        """Places where someone stands beside an answer, a text beside an answer, or among fewer than all."""
        return {place for place, sight in self.sights(copy) if self._is_beside(sight)}

    def _is_beside(self, sight: Sight) -> bool:
        kinds = [numbers for numbers in (sight.people, sight.answers, sight.texts) if numbers]
        said = sight.answers | sight.texts
        return len(kinds) > 1 and bool(said) and len(said) < self.answered

    def telling_orders(self, copy: Copy) -> set[tuple[str, str]]:
        """Pairs of places whose orders tell which answer is whose, or which text came with which answer."""
        people, said, texts = (dict(self._orders(copy, kind)) for kind in ("people", "answers", "texts"))
        people[tuple(range(self.answered))] = "the order of answering"
        groups = [marks.group for marks in self.people]
        beside = [(said, people), (said, texts), (texts, people)]
        return {
            (ones[one], others[other])
            for ones, others in beside
            for one in ones
            for other in others
            if gives_away(one, other, groups)
        }

    def _orders(self, copy: Copy, kind: str) -> Iterator[tuple[Order, str]]:
        """Of every place that has all who answered: who comes after whom, by first and by last mention."""
        for place, contents in copy.items():
            named = [getattr(self.look(content), kind) for content in contents]
            alone = [next(iter(found)) for found in named if len(found) == 1]
            told = [number for number in alone if number < self.answered]
            for order in (tuple(dict.fromkeys(told)), tuple(dict.fromkeys(reversed(told)))[::-1]):
                if len(order) == self.answered:
                    yield order, place


def _secrets(marks: Marks) -> frozenset[bytes]:
    return marks.secrets


def _people(marks: Marks) -> frozenset[bytes]:
    return marks.known | marks.secrets


def _answers(marks: Marks) -> frozenset[bytes]:
    return marks.answer


def _texts(marks: Marks) -> frozenset[bytes]:
    return marks.text


# --- Orders --------------------------------------------------------------------------------------


def hits(one: Order, other: Order) -> int:
    """How many an adversary names rightly by laying one order beside the other."""
    return sum(1 for a, b in zip(one, other, strict=True) if a == b)


def neighbours(one: Order, other: Order) -> int:
    """How many who follow each other in one order do so in the other, forwards or backwards."""
    pairs = {frozenset(pair) for pair in pairwise(other)}
    return sum(1 for pair in pairwise(one) if frozenset(pair) in pairs)


def likeness(parts: Sequence[tuple[Order, Order]]) -> float:
    """Rank correlation (Spearman) within the parts, from −1 (the other way round) to 1 (the same)."""
    together = spread = 0.0
    for one, other in parts:
        middle, place = (len(one) - 1) / 2, {number: index for index, number in enumerate(other)}
        together += sum((index - middle) * (place[number] - middle) for index, number in enumerate(one))
        spread += sum((index - middle) ** 2 for index in range(len(one)))
    return together / spread


def gives_away(one: Order, other: Order, group_of: Sequence[int]) -> bool:
    """Whether two orders of the same forty people, in at most two groups, are too alike for chance.

    An answer is kept with its group, so that orders are compared within groups. By chance a hit and two
    neighbours are expected in each, and a likeness of 0 ± 0.16. Each bound is passed by chance once in
    some hundred million times, so that hundreds of comparisons never cry wolf; orders that are the same,
    reversed, shifted by some places or shuffled eight at a time pass one of them.
    """
    parts = [
        (tuple(n for n in one if group_of[n] == group), tuple(n for n in other if group_of[n] == group))
        for group in sorted({group_of[number] for number in one})
    ]
    return (
        sum(hits(*part) for part in parts) > 15
        or sum(neighbours(*part) for part in parts) > 20
        or abs(likeness(parts)) > 0.8
    )
