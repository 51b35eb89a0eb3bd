"""What a person finds: entries with every word that was typed, the nearest and weightiest first.

Four queries whatever is found: which words of the index are near to the typed ones, in which entries they
stand, which of these the person may see, and the entries of one page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import get_language

from yhes.accounts.models import User
from yhes.common.registry import SearchKind
from yhes.desk.models import SearchEntry, SearchKey, SearchPosting
from yhes.desk.search import access, folding, snippets

MOST_WORDS: Final = 8
LONGEST_QUERY: Final = 100  # characters
OF_EACH_KIND: Final = 5  # while all kinds are shown
PER_PAGE: Final = 20

Term = tuple[str, str]  # a word and its language
Thing = tuple[str, int]  # its kind and primary key


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of things that were found: how many there are, and those shown here."""

    kind: SearchKind
    count: int
    results: Sequence[snippets.Result]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.results)


@dataclass(frozen=True, slots=True)
class Found:
    """`groups` in the order of kinds; of one kind, with `page`, when one was asked for."""

    groups: Sequence[Group] = ()
    counts: Sequence[tuple[SearchKind, int]] = ()
    page: Page[int] | None = None

    @property
    def count(self) -> int:
        return sum(count for _kind, count in self.counts)


def find(
    typed: str, *, kinds: Sequence[SearchKind], user: User | None, only: str = "", page: str = ""
) -> Found:
    """user: who searches the desk; None: what anybody may find.

    only: the name of one kind, of which `page` (a number as typed, the nearest page there is) is given.
    """
    asked = list({word.lower: None for word in folding.words(typed[:LONGEST_QUERY])})[:MOST_WORDS]
    near = _near(asked)
    if not asked or not all(near):
        return Found()
    scores, things, matched = _scores(near, kinds, user)
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for entry in sorted(scores, key=lambda entry: (-scores[entry], entry)):
        by_kind[things[entry][0]].append(entry)
    of_one = Paginator(by_kind[only], PER_PAGE).get_page(page) if only else None
    chosen = {only: list(of_one)} if of_one else {name: of[:OF_EACH_KIND] for name, of in by_kind.items()}
    shown = {entry: things[entry] for entries in chosen.values() for entry in entries}
    words = {pk: term for of_word in near for pk, (_closeness, term) in of_word.items()}
    drawn = _drawn(shown, kinds, user, {entry: {words[pk] for pk in matched[entry]} for entry in shown})
    return Found(
        groups=[
            Group(
                kind, len(by_kind[kind.name]), [drawn[entry] for entry in chosen[kind.name] if entry in drawn]
            )
            for kind in kinds
            if chosen.get(kind.name)
        ],
        counts=[(kind, len(by_kind[kind.name])) for kind in kinds if by_kind.get(kind.name)],
        page=of_one,
    )


def _near(asked: Sequence[str]) -> list[dict[int, tuple[int, Term]]]:
    """For each typed word: the index's words near to it, by primary key, with how near. One query."""
    keys = [folding.keys_of_query(word) for word in asked]
    wanted = frozenset[str]().union(*keys)
    kept: defaultdict[tuple[int, str, str], set[str]] = defaultdict(set)
    rows = SearchKey.objects.filter(key__in=wanted) if wanted else SearchKey.objects.none()
    for key, pk, word, language in rows.values_list("key", "term", "term__word", "term__language"):
        kept[pk, word, language].add(key)
    return [
        {
            pk: (closeness, (word, language))
            for (pk, word, language), found in kept.items()
            if (of_both := found & own) and (closeness := folding.closeness(typed, word, language, of_both))
        }
        for typed, own in zip(asked, keys, strict=True)
    ]


def _scores(
    near: Sequence[dict[int, tuple[int, Term]]], kinds: Sequence[SearchKind], user: User | None
) -> tuple[dict[int, int], dict[int, Thing], dict[int, set[int]]]:
    """Of entries that have all words: score, what they are of, and the words they were found by.

    A mistyped word is looked for only where nothing that the person may see has it as it was typed: what
    is hidden must not show in what is found either.
    """
    found: list[dict[int, int]] = [{} for _word in near]
    things: dict[int, Thing] = {}
    matched: defaultdict[int, set[int]] = defaultdict(set)
    for term, entry, weight, thing in _stands_in(near, kinds, user):
        things[entry] = thing
        matched[entry].add(term)
        for of_word, best in zip(near, found, strict=True):
            if term in of_word:
                best[entry] = max(best.get(entry, 0), of_word[term][0] * weight)
    for of_word, best in zip(near, found, strict=True):
        _without_guesses(of_word, best, matched)
    entries = set.intersection(*(set(best) for best in found))
    scores = {entry: sum(best[entry] for best in found) for entry in entries}
    return scores, things, matched


def _stands_in(
    near: Sequence[dict[int, tuple[int, Term]]], kinds: Sequence[SearchKind], user: User | None
) -> list[tuple[int, int, int, Thing]]:
    """(word, entry, weight, thing) wherever the words stand that the person may see just now. Two queries."""
    terms = {term for of_word in near for term in of_word}
    told = SearchEntry.objects.filter(access.told_to(user))
    rows = SearchPosting.objects.filter(term__in=terms, entry__in=told).values_list(
        "term", "entry", "weight", "entry__kind", "entry__object_id"
    )
    among: defaultdict[str, set[int]] = defaultdict(set)
    found = list(rows)
    for _term, _entry, _weight, kind, pk in found:
        among[kind].add(pk)
    allowed = access.found_by_anyone(kinds, among)
    if user is not None:
        allowed |= access.found_inside(user, kinds, among)
    seen = set(SearchEntry.objects.filter(allowed).values_list("pk", flat=True))
    return [(term, entry, weight, (kind, pk)) for term, entry, weight, kind, pk in found if entry in seen]


def _without_guesses(
    of_word: dict[int, tuple[int, Term]], best: dict[int, int], matched: dict[int, set[int]]
) -> None:
    """Leave out what only a mistake in typing would explain, if something was found without one."""
    guessed = {pk for pk, (closeness, _term) in of_word.items() if closeness == folding.MISTYPED}
    sure = {entry for entry in best if (matched[entry] & of_word.keys()) - guessed}
    if sure:
        for entry in best.keys() - sure:
            del best[entry]


def _drawn(
    shown: dict[int, Thing], kinds: Sequence[SearchKind], user: User | None, terms: dict[int, set[Term]]
) -> dict[int, snippets.Result]:
    """The entries as they are shown, with the address in the desk where the person may open it. One query."""
    inside: Value | Case = Value(False)
    if user is not None:
        among: defaultdict[str, set[int]] = defaultdict(set)
        for kind, pk in shown.values():
            among[kind].add(pk)
        rule = access.found_inside(user, kinds, among)
        inside = Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = SearchEntry.objects.filter(pk__in=list(shown)).annotate(is_inside=inside)
    language = get_language() or "fi"
    return {
        row.pk: snippets.result(row, terms[row.pk], language=language, is_inside=bool(row.is_inside))
        for row in rows.select_related("project")
    }
