"""What is stored of a round, as an adversary and its judge see it: documents, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from surveys import aggregation
from surveys.disclosure import Audience, Thresholds
from surveys.disclosure.laying import Counted, Publication
from surveys.models import Answer, Release, Round, TextRelease


def publication_of(release: Release) -> Publication:
    """A release as it is stored."""
    stored = release.groups.order_by("audience", "group").values_list("group_id", "audience", "document")
    return Publication(
        name=f"release {release.number}",
        above={int(pk): parent for pk, parent in release.places.items()},
        documents=[(pk, audience(to), document) for pk, to, document in stored],
    )


def audience(word: str) -> Audience:
    """An audience as documents are stored for it."""
    return "public" if word == "public" else "inside"


def counted_of(round_: Round, counts: aggregation.RoundCounts, *, has_answers: bool) -> Counted:
    """Who stands behind the figures of a round; people by the groups that may be shown."""

    def by_group(totals: npt.NDArray[Any]) -> dict[int, int]:
        own = _own(totals, counts.above)
        return {group.pk: int(n) for group, n in zip(counts.groups, own, strict=True)}

    answered = counts.options.sum(axis=2)
    asked_keys = {column.key for column in round_.asked.columns}
    by_key = {
        column.key: by_group(answered[:, place])
        for place, column in enumerate(round_.questionnaire.questionnaire.columns)
        if column.key in asked_keys
    }
    return Counted(
        people=_people(round_, counts) if has_answers else by_group(_told(counts)),
        answered=by_key if has_answers else None,
        asked={key: by_group(asked) for key, asked in counts.asked.items()},
        dimensions={
            dimension.code: [item.code for item in dimension.items if item.in_index]
            for dimension in round_.asked.dimensions
        },
        texts=_writers(TextRelease.objects.filter(round=round_)),
        thresholds=Thresholds(round_.public_threshold, round_.threshold),
    )


def _people(round_: Round, counts: aggregation.RoundCounts) -> dict[int, int]:
    """Answers by the group they are stored with."""
    stored = Answer.objects.filter(round=round_, group__isnull=False)
    number = dict(stored.values_list("group").annotate(count=Count("pk")))
    return {group.pk: number.get(group.pk, 0) for group in counts.groups}


def _told(counts: aggregation.RoundCounts) -> npt.NDArray[Any]:
    """The numbers of people that the groups keep when the answers are gone, (groups,)."""
    return np.array([group.respondents or 0 for group in counts.groups], dtype=np.int64)


def _own(totals: npt.NDArray[Any], above: Sequence[int | None]) -> npt.NDArray[Any]:
    """From totals (groups, …) to those of the group itself and of no shown group below it."""
    own = totals.copy()
    for row, parent in enumerate(above):
        if parent is not None:
            own[parent] -= totals[row]
    return own


def _writers(releases: Iterable[TextRelease]) -> dict[str, dict[int, int]]:
    """How many people wrote something, by released question and the group in which it is read."""
    writers: dict[str, dict[int, int]] = {}
    for release in releases:
        for question, told in release.writers.items():
            known = writers.setdefault(question, {})
            for group, number in told.items():
                known[int(group)] = max(known.get(int(group), 0), number)
    return writers
