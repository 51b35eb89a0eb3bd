"""What a moderator sees: how far the reading has come, and one text with hints in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys import disclosure
from surveys.language import wording
from surveys.models import FreeText, Round
from surveys.questionnaire import Wording

KINDS: Mapping[str, str | Promise] = {
    "email": _("e-mail address"),
    "identity_code": _("personal identity code"),
    "phone": _("phone number"),
    "link": _("address or account on the web"),
    "title": _("title or task"),
    "name": _("name"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the texts of one question (or of all: code "") have been decided on."""

    code: str
    question: Wording | None
    done: int
    total: int

    @property
    def waiting(self) -> int:
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `kind` says in words what it looks like, "" for ordinary text."""

    text: str
    kind: str | Promise


def progress_of(round_: Round, texts: QuerySet[FreeText]) -> list[Progress]:
    """Of every question that has texts, in the order of the questionnaire."""
    waiting = Count("pk", filter=Q(state=FreeText.State.WAITING))
    rows = texts.order_by().values("question").annotate(total=Count("pk"), waiting=waiting)
    numbers = {row["question"]: (row["total"], row["waiting"]) for row in rows}
    return [
        Progress(code, question, total - left, total)
        for code, question in questions_of(round_).items()
        for total, left in [numbers.get(code, (0, 0))]
        if total
    ]


def whole(parts: list[Progress]) -> Progress:
    return Progress("", None, sum(part.done for part in parts), sum(part.total for part in parts))


def questions_of(round_: Round) -> dict[str, Wording]:
    """Code → words of every question that is answered in one's own words, in order."""
    asked = round_.questionnaire.questionnaire.all_open_questions
    return {question.code: wording(question.text) for question in asked}


def pieces(text: str) -> list[Piece]:
    """The text cut at what may tell who somebody is; joined, it is the text again."""
    cut, end = [], 0
    for hint in disclosure.find_hints(text):
        cut += [Piece(text[end : hint.start], ""), Piece(text[hint.start : hint.end], KINDS[hint.kind])]
        end = hint.end
    cut.append(Piece(text[end:], ""))
    return [piece for piece in cut if piece.text]


def hint_choices(text: str) -> list[tuple[str, str]]:
    """What may tell who somebody is, each once, as choices of a form."""
    found = {piece.text: f"{piece.text} ({piece.kind})" for piece in pieces(text) if piece.kind}
    return list(found.items())
