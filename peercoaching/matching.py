"""Which coach suits a request best, and why, in words. Plain Python: no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from yhes.common.words import Words, in_every_language


@dataclass(frozen=True, slots=True)
class Need:
    """What a request asks for. `region` is a region's id or None."""

    topic: str
    language: str
    region: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coach as matching sees one. `free`: places not taken; `sessions`: held so far, by all pairs."""

    coach: int
    topics: frozenset[str]
    languages: frozenset[str]
    regions: frozenset[int]
    free: int
    sessions: int


def rank(need: Need, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that can help, the best first.

    A coach without a free place, or who does not speak the language, cannot. Among the others the
    topic weighs more than the region, and equal ones are taken in turn: fewest sessions so far,
    then most free places, then the lower id.
    """
    able = [c for c in candidates if c.free > 0 and need.language in c.languages]
    return sorted(
        able,
        key=lambda c: (
            need.topic not in c.topics,
            need.region not in c.regions,
            c.sessions,
            -c.free,
            c.coach,
        ),
    )


def reason(need: Need, chosen: Candidate) -> Words:
    """Why this coach, as a sentence in every language."""

    def sentence() -> str:
        parts = [
            gettext("the topic is one of the coach's own")
            if need.topic in chosen.topics
            else gettext("the topic is not one of the coach's own"),
            gettext("the language is shared"),
        ]
        if need.region is not None and need.region in chosen.regions:
            parts.append(gettext("the coach works in the region"))
        text = ", ".join(parts)
        return f"{text[0].upper()}{text[1:]}."

    return in_every_language(sentence)
