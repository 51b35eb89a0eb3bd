"""What a person finds: entries with every word that was typed, the nearest and weightiest first.

Four queries whatever is found: which words of the index are near to the typed ones, in which entries they
stand, which of these the person may see, and the entries of one page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
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
Near = Sequence[Mapping[int, tuple[int, Term]]]  # of each typed word: term → how near, and the word
Row = tuple[int, int, int, str, int]  # term, entry, weight, the thing's kind and primary key


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
    rows = _stands_in(near, kinds, user)
    scores = _scores(near, rows)
    by_kind = _by_kind(scores, rows)
    best = _Best(scores)
    of_one = Paginator(sorted(by_kind[only], key=best), PER_PAGE).get_page(page) if only else None
    chosen = {only: list(of_one)} if of_one else {
        name: nsmallest(OF_EACH_KIND, entries, key=best) for name, entries in by_kind.items()
    }  # fmt: skip
    drawn = _drawn(near, rows, {entry for entries in chosen.values() for entry in entries}, kinds, user)
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


def _stands_in(near: Near, kinds: Sequence[SearchKind], user: User | None) -> list[Row]:
    """Wherever the words stand that the person may see just now. Two queries.

    The second asks which of these may *not* be seen: hardly ever many, however many were found.
    """
    terms = {term for of_word in near for term in of_word}
    told = access.told_to(user)
    known = [kind.name for kind in kinds]
    found: list[Row] = list(
        SearchPosting.objects.filter(
            term__in=terms, entry__in=SearchEntry.objects.filter(told, kind__in=known)
        ).values_list("term", "entry", "weight", "entry__kind", "entry__object_id")
    )
    among: defaultdict[str, set[int]] = defaultdict(set)
    for _term, _entry, _weight, kind, pk in found:
        among[kind].add(pk)
    refused = access.refused_to(user, told, kinds, among)
    return [row for row in found if row[1] not in refused] if refused else found


def _scores(near: Near, rows: Sequence[Row]) -> dict[int, int]:
    """Of entries that have all words: their score.

    A mistyped word is looked for only where nothing that the person may see has it as it was typed: what
    is hidden must not show in what is found either.
    """
    found = [_best_of(of_word, rows) for of_word in near]
    first, *others = found
    return {
        entry: score + sum(best[entry] for best in others)
        for entry, score in first.items()
        if all(entry in best for best in others)
    }


def _best_of(of_word: Mapping[int, tuple[int, Term]], rows: Sequence[Row]) -> dict[int, int]:
    """Entry → the score of the best place where one typed word stands; guesses only in need."""
    near = {pk: closeness for pk, (closeness, _term) in of_word.items() if closeness > folding.MISTYPED}
    best: dict[int, int] = {}
    for term, entry, weight, _kind, _pk in rows:
        if (score := near.get(term, 0) * weight) > best.get(entry, 0):
            best[entry] = score
    if not best:
        for term, entry, weight, _kind, _pk in rows:
            if term in of_word:
                best[entry] = max(folding.MISTYPED * weight, best.get(entry, 0))
    return best


def _by_kind(scores: Mapping[int, int], rows: Sequence[Row]) -> defaultdict[str, list[int]]:
    """The entries of each kind that have a score, each once."""
    kind_of = {entry: kind for _term, entry, _weight, kind, _pk in rows}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for entry in scores:
        found[kind_of[entry]].append(entry)
    return found


class _Best:
    """Sorts entries: the weightiest first, then the oldest."""

    def __init__(self, scores: Mapping[int, int]) -> None:
        self._scores = scores

    def __call__(self, entry: int) -> tuple[int, int]:
        return -self._scores[entry], entry


def _drawn(
    near: Near, rows: Sequence[Row], shown: Set[int], kinds: Sequence[SearchKind], user: User | None
) -> dict[int, snippets.Result]:
    """The entries as they are shown, with the address in the desk where the person may open it. One query."""
    words = {pk: term for of_word in near for pk, (_closeness, term) in of_word.items()}
    terms: defaultdict[int, set[Term]] = defaultdict(set)
    among: defaultdict[str, set[int]] = defaultdict(set)
    for term, entry, _weight, kind, pk in rows:
        if entry in shown:
            terms[entry].add(words[term])
            among[kind].add(pk)
    inside: Value | Case = Value(False)
    if user is not None:
        rule = access.found_inside(user, kinds, among)
        inside = Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())
    found = SearchEntry.objects.filter(pk__in=list(shown)).annotate(is_inside=inside)
    language = get_language() or "fi"
    return {
        row.pk: snippets.result(row, terms[row.pk], language=language, is_inside=bool(row.is_inside))
        for row in found.select_related("project")
    }
