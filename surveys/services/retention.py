"""Answers are deleted a year after their round; what has been released stays."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction

from surveys.models import Answer, ClassFigures, FreeText, ReleasedText, Round
from surveys.services import deletions

log = structlog.get_logger(__name__)


def forget_answers(now: datetime) -> None:
    """Called by the clock: delete the answers of rounds that were closed more than a year ago.

    Example data stays: nobody gave it, and a demo is there to be looked at for longer.
    """
    old = Round.objects.filter(state=Round.State.PURGED, closed_at__lt=now - deletions.ANSWERS_KEPT)
    for round_ in old.exclude(deletions.answers_kept_for_good()):
        _forget(round_)


@transaction.atomic
def _forget(round_: Round) -> None:
    answers, _ = Answer.objects.filter(round=round_).delete()
    texts, _ = FreeText.objects.filter(round=round_).delete()
    ClassFigures.objects.filter(group__round=round_).delete()
    # They are words of people, no figures.
    ReleasedText.objects.filter(release__round=round_).delete()
    if answers or texts:
        log.info("answers forgotten", answers=answers, texts=texts)
        deletions.record(
            round_,
            deletions.ANSWERS,
            answers=deletions.respondents(round_, answers),
            texts=deletions.few(texts, round_.public_threshold),
        )
