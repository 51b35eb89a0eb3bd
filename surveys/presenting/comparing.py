"""A group's indexes beside the whole project's, and beside its region's where the round has regions."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.charting import NARROW, Chart
from surveys.presenting.reading import PAPER, ReleaseReader
from yhes.common import charts
from yhes.common.charts import words
from yhes.common.charts.dot_rows import Against
from yhes.common.words import in_language


def region_of(reader: ReleaseReader, group: Group) -> Group | None:
    """The region that the organisation or unit is in; None where the round has no regions."""
    if group.level <= Group.Level.REGION:
        return None
    above = Q(children=group) | Q(children__children=group)
    return Group.objects.filter(above, level=Group.Level.REGION).first()


def beside_project(reader: ReleaseReader, group: Group) -> Chart | None:
    """None for the whole itself, where nothing is measured, and where one organisation was asked alone."""
    is_alone = group.level == Group.Level.PROJECT or reader.release.round.is_internal
    if is_alone or not reader.questionnaire.measured:
        return None
    lead = gettext("The project's indexes, %(n)s. Difference in points.") % {"n": reader.n_of(reader.root)}
    return _chart(
        reader, group, reader.root, "comparison", gettext("Compared with the project"), lead, "project"
    )


def beside_region(reader: ReleaseReader, group: Group, region: Group | None) -> Chart | None:
    """None without a region, and where nothing is measured."""
    if region is None or not reader.questionnaire.measured:
        return None
    lead = gettext("The indexes of %(region)s, %(n)s. Difference in points.") % {
        "region": in_language(region.label),
        "n": reader.n_of(region) or words.protected().lower(),
    }
    return _chart(
        reader, group, region, "comparison-region", gettext("Compared with the region"), lead, "region"
    )


def _chart(
    reader: ReleaseReader, group: Group, other: Group, code: str, title: str, lead: str, against: Against
) -> Chart:
    rows = [
        charts.DotRow(
            dimension.title.in_(reader.language).text,
            reader.index(group, dimension.code),
            reader.index(other, dimension.code),
        )
        for dimension in reader.questionnaire.measured
    ]
    return Chart(
        id=code,
        title=title,
        lead=lead,
        wide=charts.dots(rows, title=title, width=reader.wide, against=against),
        narrow=charts.dots(rows, title=title, width=NARROW, against=against),
        paper=charts.dots(rows, title=title, width=PAPER, against=against) if reader.is_printable else None,
        keys=charts.dots_legend(against=against),
        summary=charts.dots_summary(rows, against=against),
        table=charts.dots_table(rows, against=against),
    )
