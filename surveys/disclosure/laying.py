"""From released documents to claims: every figure that stands in them becomes the people it is of.

Read are the documents as they are stored, not the plan they were made by: a figure counts as shown when it
stands in a document. Each statistic of each item is a claim of its own, with those who answered that item:

- the numbers of respondents, and everything that is told of an item: k inside, for everybody together;
- what is public, and distributions in any audience: k in public;
- whatever is told of an item under a distribution: k in public, as a remainder of a distribution is one;
- whatever is told of a conditional item, of those asked it and of those not: k in public.

An index of a dimension is laid as a figure of each of its items: it is a function of them where all of them
are shown, and tells of the hidden one where they are not. Shares agreeing and bands are laid as the
distribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.disclosure.audit import Atom, Claim, LaidCell, Statistic
from surveys.disclosure.plans import Thresholds
from surveys.disclosure.values import Audience, PlanError

Above = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Publication:
    """One release as it is stored: (group, audience, document), and the groups' places when it was made.

    ``above`` has for each group of the round that may be shown the nearest one above it.
    """

    name: str
    above: Above
    documents: Sequence[tuple[int, Audience, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Who stands behind the figures: people by the group their answers are stored with, nobody twice.

    ``answered`` by item, None once the answers have been deleted: then numbers of respondents alone can be
    judged. ``asked`` by conditional item, those who were asked it; ``dimensions`` names the items of each
    index; ``texts`` has by open question the people who wrote something, by the group in which it is read.
    """

    people: Mapping[int, int]
    answered: Mapping[str, Mapping[int, int]] | None
    asked: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    dimensions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of one statistic stands where: ``distribution`` cells are among ``cells``, so are ``public``
    ones."""

    cells: list[LaidCell] = field(default_factory=list)
    public: list[LaidCell] = field(default_factory=list)
    distribution: list[LaidCell] = field(default_factory=list)


def lay(publications: Sequence[Publication], counted: Counted) -> Iterator[Claim]:
    """Every claim that the publications together make of the same answers, those withdrawn among them.

    Raises PlanError for a document of a group, item or dimension that the round does not have.
    """
    shown = _read(publications, counted)
    k_public, k_inside = counted.thresholds.k_public, counted.thresholds.k_inside
    of_people = shown.pop("")
    yield from _claim("respondents", "", k_inside, of_people.cells, counted.people)
    yield from _claim("public", "", k_public, of_people.public, counted.people)
    for key, sizes in (counted.answered or {}).items():
        yield from _of_item(key, shown[key], sizes, counted)
    for question, writers in counted.texts.items():
        homes = [LaidCell("", "texts", group, frozenset([group])) for group in writers]
        yield from _claim("texts", question, k_public, homes, writers)


def _of_item(key: str, shown: _Shown, sizes: Mapping[Any, int], counted: Counted) -> Iterator[Claim]:
    """A conditional item is told of k in public for every audience, on both sides of its condition."""
    thresholds, asked = counted.thresholds, counted.asked.get(key)
    k_public = thresholds.k_public
    k_inside = thresholds.k_inside if asked is None else k_public
    yield from _claim("everything", key, k_inside, shown.cells, sizes)
    yield from _claim("public", key, k_public, shown.public, sizes)
    yield from _claim("distribution", key, k_public, shown.distribution, sizes)
    yield from _claim("below", key, k_public, _below(shown), sizes)
    if asked is not None:
        others = {atom: n - asked.get(atom, 0) for atom, n in counted.people.items()}
        yield from _claim("asked", key, k_public, shown.cells, asked)
        yield from _claim("not_asked", key, k_public, shown.cells, others)


def _claim(
    statistic: Statistic, key: str, k: int, cells: Sequence[LaidCell], sizes: Mapping[Any, int]
) -> Iterator[Claim]:
    if cells:
        yield Claim(statistic, key, k, tuple(cells), sizes)


def _read(publications: Iterable[Publication], counted: Counted) -> dict[str, _Shown]:
    """What is shown by item code; the numbers of respondents under the empty one."""
    shown: dict[str, _Shown] = {"": _Shown(), **{code: _Shown() for code in counted.answered or ()}}
    for publication in publications:
        within = _people_of(publication.above, counted.people)
        for group, audience, document in publication.documents:
            if group not in within:
                raise PlanError(f"{publication.name} has figures of group {group}, which had no place in it")
            cell = LaidCell(publication.name, publication.name, group, within[group])
            for key, is_distribution in _figures(document, counted.dimensions):
                if key and counted.answered is None:
                    continue
                of_it = _known(shown, key)
                of_it.cells.append(cell)
                if audience == "public":
                    of_it.public.append(cell)
                if is_distribution:
                    of_it.distribution.append(cell)
    return shown


def _figures(
    document: Mapping[str, Any], dimensions: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, bool]]:
    """(item code, whether it is a distribution) of all that stands in one document; "" for its number."""
    if document.get("n") is not None:
        yield "", False
    for dimension, index in document.get("indexes", {}).items():
        if index is not None:
            for code in dimensions.get(dimension, (dimension,)):
                yield code, False
    for code, figures in document.get("items", {}).items():
        told = {kind for kind, value in figures.items() if value is not None}
        is_band = any(isinstance(value, Mapping) for value in figures.values())
        if told:
            yield code, is_band or bool(told & {"shares", "agree"})


def _known(shown: Mapping[str, _Shown], key: str) -> _Shown:
    if key not in shown:
        raise PlanError(f"a released document tells of “{key}”, of which nothing was counted")
    return shown[key]


def _people_of(above: Above, people: Iterable[int]) -> dict[int, frozenset[Atom]]:
    """For each group the atoms in it: those stored with it or with a group below it."""
    within: dict[int, set[Atom]] = {group: set() for group in above}
    for atom in people:
        group: int | None = atom
        while group is not None and group in within:
            within[group].add(atom)
            group = above[group]
    return {group: frozenset(atoms) for group, atoms in within.items()}


def _below(shown: _Shown) -> list[LaidCell]:
    """Every figure of people whose distribution is shown, on their own or in a larger group."""
    wide = {cell.atoms for cell in shown.distribution}
    return [cell for cell in shown.cells if any(cell.atoms <= atoms for atoms in wide)]
