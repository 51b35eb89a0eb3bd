"""A person's own competence profile: computed from the form just sent, shown once, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.questionnaire.parts import Dimension, RoleProfile
from surveys.questionnaire.whole import Questionnaire


@dataclass(frozen=True, slots=True)
class Area:
    """One area (a dimension): `level` is the mean of the answered items, None where there are none."""

    dimension: Dimension
    level: float | None
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What a role asks in one area: `gap` is required level − own level; above 0 there is more to learn.

    `gap` is None where the person answered nothing in the area.
    """

    dimension: Dimension
    required: int
    gap: float | None


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


def profile(questionnaire: Questionnaire, choices: Mapping[str, int | None]) -> CompetenceProfile:
    """The profile of one person's choices (None is "not my job" and does not count).

    Source of the rule: the instrument's own scoring, "area = mean level of its answered items; gap =
    required level of the role - own level". Raises `ValueError` for another kind of questionnaire.
    """
    if questionnaire.kind != "competence":
        raise ValueError(f"{questionnaire.code} is not a competence survey")
    areas = tuple(_area(part, choices) for part in questionnaire.measured)
    roles = tuple(RoleGaps(role, _gaps(role, areas)) for role in questionnaire.role_profiles)
    return CompetenceProfile(areas, roles)


def _area(dimension: Dimension, choices: Mapping[str, int | None]) -> Area:
    counted = [item for item in dimension.items if item.in_index]
    levels = [level for item in counted if (level := choices.get(item.code)) is not None]
    mean = sum(levels) / len(levels) if levels else None
    return Area(dimension, mean, len(levels), len(counted))


def _gaps(role: RoleProfile, areas: tuple[Area, ...]) -> tuple[Gap, ...]:
    return tuple(
        Gap(area.dimension, required, None if area.level is None else required - area.level)
        for area in areas
        if (required := role.level_for(area.dimension.code)) is not None
    )
