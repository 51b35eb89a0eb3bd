"""A person's own competence profile: computed from the form just sent, shown once, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.questionnaire.parts import Dimension, Item, Option, RoleProfile, Text
from surveys.questionnaire.whole import Questionnaire

MOST_STEPS = 3  # more to practise at once is a list that nobody reads

Choices = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Area:
    """One area (a dimension): `level` is the mean of the answered items, None where there are none."""

    dimension: Dimension
    level: float | None
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to practise: the item, and the option of its scale that comes after the person's own."""

    item: Item
    next: Option


@dataclass(frozen=True, slots=True)
class Gap:
    """What a role asks in one area: `gap` is required level − own level; above 0 there is more to learn.

    `gap` is None where the person answered nothing in the area. Only where it is above 0 is there
    anything in `suggestions` (the instrument's own words for the levels between) and `steps` (at most
    `MOST_STEPS` items below the required level, those furthest below first).
    """

    dimension: Dimension
    level: float | None
    required: int
    suggestions: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def gap(self) -> float | None:
        """In levels."""
        return None if self.level is None else self.required - self.level


@dataclass(frozen=True, slots=True)
class RoleGaps:
    """The gaps to one role, in the questionnaire's order of areas."""

    role: RoleProfile
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CompetenceProfile:
    """All areas in the questionnaire's order, and the gaps to every role it knows."""

    areas: tuple[Area, ...]
    roles: tuple[RoleGaps, ...]


def profile(questionnaire: Questionnaire, choices: Choices) -> CompetenceProfile:
    """The profile of one person's choices (None is "not my job" and does not count).

    Source of the rule: the instrument's own scoring, "area = mean level of its answered items; gap =
    required level of the role - own level". Raises `ValueError` for another kind of questionnaire.
    """
    if questionnaire.kind != "competence":
        raise ValueError(f"{questionnaire.code} is not a competence survey")
    areas = tuple(_area(part, choices) for part in questionnaire.measured)
    roles = tuple(RoleGaps(role, _gaps(role, areas, choices)) for role in questionnaire.role_profiles)
    return CompetenceProfile(areas, roles)


def _area(dimension: Dimension, choices: Choices) -> Area:
    counted = [item for item in dimension.items if item.in_index]
    levels = [level for item in counted if (level := choices.get(item.code)) is not None]
    mean = sum(levels) / len(levels) if levels else None
    return Area(dimension, mean, len(levels), len(counted))


def _gaps(role: RoleProfile, areas: tuple[Area, ...], choices: Choices) -> tuple[Gap, ...]:
    return tuple(
        _gap(area, required, choices)
        for area in areas
        if (required := role.level_for(area.dimension.code)) is not None
    )


def _gap(area: Area, required: int, choices: Choices) -> Gap:
    own = area.level
    if own is None or own >= required:
        return Gap(area.dimension, own, required)
    between = (each for each in area.dimension.suggestions if own < each.level <= required)
    suggestions = tuple(each.text for each in sorted(between, key=lambda each: each.level))
    return Gap(area.dimension, own, required, suggestions, _steps(area.dimension, required, choices))


def _steps(dimension: Dimension, required: int, choices: Choices) -> tuple[Step, ...]:
    """Ties keep the order of the questionnaire."""
    below = [
        (level, item)
        for item in dimension.items
        if item.in_index and (level := choices.get(item.code)) is not None and level < required
    ]
    below.sort(key=lambda pair: pair[0])
    return tuple(
        Step(item, next(option for option in item.scale.options if option.value > level))
        for level, item in below[:MOST_STEPS]
    )
