"""An edition as plain, frozen data, and its one JSON form.

Pure: no database, no Django. `to_document` and `from_document` are each other's inverse, so page,
PDF, CSV and JSON can work on the dataclasses and still show exactly what was frozen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from yhes.common.figures import Bar, Figure
from yhes.common.words import Words

FORMAT = 1
HORIZONS = ("now", "next", "later")
HorizonCode = Literal["now", "next", "later"]
EMPTY = Words(fi="", sv="", en="")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure as it is quoted somewhere: its key, and the words chosen for it there (or none)."""

    key: str
    caption: Words


@dataclass(frozen=True, slots=True)
class Step:
    """`number` is "2.1" in this edition, "" for a step that is done or dropped; `id` never changes."""

    id: int
    number: str
    title: Words
    why: Words
    for_whom: Words
    responsible: Words
    done_when: Words
    how_to_start: Words
    horizon: HorizonCode
    state: str
    change_reason: Words
    sector: str
    min_size: int
    closed_on: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A lane. `previous_index` is the dimension's index in the round before, when there was one."""

    id: int
    number: int
    title: Words
    lead: Words
    summary: Words
    finding: Words
    survey_says: Words
    workshops_say: Words
    reason: Words
    dimension: str
    previous_index: int | None
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    closed: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything an edition shows."""

    roadmap_id: int
    slug: str
    title: Words
    intro: Words
    publisher: Words
    number: int
    published_on: str  # ISO 8601, the day in Helsinki
    periods: Mapping[str, Words]
    is_example: bool
    themes: tuple[Theme, ...]
    figures: Mapping[str, Figure]
    format: int = field(default=FORMAT)

    def steps(self) -> Iterator[tuple[Theme, Step]]:
        """The numbered steps with their themes, in order."""
        for theme in self.themes:
            for step in theme.steps:
                yield theme, step

    def everything(self) -> Iterator[tuple[Theme, Step]]:
        """Numbered steps and closed ones."""
        for theme in self.themes:
            for step in (*theme.steps, *theme.closed):
                yield theme, step

    def find(self, step_id: int) -> tuple[Theme, Step] | None:
        return next((pair for pair in self.everything() if pair[1].id == step_id), None)


def to_document(publication: Publication) -> dict[str, Any]:
    """The JSON-able form; figures in the form that `Figure.to_document` gives."""
    figures = {key: figure.to_document() for key, figure in publication.figures.items()}
    # Without asdict descending into the figures: their dates have a form of their own.
    bare = Publication(**{**_shallow(publication), "figures": {}})
    document = asdict(bare)
    document["figures"] = figures
    plain: dict[str, Any] = json.loads(json.dumps(document))  # tuples become lists, as read back
    return plain


def from_document(document: Mapping[str, Any]) -> Publication:
    """Raises ValueError for a document of a format that this code does not know."""
    if document.get("format") != FORMAT:
        raise ValueError(f"unknown snapshot format {document.get('format')!r}")
    values = dict(document)
    values["themes"] = tuple(_theme(theme) for theme in document["themes"])
    values["figures"] = {key: figure_from(found) for key, found in document["figures"].items()}
    return Publication(**values)


def figure_from(document: Mapping[str, Any]) -> Figure:
    """The inverse of `Figure.to_document`."""
    values = dict(document)
    values["as_of"] = date.fromisoformat(document["as_of"])
    values["scale"] = tuple(document["scale"])
    values["bars"] = tuple(_bar(bar) for bar in document["bars"])
    return Figure(**values)


def canonical(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: equal content has equal bytes."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _shallow(publication: Publication) -> dict[str, Any]:
    return {name: getattr(publication, name) for name in Publication.__dataclass_fields__}


def _theme(document: Mapping[str, Any]) -> Theme:
    values = dict(document)
    values["evidence"] = _evidence(document["evidence"])
    values["steps"] = tuple(_step(step) for step in document["steps"])
    values["closed"] = tuple(_step(step) for step in document["closed"])
    return Theme(**values)


def _step(document: Mapping[str, Any]) -> Step:
    return Step(**{**document, "evidence": _evidence(document["evidence"])})


def _evidence(rows: list[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(**row) for row in rows)


def _bar(document: Mapping[str, Any]) -> Bar:
    values = dict(document)
    values["percents"] = None if document["percents"] is None else tuple(document["percents"])
    values["band"] = None if document["band"] is None else tuple(document["band"])
    return Bar(**values)
