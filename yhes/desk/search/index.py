"""The index kept as the apps' own things are (decision 0092).

The apps give all they have; what is new or different is written, what is gone is removed. Nothing is
written elsewhere, so the index can be behind the truth for a minute and never beside it: who may find a
thing is asked of the thing itself at every search.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Final, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from yhes.common import registry
from yhes.common.locks import alone
from yhes.common.models import AuditEvent
from yhes.common.registry import DemoContext, Place, SearchItem, SearchKind
from yhes.common.words import LANGUAGES
from yhes.desk.models import SearchEntry, SearchKey, SearchPosting, SearchTerm
from yhes.desk.search import folding

IN_TITLE: Final = 3
IN_TEXT: Final = 1
A_MINUTE_AT_MOST: Final = 500  # entries written by one tick; the next goes on
AT_ONCE: Final = 100  # entries in one transaction
_COMPARED: Final = "search:compared"
_COMPARED_ANYWAY: Final = 600  # seconds
Key = tuple[str, int, int]
T = TypeVar("T")


def kinds() -> list[SearchKind]:
    """All kinds there are, in the order in which results are shown."""
    offered = [kind for provider in registry.providers("search").values() for kind in provider()]
    return sorted(offered, key=lambda kind: kind.order)


def tick(now: datetime) -> None:
    """Compare when anything has been done since the last time, and every ten minutes anyway.

    What people do leaves an audit event in its own transaction; an event that is committed after a newer
    one was seen, and what changes without one, are found by the comparison that is made anyway.
    """
    newest = AuditEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if cache.get(_COMPARED) == newest:
        return
    if refresh(at_most=A_MINUTE_AT_MOST):
        cache.set(_COMPARED, newest, _COMPARED_ANYWAY)


def load_demo(context: DemoContext) -> None:
    """The last part of the demo: all that the apps have made for it can be found."""
    refresh()
    context.say(f"search: {SearchEntry.objects.count()} entries")


def refresh(*, at_most: int | None = None) -> bool:
    """Write what is new or different and remove what is gone; whether the index is now as it should be.

    at_most: how many entries to write. One at a time: while another process refreshes, nothing is done.
    """
    with alone("search") as mine:
        if not mine:
            return False
        stored = {
            (kind, pk, part): (entry, fingerprint)
            for entry, kind, pk, part, fingerprint in SearchEntry.objects.values_list(
                "pk", "kind", "object_id", "part", "fingerprint"
            )
        }
        todo = _compare(stored)
        chosen = todo.changed[:at_most]
        for gone in _batches(todo.gone, AT_ONCE):
            SearchEntry.objects.filter(pk__in=gone).delete()
        for batch in _batches(chosen, AT_ONCE):
            _write(batch, [stored[draft.key][0] for draft in batch if draft.key in stored])
        if todo.gone or todo.changed:
            SearchTerm.objects.filter(postings__isnull=True).delete()
    return len(chosen) == len(todo.changed)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An entry as it should be, and its fingerprint."""

    kind: str
    item: SearchItem
    fingerprint: str

    @property
    def key(self) -> Key:
        return self.kind, self.item.pk, self.item.part


@dataclass(slots=True)
class _Todo:
    changed: list[_Draft] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def _compare(stored: dict[Key, tuple[int, str]]) -> _Todo:
    todo, seen = _Todo(), set()
    for kind in kinds():
        for item in kind.items():
            draft = _Draft(kind.name, item, _fingerprint(item))
            if draft.key in seen:
                continue
            seen.add(draft.key)
            if draft.key not in stored or stored[draft.key][1] != draft.fingerprint:
                todo.changed.append(draft)
    todo.gone = [entry for key, (entry, _fingerprint_) in stored.items() if key not in seen]
    return todo


def _fingerprint(item: SearchItem) -> str:
    told = [
        {code: item.title.get(code, "") for code in LANGUAGES},
        {code: item.text.get(code, "") for code in LANGUAGES},
        _address(item.public),
        _address(item.inside),
        [item.project, item.audience, item.organisation, item.is_example],
    ]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _address(place: Place | None) -> list[Any] | None:
    return [place.name, list(place.args), place.query] if place else None


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while batch := list(islice(left, size)):
        yield batch


@transaction.atomic
def _write(drafts: list[_Draft], replaced: list[int]) -> None:
    """Those as they were before, and these as they are now, in one transaction."""
    SearchEntry.objects.filter(pk__in=replaced).delete()
    entries = SearchEntry.objects.bulk_create([_entry(draft) for draft in drafts])
    weights = [_weights(entry) for entry in entries]
    terms = _terms({term for found in weights for term in found})
    SearchPosting.objects.bulk_create(
        (
            SearchPosting(entry=entry, term_id=terms[term], weight=weight)
            for entry, found in zip(entries, weights, strict=True)
            for term, weight in found.items()
        ),
        batch_size=2_000,
    )


def _entry(draft: _Draft) -> SearchEntry:
    item = draft.item
    return SearchEntry(
        kind=draft.kind,
        object_id=item.pk,
        part=item.part,
        title=dict(item.title),
        text=dict(item.text),
        public=_address(item.public),
        inside=_address(item.inside),
        is_public=item.public is not None,
        is_example=item.is_example,
        project_id=item.project,
        organisation_id=item.organisation,
        audience=item.audience,
        fingerprint=draft.fingerprint,
    )


def _weights(entry: SearchEntry) -> dict[tuple[str, str], int]:
    """(language, word) → the weight of the best place where it stands."""
    found: dict[tuple[str, str], int] = {}
    for texts, weight in ((entry.text, IN_TEXT), (entry.title, IN_TITLE)):
        for language in LANGUAGES:
            for word in folding.words(texts.get(language, "")):
                found[language, word.lower] = weight
    return found


def _terms(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Primary keys of these words; those that are new are made, with their keys."""
    known = _known(wanted)
    new = [SearchTerm(language=language, word=word) for language, word in sorted(wanted - known.keys())]
    made = SearchTerm.objects.bulk_create(new, batch_size=1_000)
    SearchKey.objects.bulk_create(_keys(made), batch_size=2_000)
    return known | {(term.language, term.word): term.pk for term in made}


def _known(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    known: dict[tuple[str, str], int] = {}
    for batch in _batches(sorted({word for _language, word in wanted}), 500):
        rows = SearchTerm.objects.filter(word__in=batch).values_list("language", "word", "pk")
        known |= {(language, word): pk for language, word, pk in rows}
    return known


def _keys(terms: Iterable[SearchTerm]) -> Iterator[SearchKey]:
    for term in terms:
        for key in folding.keys_of_term(term.word, term.language):
            yield SearchKey(term=term, key=key)
