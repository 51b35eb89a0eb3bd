"""Coaches, requests and pairs as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peercoaching import matching
from peercoaching.forms import LANGUAGE_NAMES
from peercoaching.models import Coach, CoachingRequest, Pairing, Topic
from yhes.common.export import Cell
from yhes.common.words import in_language

REQUEST_BADGES = {
    CoachingRequest.State.UNCONFIRMED: "draft",
    CoachingRequest.State.OPEN: "late",
    CoachingRequest.State.PROPOSED: "waiting",
    CoachingRequest.State.PAIRED: "now",
    CoachingRequest.State.ENDED: "done",
    CoachingRequest.State.WITHDRAWN: "note",
    CoachingRequest.State.CLOSED: "note",
}
PAIR_BADGES = {
    Pairing.State.PROPOSED: "waiting",
    Pairing.State.ACCEPTED: "now",
    Pairing.State.DECLINED: "note",
    Pairing.State.ENDED: "done",
    Pairing.State.CALLED_OFF: "note",
}


@dataclass(frozen=True, slots=True)
class CoachCard:
    """A coach with topics, languages and regions in words."""

    coach: Coach
    topics: list[str]
    languages: str
    regions: str


def cards(coaches: Iterable[Coach]) -> list[CoachCard]:
    languages = dict(LANGUAGE_NAMES)
    return [
        CoachCard(
            coach=coach,
            topics=[str(label) for value, label in Topic.choices if value in coach.topics],
            languages=", ".join(str(languages[code]) for code in coach.languages),
            regions=", ".join(str(region) for region in coach.regions.all()),
        )
        for coach in coaches
    ]


@dataclass(frozen=True, slots=True)
class RequestRow:
    request: CoachingRequest
    badge: str


def request_rows(requests: Iterable[CoachingRequest]) -> list[RequestRow]:
    return [RequestRow(request, REQUEST_BADGES[CoachingRequest.State(request.state)]) for request in requests]


@dataclass(frozen=True, slots=True)
class PairRow:
    """`label`: the state of a pair in words; as an answer of the coach it is the pairing's own state."""

    pair: Pairing
    badge: str
    label: str
    reason: str


def pair_rows(pairs: Iterable[Pairing]) -> list[PairRow]:
    return [
        PairRow(
            pair=pair,
            badge=PAIR_BADGES[Pairing.State(pair.state)],
            label=_("ongoing") if pair.state == Pairing.State.ACCEPTED else pair.get_state_display(),
            reason=in_language(pair.reason),
        )
        for pair in pairs
    ]


def coach_choices(
    request: CoachingRequest, ranked: Iterable[matching.Candidate], need: matching.Need
) -> list[tuple[int, str]]:
    """Each coach who can be asked, with the reason, in the order of the ranking."""
    names = dict(request.network.coaches.values_list("pk", "name"))
    return [(c.coach, f"{names[c.coach]} – {in_language(matching.reason(need, c))}") for c in ranked]


def pair_head() -> list[str]:
    return [_("Network"), _("Topic"), _("Region"), _("State"), _("Sessions"), _("Minutes")]


def pair_cells(pairs: Iterable[Pairing]) -> Iterator[list[Cell]]:
    """Counts only: no name of anybody, no need."""
    for pair in pairs:
        yield [
            str(pair.request.network),
            pair.request.get_topic_display(),
            str(pair.request.region or ""),
            pair.get_state_display(),
            pair.session_count,  # type: ignore[attr-defined]
            pair.session_minutes or 0,  # type: ignore[attr-defined]
        ]
