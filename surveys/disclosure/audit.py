"""Everything published of the same answers, laid together: is somebody singled out, and by which figures?

Each claim is one statistic with its own respondents and its own k. One plan of groups is judged by its
regions, two plans by the smallest cut, anything richer by the branching attack within a time; what is not
proven in time counts as unsafe.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import Final, Literal

from surveys.disclosure.adversary import Classes, Isolation, NotProven, isolation, merge, search
from surveys.disclosure.laminar import Family, families_of
from surveys.disclosure.mincut import weakest_cut

SECONDS: Final = 60.0  # for all claims together

Atom = Hashable
Statistic = Literal[
    "respondents", "texts", "public", "distribution", "below", "everything", "asked", "not_asked"
]


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A published figure as an adversary sees it: the ``atoms`` of people it is of.

    ``publication`` and ``node`` say where it stands; ``plan`` names the tree of groups it belongs to, cells
    of which are nested or apart.
    """

    publication: str
    plan: str
    node: Hashable
    atoms: frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Claim:
    """That no combination of ``cells`` leaves fewer than ``k`` of the people in ``sizes`` (by atom).

    ``key`` is the item's or question's code, empty for numbers of respondents.
    """

    statistic: Statistic
    key: str
    k: int
    cells: tuple[LaidCell, ...]
    sizes: Mapping[Atom, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """``combination`` of the claim's figures leaves ``people`` persons; without one it was not proven in
    time."""

    claim: Claim
    people: int = 0
    combination: tuple[tuple[Fraction, LaidCell], ...] = ()

    @property
    def is_proven(self) -> bool:
        return bool(self.combination)


def audit(claims: Iterable[Claim], *, within: float = SECONDS) -> list[Finding]:
    """What an adversary can isolate, claim by claim; nothing, when the release is safe."""
    until = monotonic() + within
    findings = []
    for claim in claims:
        try:
            found = find_isolation(claim, until=until)
        except NotProven:
            findings.append(Finding(claim))
            continue
        if found:
            used = zip(found.combination, claim.cells, strict=True)
            findings.append(Finding(claim, found.people, tuple((by, cell) for by, cell in used if by)))
    return findings


def find_isolation(claim: Claim, *, until: float | None = None) -> Isolation | None:
    """A combination of the claim's cells that leaves fewer than k people. Raises NotProven after
    ``until``."""
    number = {atom: place for place, atom in enumerate(claim.sizes)}
    cells = [frozenset(number[atom] for atom in cell.atoms if atom in number) for cell in claim.cells]
    classes = merge(cells, dict(enumerate(claim.sizes.values())))
    families = families_of(classes.cells, [cell.plan for cell in claim.cells])
    if len(families) == 1:
        factors = _smallest_region(classes, families[0], claim.k)
    elif len(families) == 2:
        factors = _smallest_cut(classes, families[0], families[1], claim.k)
    else:
        factors = search(classes, families, k=claim.k, until=until)
    return isolation(classes, factors, len(cells)) if factors else None


def _smallest_region(classes: Classes, family: Family, k: int) -> dict[int, Fraction] | None:
    """Classes of people in exactly the same cells of one family are its regions."""
    one, size = min(enumerate(classes.sizes), key=lambda entry: entry[1])
    return _of_regions(family, {family.region_of[one]: 1}) if size < k else None


def _smallest_cut(classes: Classes, first: Family, second: Family, k: int) -> dict[int, Fraction] | None:
    people: dict[tuple[int | None, int | None], int] = {}
    for one, size in enumerate(classes.sizes):
        regions = first.region_of.get(one), second.region_of.get(one)
        people[regions] = people.get(regions, 0) + size
    cut = weakest_cut(people, k=k)
    if cut is None:
        return None
    ones = dict.fromkeys(cut.first, 1), dict.fromkeys(cut.second, -1)
    return _of_regions(first, ones[0]) | _of_regions(second, ones[1])


def _of_regions(family: Family, regions: Mapping[Hashable, int]) -> dict[int, Fraction]:
    """A combination of regions as one of cells: a region is a cell minus those right inside it."""
    factors: dict[int, Fraction] = {}
    for number, inner in family.inside().items():
        factor = Fraction(regions.get(number, 0))
        for place, by in ((number, factor), *((each, -factor) for each in inner)):
            factors[place] = factors.get(place, Fraction(0)) + by
    return {number: factor for number, factor in factors.items() if factor}
