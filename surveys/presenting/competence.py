"""A competence survey's results: levels by area, how far roles are from theirs, what to train first.

Everything is a function of released figures. An area's level is its released index put back on the
scale; it is of everybody who answered in the group, whatever their role, because answers tell no role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.charting import NARROW, Chart
from surveys.presenting.reading import ReleaseReader
from surveys.presenting.stated import band_words, released_index, stated_index
from surveys.questionnaire import Dimension, RoleProfile, Scale
from yhes.common import charts
from yhes.common.words import in_language

MOST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its level in tenths; None: protected."""

    dimension: Dimension
    title: str
    tenths: int | None

    def gap(self, role: RoleProfile) -> int | None:
        """Tenths of a level from the group to the role, 0 where it is reached; None: nothing to compare."""
        required = role.level_for(self.dimension.code)
        if required is None or self.tenths is None:
            return None
        return max(0, 10 * required - self.tenths)


@dataclass(frozen=True, slots=True)
class Need:
    """An area in which some role asks for more: `roles` and `items` are sentences, the largest gap first."""

    area: str
    gap: str
    roles: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetenceResults:
    """What the page shows. head, rows: of components/table.html, roles by areas; needs: largest gap first."""

    n: str
    levels: Chart
    steps: tuple[str, ...]
    head: list[dict[str, Any]]
    rows: list[list[dict[str, Any]]]
    gaps: Chart | None
    needs: tuple[Need, ...]
    is_protected: bool
    is_reached: bool


def competence_results(reader: ReleaseReader, group: Group) -> CompetenceResults:
    """The figures of `group`, in the active language. Raises ValueError for another kind of questionnaire."""
    questionnaire = reader.questionnaire
    if questionnaire.kind != "competence":
        raise ValueError(f"{questionnaire.code} is not a competence survey")
    areas = [_area(reader, group, dimension) for dimension in reader.asked_in(group).measured]
    roles = [role for role in questionnaire.role_profiles if role.required]
    ordered = sorted(areas, key=lambda area: -_largest(area, roles))
    return CompetenceResults(
        n=reader.n_of(group),
        levels=_levels(reader, group, areas),
        steps=tuple(_steps(reader)),
        head=[{"label": gettext("Role")}, *({"label": area.title} for area in areas)],
        rows=[_row(reader, role, areas) for role in roles],
        gaps=_gaps(reader, group, areas, roles),
        needs=tuple(_need(reader, group, area, roles) for area in ordered if _largest(area, roles)),
        is_protected=any(area.tenths is None for area in areas),
        is_reached=bool(roles) and all(area.tenths is not None for area in areas),
    )


def level_words(tenths: int) -> str:
    """ "1.4" in the active language."""
    return number_format(tenths / 10, decimal_pos=1)


def _area(reader: ReleaseReader, group: Group, dimension: Dimension) -> Area:
    index = reader.index(group, dimension.code)
    tenths = None if index is None else on_scale(index, dimension.scale)
    return Area(dimension, dimension.title.in_(reader.language).text, tenths)


def on_scale(index: int, scale: Scale) -> int:
    """An index 0–100 as tenths of the scale's own steps, halves up."""
    return 10 * scale.lowest + (index * (scale.highest - scale.lowest) + 5) // 10


def _largest(area: Area, roles: list[RoleProfile]) -> int:
    return max((area.gap(role) or 0 for role in roles), default=0)


def _steps(reader: ReleaseReader) -> Iterator[str]:
    for option in reader.questionnaire.measured[0].scale.options if reader.questionnaire.measured else ():
        yield f"{option.value} = {option.label.in_(reader.language).text}"


def _lead(reader: ReleaseReader, group: Group, what: str) -> str:
    return " · ".join(part for part in (in_language(group.label), reader.n_of(group), what) if part)


def _levels(reader: ReleaseReader, group: Group, areas: list[Area]) -> Chart:
    rows = [_bar(area) for area in areas]
    spans = (area.dimension.scale.highest - area.dimension.scale.lowest for area in areas)
    largest = 10 * max(spans, default=1)
    title = gettext("Levels by area")
    return Chart(
        id="levels",
        title=title,
        lead=_lead(reader, group, gettext("mean level of everybody who answered")),
        wide=charts.bars(rows, title=title, width=reader.wide, largest=largest),
        narrow=charts.bars(rows, title=title, width=NARROW, largest=largest),
        keys=(),
        summary=charts.bars_summary(rows),
        table=charts.bars_table(rows, head=(gettext("Competence area"), gettext("Level"))),
    )


def _bar(area: Area) -> charts.BarRow:
    if area.tenths is None:
        return charts.BarRow(area.title, None)
    scale = area.dimension.scale
    shown = f"{level_words(area.tenths)} / {scale.highest}"
    return charts.BarRow(area.title, area.tenths - 10 * scale.lowest, shown=shown)


def _row(reader: ReleaseReader, role: RoleProfile, areas: list[Area]) -> list[dict[str, Any]]:
    return [
        {"text": role.title.in_(reader.language).text, "header": True},
        *(_cell(area, role) for area in areas),
    ]


def _cell(area: Area, role: RoleProfile) -> dict[str, Any]:
    """The level that the role needs, and how far the group is from it."""
    required, gap = role.level_for(area.dimension.code), area.gap(role)
    if required is None:
        return {"text": gettext("not asked for")}
    text = gettext("level %(required)d") % {"required": required}
    if gap is None:
        return {"protected": True, "sub": text}
    short = gettext("%(gap)s levels short") % {"gap": level_words(gap)}
    return {"text": text, "sub": short if gap else gettext("reached")}


def _gaps(reader: ReleaseReader, group: Group, areas: list[Area], roles: list[RoleProfile]) -> Chart | None:
    """One bar for each role and area that is short of its level, the largest first."""
    found = [(gap, area, role) for area in areas for role in roles if (gap := area.gap(role))]
    if not found:
        return None
    rows = [
        charts.BarRow(f"{area.title} – {role.title.in_(reader.language).text}", gap, shown=level_words(gap))
        for gap, area, role in sorted(found, key=lambda each: -each[0])
    ]
    title = gettext("Training needs")
    return Chart(
        id="needs",
        title=title,
        lead=_lead(reader, group, gettext("levels short of what the role needs")),
        wide=charts.bars(rows, title=title, width=reader.wide),
        narrow=charts.bars(rows, title=title, width=NARROW),
        keys=(),
        summary=charts.bars_summary(rows),
        table=charts.bars_table(rows, head=(gettext("Area and role"), gettext("Gap in levels"))),
    )


def _need(reader: ReleaseReader, group: Group, area: Area, roles: list[RoleProfile]) -> Need:
    gaps = sorted(((area.gap(role) or 0, role) for role in roles), key=lambda each: -each[0])
    return Need(
        area=area.title,
        gap=level_words(gaps[0][0]),
        roles=tuple(
            f"{role.title.in_(reader.language).text} ({level_words(gap)})" for gap, role in gaps if gap
        ),
        items=tuple(_weakest(reader, group, area.dimension)),
    )


def _weakest(reader: ReleaseReader, group: Group, dimension: Dimension) -> Iterator[str]:
    """The items with the lowest released levels; ties keep the order of the questionnaire."""
    shown = [
        (index, item)
        for item in dimension.items
        if item.in_index and (index := stated_index(reader, group, item)) is not None
    ]
    for index, item in sorted(shown, key=lambda each: each[0])[:MOST_ITEMS]:
        value = released_index(reader, group, item)
        is_band = isinstance(value, dict)
        words = (
            band_words(item, value, reader.language) if is_band else level_words(on_scale(index, item.scale))
        )
        yield f"{item.text.in_(reader.language).text} ({words})"
