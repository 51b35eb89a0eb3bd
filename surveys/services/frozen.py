"""What of a round nothing changes any more once it is open: read once in a process, not for every visitor.

A round is frozen when it opens, with its questions and groups; its state, closing time and key are not,
and whoever needs those reads them fresh.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from functools import lru_cache

from surveys.models import Group, Round

_MOST_ROUNDS, _MOST_GROUPS = 64, 4_096


def round_as_opened(pk: int, opened_at: datetime | None) -> Round:
    """The round with its questionnaire and project, the caller's own copy. Raises Round.DoesNotExist.

    Of the project only its name is told here. `opened_at` tells the round from another of the same number,
    as when a database is brought back.
    """
    return copy(_round(pk, opened_at))


def group_as_opened(pk: int, opened_at: datetime | None) -> Group:
    """A group of such a round, with its parent; the caller's own copy. Raises Group.DoesNotExist."""
    return copy(_group(pk, opened_at))


@lru_cache(maxsize=_MOST_ROUNDS)
def _round(pk: int, opened_at: datetime | None) -> Round:
    rounds = Round.objects.select_related("questionnaire", "project").defer("questionnaire__document")
    return rounds.get(pk=pk)


@lru_cache(maxsize=_MOST_GROUPS)
def _group(pk: int, opened_at: datetime | None) -> Group:
    return Group.objects.select_related("parent").get(pk=pk)
