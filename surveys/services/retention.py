"""Answers are deleted a year after their round; what has been released stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from surveys.models import Answer, FreeText, ReleasedText, Round

log = structlog.get_logger(__name__)

ANSWERS_KEPT: Final = timedelta(days=365)


def forget_answers(now: datetime) -> None:
    """Called by the clock: delete the answers of rounds that were closed more than a year ago.

    Example data stays: nobody gave it, and a demo is there to be looked at for longer.
    """
    old = Round.objects.filter(state=Round.State.PURGED, closed_at__lt=now - ANSWERS_KEPT).exclude(
        is_example=True, is_imported=False
    )
    answers, _ = Answer.objects.filter(round__in=old).delete()
    texts, _ = FreeText.objects.filter(round__in=old).delete()
    ReleasedText.objects.filter(release__round__in=old).delete()  # they are words of people, no figures
    if answers or texts:
        log.info("answers forgotten", answers=answers, texts=texts)
