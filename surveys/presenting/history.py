"""One group over the rounds of a survey, as their standing releases tell it. Three queries, however many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from surveys.models import Group, Release, ReleasedGroup, Round
from surveys.presenting.reading import EMPTY, Document, same_groups
from surveys.questionnaire import Closed, Dimension, Item, Questionnaire
from yhes.common.figures import Audience


@dataclass(frozen=True, slots=True)
class Moment:
    """What one round's release shows of the group, and of the whole.

    name: month and year of closing, "10/2025". questionnaire: what the group was asked; shared: what
    everybody was. own: None where the group was not in the round; a group that is protected has an empty
    document.
    """

    name: str
    questionnaire: Questionnaire
    shared: Questionnaire
    own: Document | None
    whole: Document

    @property
    def n(self) -> object:
        return self.own["n"] if self.own else None


def moments(releases: Sequence[Release], group: Group, audience: Audience) -> tuple[Moment, ...]:
    """The rounds of these releases, one each, the oldest first.

    Lines of different lengths cannot be laid beside each other, so every round is there: one without
    the group too.
    """
    rounds = _rounds(releases)
    groups = same_groups(rounds, group)
    documents: dict[tuple[int, int], Document] = {}
    wholes: dict[int, Document] = {}
    rows = ReleasedGroup.objects.filter(release__in=releases, audience=audience)
    wanted = rows.filter(group__in=[g.pk for g in groups.values()]) | rows.filter(
        group__level=Group.Level.PROJECT
    )
    for release, found, level, document in wanted.values_list(
        "release_id", "group_id", "group__level", "document"
    ):
        documents[release, found] = document
        if level == Group.Level.PROJECT:
            wholes[release] = document
    return tuple(
        Moment(
            name=_name(rounds[release.round_id]),
            questionnaire=_asked(rounds[release.round_id], group, audience),
            shared=rounds[release.round_id].asked_of_all,
            own=documents.get((release.pk, own.pk), EMPTY) if (own := groups.get(release.round_id)) else None,
            whole=wholes.get(release.pk, EMPTY),
        )
        for release in reversed(releases)
    )


def _asked(round_: Round, group: Group, audience: Audience) -> Questionnaire:
    """As `ReleaseReader.asked_in`."""
    return round_.asked_of_all if audience == "public" else round_.asked_in([group.organisation_id])


def _rounds(releases: Sequence[Release]) -> dict[int, Round]:
    found = Round.objects.filter(pk__in=[release.round_id for release in releases])
    of_questionnaire = found.select_related("questionnaire").defer("questionnaire__document")
    return {round_.pk: round_ for round_ in of_questionnaire}


def _name(round_: Round) -> str:
    closed = localtime(round_.closed_at or round_.closes_at)
    return f"{closed.month}/{closed.year}"


def same_dimension(questionnaire: Questionnaire, dimension: Dimension) -> bool:
    """Whether a round of this questionnaire asked the dimension with the same items on the same scale.

    An index of other questions is another figure, whatever its code: such a round is left out.
    """
    asked = next((d for d in questionnaire.dimensions if d.code == dimension.code), None)
    return asked is not None and _counted(asked) == _counted(dimension)


def _counted(dimension: Dimension) -> frozenset[tuple[str, tuple[int, ...]]]:
    return frozenset((item.code, item.scale.values) for item in dimension.items if item.in_index)


def same_question(questionnaire: Questionnaire, question: Closed) -> bool:
    """Whether a round of this questionnaire asked the question with the same options."""
    asked = next((part for part in questionnaire.closed if part.code == question.code), None)
    if asked is None or type(asked) is not type(question):
        return False
    return _values(asked) == _values(question)


def _values(question: Closed) -> tuple[int, ...]:
    return question.scale.values if isinstance(question, Item) else question.values
