"""Indicators with their readings as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from projects.plans import lights, wording
from projects.plans.models import KEPT, ActionPlan, Indicator, Reading
from yhes.common import charts
from yhes.common.charts import Spark, Table


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator on the scorecard. `newest` is None before the first reading."""

    indicator: Indicator
    newest: Reading | None
    shown: str
    target: str
    baseline: str
    light: lights.Light
    badge: str
    badge_label: str
    picture: SafeString
    wide: SafeString
    summary: str
    table: Table


@dataclass(frozen=True, slots=True)
class ReadingRow:
    reading: Reading
    shown: str


def of_plan(plan: ActionPlan) -> list[Row]:
    """The plan's indicators in their order, in two queries."""
    return [row(indicator) for indicator in with_readings(plan)]


def with_readings(plan: ActionPlan) -> QuerySet[Indicator]:
    return readable().filter(plan=plan)


def readable() -> QuerySet[Indicator]:
    """Indicators in use of any plan, with their readings in order."""
    readings = Prefetch("readings", queryset=Reading.objects.filter(KEPT).order_by("read_on", "pk"))
    return (
        Indicator.objects.filter(KEPT)
        .select_related("aim", "objective", "plan__project", "plan__organisation")
        .prefetch_related(readings)
    )


def row(indicator: Indicator) -> Row:
    """Of an indicator from `with_readings`."""
    readings = list(indicator.readings.all())
    newest = readings[-1] if readings else None
    found = light_of(indicator, newest)
    picture = _spark(indicator, readings)
    return Row(
        indicator=indicator,
        newest=newest,
        shown=shown(newest, indicator) if newest else "",
        target=wording.target(indicator),
        baseline="" if indicator.baseline is None else wording.amount(indicator.baseline, indicator.unit),
        light=found,
        badge=wording.LIGHT_BADGES[found],
        badge_label=wording.light(found),
        picture=charts.sparkline(picture),
        wide=charts.sparkline(picture, width=640),
        summary=charts.sparkline_summary(picture),
        table=charts.sparkline_table(picture),
    )


def reading_rows(indicator: Indicator) -> list[ReadingRow]:
    """The newest first."""
    return [
        ReadingRow(reading, shown(reading, indicator)) for reading in reversed(list(indicator.readings.all()))
    ]


def light_of(indicator: Indicator, newest: Reading | None) -> lights.Light:
    if newest is None:
        return "none"
    if newest.value is None:
        return "protected"
    return lights.light(
        newest.value,
        direction=indicator.direction,  # type: ignore[arg-type]  # the column's choices
        target=indicator.target,
        target_to=indicator.target_to,
        baseline=indicator.baseline,
    )


def shown(reading: Reading, indicator: Indicator) -> str:
    return (
        wording.light("protected") if reading.value is None else wording.amount(reading.value, indicator.unit)
    )


def _spark(indicator: Indicator, readings: Sequence[Reading]) -> Spark:
    return Spark(
        label=indicator.title,
        values=tuple(None if one.value is None else float(one.value) for one in readings),
        shown=tuple(shown(one, indicator) for one in readings),
        moments=tuple(date_format(one.read_on, "SHORT_DATE_FORMAT") for one in readings),
        targets=tuple(float(end) for end in (indicator.target, indicator.target_to) if end is not None),
        target_shown=wording.target(indicator),
    )
