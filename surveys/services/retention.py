"""Answers are deleted a year after their round, with all that was made of them but released figures."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from surveys.models import Answer, ClassFigures, FeedbackReply, FreeText, ReleasedText, Round
from surveys.services import deletions

log = structlog.get_logger(__name__)


def forget_answers(now: datetime) -> None:
    """Called by the clock: delete the answers of rounds that were closed more than a year ago.

    Example data stays: nobody gave it, and a demo is there to be looked at for longer.
    """
    old = Round.objects.filter(state=Round.State.PURGED, closed_at__lt=now - deletions.ANSWERS_KEPT)
    of_round = [Exists(rows.filter(**{where: OuterRef("pk")})) for rows, where in _kept().values()]
    for round_ in old.exclude(deletions.answers_kept_for_good()).filter(reduce(or_, of_round)):
        _forget(round_)


def _kept() -> dict[str, tuple[QuerySet[Any], str]]:
    """What goes after a year: under which name its number is told, the rows, and how they name their round.

    Released open answers are words of people, no figures. A reply that nobody has published by then answers
    to nobody any more.
    """
    return {
        "answers": (Answer.objects.all(), "round"),
        "texts": (FreeText.objects.all(), "round"),
        "released_texts": (ReleasedText.objects.all(), "release__round"),
        "classes": (ClassFigures.objects.all(), "group__round"),
        "replies": (FeedbackReply.objects.filter(state=FeedbackReply.State.DRAFT), "group__round"),
    }


@transaction.atomic
def _forget(round_: Round) -> None:
    """Numbers of people and of their texts are told only where they are large enough."""
    gone: dict[str, int] = {}
    for name, (rows, where) in _kept().items():
        of_round = rows.filter(**{where: round_})
        gone[name] = of_round.count()
        of_round.delete()
    log.info("answers forgotten", **gone)
    deletions.record(
        round_,
        deletions.ANSWERS,
        answers=deletions.respondents(round_, gone["answers"]) if gone["answers"] else 0,
        texts=deletions.few(gone["texts"], round_.public_threshold),
        released_texts=deletions.few(gone["released_texts"], round_.public_threshold),
        classes=gone["classes"],
        replies=gone["replies"],
    )
