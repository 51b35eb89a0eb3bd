"""Indexes by background variable, where the reporting plan lets them be told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.charting import Chart
from surveys.presenting.reading import ReleaseReader
from surveys.questionnaire import Item
from yhes.common import charts
from yhes.common.words import in_language

NARROWEST = 900  # px: as wide as the heatmap of groups


def charts_by_class(reader: ReleaseReader, group: Group) -> tuple[Chart, ...]:
    """One chart a background variable; none for a variable of which nothing may be told in this group.

    A class that nobody chose looks the same as one that is protected.
    """
    told = reader.document(group).get("background", {})
    return tuple(
        _chart(reader, group, variable, told[variable.code])
        for variable in reader.questionnaire.background
        if any(found["n"] is not None for found in told.get(variable.code, {}).values())
    )


def _chart(reader: ReleaseReader, group: Group, variable: Item, classes: dict[str, Any]) -> Chart:
    dimensions = reader.questionnaire.measured
    columns = [dimension.title.in_(reader.language).text for dimension in dimensions]
    whole = charts.HeatRow(
        label=in_language(group.label),
        values=tuple(reader.index(group, dimension.code) for dimension in dimensions),
        note=reader.n_of(group),
        whole=True,
    )
    rows = [whole] + [
        charts.HeatRow(
            label=option.label.in_(reader.language).text,
            values=tuple(found["indexes"].get(dimension.code) for dimension in dimensions),
            note="" if found["n"] is None else f"n\N{NO-BREAK SPACE}{found['n']}",
        )
        for option in variable.scale.options
        for found in (classes[str(option.value)],)
    ]
    title = gettext("By background: %(question)s") % {"question": variable.text.in_(reader.language).text}
    return Chart(
        id=f"class-{variable.code}",
        title=title,
        lead=gettext("Index 0–100 by what was answered. Those who did not say are in no row but the first."),
        wide=charts.heatmap(rows, title=title, columns=columns, width=max(reader.wide, NARROWEST)),
        narrow=None,
        keys=charts.heatmap_legend(),
        summary=charts.heatmap_summary(rows, columns=columns),
        table=charts.heatmap_table(rows, columns=columns),
    )
