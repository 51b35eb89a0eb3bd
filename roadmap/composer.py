"""Evidence → draft: what a roadmap could say next, and why. Pure and deterministic.

Themes are proposed from survey dimensions: the lowest indexes, the widest gap between
organisations, the worst change since the round before. A protected dimension is never
proposed: that something is protected must not become a hint about its value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext, ngettext

from roadmap.starters import Library, StarterStep
from surveys.evidence import DimensionFact
from yhes.common.figures import Bar, Figure
from yhes.common.words import Words, in_every_language, in_language

LOWEST = 3  # so many of the lowest indexes are proposed
MIN_GAP = 10  # points between organisations that are worth a theme
MEETING_WORDS = 2  # so many words of one language make a figure belong somewhere
# Words of six letters and more that say nothing of a subject: texts that share only these do not meet.
SAYING_NOTHING = re.compile(
    "ensimm|ennenk|heidän|joiden|joilla|joissa|jokain|jokais|jonkin|joskus|kaiken|kaikil|kaikki|kanssa|"
    "kuiten|meidän|mukaan|muiden|niiden|niihin|niillä|niissä|samall|samass|samast|siihen|sitten|"
    "därför|första|mellan|samtid|sådana|varför|vilken|vilket|another|because|before|between|should|"
    "through|within|without"
)
MIN_FALL = 3  # points since the round before that are worth a theme


@dataclass(frozen=True, slots=True)
class ThemeIdea:
    """A theme worth proposing; `reasons` are whole sentences, the weightiest first."""

    dimension: str
    basis: str  # key of the dimension's figure
    title: Words
    lead: Words
    summary: Words
    survey_says: Words
    reasons: tuple[Words, ...]
    index: int


@dataclass(frozen=True, slots=True)
class StepIdea:
    """A starter step for a theme; `figures` are the keys it would rest on, `captions` words for them."""

    dimension: str
    starter: StarterStep
    figures: tuple[str, ...]
    captions: Mapping[str, Words]
    reason: Words


@dataclass(frozen=True, slots=True)
class EvidenceIdea:
    """A figure that seems to belong to a theme or step ("theme:4", "step:12")."""

    target: str
    figure: str
    label: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class Described:
    """What is in the draft already, as far as composing needs it.

    name: "theme:4" or "step:12"; words: all its texts in each language; quoted: keys of its figures.
    """

    name: str
    words: Words
    quoted: frozenset[str]


def propose_themes(facts: Sequence[DimensionFact], library: Library) -> tuple[ThemeIdea, ...]:
    """Themes with their reasons, those with most reasons first, then the lowest index.

    Ties keep the questionnaire's order, so the same facts always give the same proposals.
    """
    open_facts = [fact for fact in facts if fact.index is not None]
    reasons: dict[str, list[Words]] = {}
    for fact, reason in (*_lowest(open_facts), *_widest(open_facts), *_fallen(open_facts)):
        reasons.setdefault(fact.code, []).append(reason)
    chosen = [fact for fact in open_facts if fact.code in reasons]
    chosen.sort(key=lambda fact: (-len(reasons[fact.code]), fact.index))
    return tuple(_theme(fact, tuple(reasons[fact.code]), library) for fact in chosen)


def propose_steps(
    fact: DimensionFact, figures: Mapping[str, Figure], library: Library
) -> tuple[StepIdea, ...]:
    """Starter steps for a dimension, each with the figures of the items it is about."""
    theme = library.theme_for(fact.code, fact.asked)
    starters = theme.steps if theme else library.general
    reason = in_every_language(lambda: gettext("From the library of starter steps. Edit it to fit."))
    ideas = []
    for starter in starters:
        about = _about(starter.items, figures)
        captions = {key: library.captions[code] for code, key in about.items() if code in library.captions}
        keys = tuple(about.values()) or (fact.figure.key,)
        ideas.append(StepIdea(fact.code, starter, keys, captions, reason))
    return tuple(ideas)


def propose_evidence(
    described: Sequence[Described], figures: Mapping[str, Figure]
) -> tuple[EvidenceIdea, ...]:
    """Figures of other rooms than surveys whose words meet the words of a theme or step.

    One proposal for a figure: where most words meet, at least two; ties go to what comes first in
    the draft. Finnish counts where any of its words meet, so that the reason names words a Finnish
    reader sees on the page.
    """
    ideas = []
    quoted = {key for item in described for key in item.quoted}
    for key, figure in figures.items():
        if figure.source == "surveys" or figure.value is None or key in quoted:
            continue
        met = [(_meeting_words(item.words, figure), item) for item in described]
        best = max(met, key=lambda pair: _how_many(pair[0]), default=None)
        if best and _how_many(best[0]) >= MEETING_WORDS:
            ideas.append(EvidenceIdea(best[1].name, key, figure.label, _meeting(best[0])))
    return tuple(ideas)


def successor(key: str, figures: Collection[str]) -> str | None:
    """The same figure in a newer release ("surveys:release-3:index:OS" → "…release-4…"), if any."""
    if key in figures:
        return None
    source, _, rest = key.partition(":")
    tail = rest.partition(":")[2]
    same = [
        found
        for found in figures
        if found.startswith(f"{source}:") and found.split(":", 2)[2:] == [tail] and tail
    ]
    return max(same, key=_natural, default=None)


def margin(n_band: str | None) -> float:
    """Points that an index may move between two rounds by chance alone, at 95 %.

    1.96 · 50 · √(2/n): the largest standard deviation a 0–100 scale can have is 50 (half of all
    answers at either end), and n is the lower end of the published band, taken for both rounds.
    """
    match = re.match(r"\d+", n_band or "")
    return math.inf if match is None else 1.96 * 50 * math.sqrt(2 / int(match[0]))


Reasoned = tuple[DimensionFact, Words]


def _lowest(facts: Sequence[DimensionFact]) -> Iterator[Reasoned]:
    ranked = sorted(facts, key=lambda fact: (fact.index is None, fact.index))
    for place, fact in enumerate(ranked[:LOWEST]):
        yield fact, in_every_language(partial(_low_words, place, fact, len(facts)))


def _low_words(place: int, fact: DimensionFact, count: int) -> str:
    values = {"index": fact.index, "count": count}
    if place == 0:
        return gettext("The lowest index of all %(count)s dimensions: %(index)s out of 100.") % values
    return gettext("One of the lowest indexes: %(index)s out of 100.") % values


def _widest(facts: Sequence[DimensionFact]) -> Iterator[Reasoned]:
    apart = [fact for fact in facts if (fact.gap or 0) >= MIN_GAP]
    if apart:
        fact = max(apart, key=lambda fact: fact.gap or 0)
        yield (
            fact,
            in_every_language(
                lambda: (
                    ngettext(
                        "The widest gap between organisations: %(gap)s point.",
                        "The widest gap between organisations: %(gap)s points.",
                        fact.gap or 0,
                    )
                    % {"gap": fact.gap}
                )
            ),
        )


def _fallen(facts: Sequence[DimensionFact]) -> Iterator[Reasoned]:
    fallen = [(_change(fact), fact) for fact in facts]
    worst = min(fallen, key=lambda pair: pair[0], default=None)
    if worst and worst[0] <= -MIN_FALL:
        fact = worst[1]
        yield fact, in_every_language(lambda: _fall_words(fact))


def _change(fact: DimensionFact) -> int:
    return 0 if fact.index is None or fact.previous is None else fact.index - fact.previous


def _fall_words(fact: DimensionFact) -> str:
    values = {"previous": fact.previous, "index": fact.index}
    if -_change(fact) < margin(fact.figure.n_band):
        return (
            gettext(
                "The largest fall since the round before: from %(previous)s to %(index)s. "
                "A change of this size may be chance."
            )
            % values
        )
    return gettext("The largest fall since the round before: from %(previous)s to %(index)s.") % values


def _theme(fact: DimensionFact, reasons: tuple[Words, ...], library: Library) -> ThemeIdea:
    starter = library.theme_for(fact.code, fact.asked)
    nothing = Words(fi="", sv="", en="")
    return ThemeIdea(
        dimension=fact.code,
        basis=fact.figure.key,
        title=starter.title if starter else fact.title,
        lead=starter.lead if starter else nothing,
        summary=starter.summary if starter else nothing,
        survey_says=_survey_says(fact.items),
        reasons=reasons,
        index=fact.index or 0,
    )


def _survey_says(items: Sequence[Bar]) -> Words:
    """The most and the least agreed item in one sentence each; empty with fewer than two shown."""
    shown = [bar for bar in items if bar.agree is not None]
    if len(shown) < 2:
        return Words(fi="", sv="", en="")
    most = max(shown, key=lambda bar: bar.agree or 0)
    least = min(shown, key=lambda bar: bar.agree or 0)

    def sentence() -> str:
        return gettext(
            "The most agreed: “%(most)s” (%(most_share)s %%). "
            "The least agreed: “%(least)s” (%(least_share)s %%)."
        ) % {
            "most": in_language(most.text).rstrip("."),
            "most_share": most.agree,
            "least": in_language(least.text).rstrip("."),
            "least_share": least.agree,
        }

    return in_every_language(sentence)


def _about(items: Sequence[str], figures: Mapping[str, Figure]) -> dict[str, str]:
    """Item → key of the shown figure that tells of exactly that item, in the items' order."""
    found: dict[str, str] = {}
    for key, figure in figures.items():
        if len(figure.bars) == 1 and figure.value is not None:
            found.setdefault(figure.bars[0].code, key)
    return {code: found[code] for code in items if code in found}


def _meeting_words(words: Words, figure: Figure) -> Words:
    """The words that meet in each language, listed: "ehdotusta, kehittämisen"; empty where none do."""
    listed = {
        language: ", ".join(sorted(_in_both(str(words.get(language, "")), str(label))))
        for language, label in figure.label.items()
    }
    return Words(fi=listed["fi"], sv=listed["sv"], en=listed["en"])


def _in_both(text: str, label: str) -> Iterator[str]:
    stems = _stems(text)
    return (word for stem, word in _stems(label).items() if stem in stems)


def _how_many(listed: Words) -> int:
    """Words that meet in the text's own language: the first in which any do."""
    return len(in_language(listed, "fi").split(", ")) if any(listed.values()) else 0


def _stems(text: str) -> dict[str, str]:
    """Stem → a word that has it. The first six letters meet most Finnish inflections of a word."""
    words = re.findall(r"[^\W\d_]{6,}", text.lower())
    return {word[:6]: word for word in words if not SAYING_NOTHING.match(word)}


def _meeting(listed: Words) -> Words:
    def sentence() -> str:
        words = ", ".join(in_language(listed).split(", ")[:4])
        return gettext("The same words in both: %(words)s.") % {"words": words}

    return in_every_language(sentence)


def _natural(key: str) -> list[object]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]
