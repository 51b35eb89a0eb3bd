"""What a report in PDF shows: the same figures and sentences as the page, drawn for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from surveys.models import Group, Release, ReportFile
from surveys.presenting.charting import Chart
from surveys.presenting.competence import competence_results
from surveys.presenting.fragments import source_line
from surveys.presenting.history import moments
from surveys.presenting.open_answers import open_answers
from surveys.presenting.over_time import OverTime
from surveys.presenting.pages import GroupResults, group_results, heatmaps
from surveys.presenting.reading import (
    PAPER,
    ReleaseReader,
    standing_release,
    standing_releases,
    standing_series,
)
from surveys.presenting.replies import replies_for
from surveys.presenting.stages import Voice, stage_results
from surveys.presenting.summary import summary
from surveys.presenting.turnout import turnout
from yhes.common.words import in_language

GROUPS_A_SHEET = 16  # rows of a heatmap that stand on one page with its heading
TEMPLATES = {
    ReportFile.View.GROUP: "pdf/report/group.html",
    ReportFile.View.SUMMARY: "pdf/report/summary.html",
    ReportFile.View.TEXTS: "pdf/report/texts.html",
    ReportFile.View.ROUNDS: "pdf/report/rounds.html",
    ReportFile.View.COMPETENCE: "pdf/report/competence.html",
    ReportFile.View.STAGES: "pdf/report/stages.html",
}


class Figure(NamedTuple):
    """A chart and its number in the report; its table has the same."""

    number: int
    chart: Chart


def report_context(report: ReportFile) -> dict[str, Any]:
    """Variables of the report's template (TEMPLATES), in the active language."""
    release, group = report.release, report.group
    seen = None if report.organisations is None else frozenset(report.organisations)
    language = get_language() or "fi"
    reader = ReleaseReader(release, "inside", language, organisations=seen, wide=PAPER)
    make = {
        ReportFile.View.GROUP: _group,
        ReportFile.View.SUMMARY: _summary,
        ReportFile.View.TEXTS: _texts,
        ReportFile.View.ROUNDS: _rounds,
        ReportFile.View.COMPETENCE: _competence,
        ReportFile.View.STAGES: _stages,
    }[ReportFile.View(report.view)]
    return {
        "language": language,
        "release": release,
        "round": release.round,
        "project": release.round.project,
        "group": group,
        "name": in_language(group.label),
        "made_on": report.asked_at,
        "source": source_line(release),
        "turnout": turnout(group),
        **make(reader, report),
    }


def _group(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    group = report.group
    page = group_results(reader, group, earlier=_earlier(reader), source=source_line(report.release))
    parts = heatmaps(reader, group, most=GROUPS_A_SHEET)
    sections = _sections(page, parts, _over_time(reader, group))
    return {
        "page": page,
        "summary": summary(reader, group),
        "heatmaps": parts,
        "sections": sections,
        "tables": [figure for _anchor, _title, figures in sections for figure in figures],
        "replies": replies_for(group),
        "is_whole": group.level == Group.Level.PROJECT,
        "has_previous": any(tile.previous is not None for tile in page.tiles),
    }


def _over_time(reader: ReleaseReader, group: Group) -> Chart | None:
    found = _history(reader, group)
    return found.dimensions() if found else None


def _history(reader: ReleaseReader, group: Group) -> OverTime | None:
    """The rounds of the survey, up to the report's own; None where it is the first."""
    series = standing_series(reader.release.round)
    if len(series) < 2:
        return None
    return OverTime(moments(series, group, "inside"), group, reader.language, reader.wide)


def _rounds(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    found = _history(reader, report.group)
    charts = [chart for chart in (found.dimensions(), *found.questions()) if chart] if found else []
    return {"tables": _numbered(charts)}


def _competence(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    results = competence_results(reader, report.group)
    charts = [results.levels, *([results.gaps] if results.gaps else [])]
    return {"results": results, "tables": _numbered(charts)}


def _stages(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    voices = [Voice(reader, report.group), *_beside(reader, report)]
    results = stage_results(voices)
    sources = " · ".join(source_line(voice.reader.release) for voice in voices)
    tables = _numbered([results.chart] if results.stages else [])
    return {"results": results, "voices": voices, "source": sources, "tables": tables}


def _beside(reader: ReleaseReader, report: ReportFile) -> Iterator[Voice]:
    """Other feedback of the same people's surroundings, the newest round first."""
    groups = Group.objects.filter(pk__in=report.readable).select_related(
        "round__questionnaire", "round__project"
    )
    for group in groups.order_by("-round__closes_at", "-round_id"):
        if release := standing_release(group.round):
            yield Voice(ReleaseReader(release, "inside", reader.language, wide=reader.wide), group)


def _numbered(charts: Iterable[Chart]) -> list[Figure]:
    return [Figure(number, chart) for number, chart in enumerate(charts, 1)]


def _sections(
    page: GroupResults, parts: Sequence[Chart], over_time: Chart | None
) -> list[tuple[str, str, list[Figure]]]:
    """(anchor, heading, charts) of the report's chapters of charts; a chapter without any is left out."""
    chapters: list[tuple[str, str, Sequence[Chart]]] = [
        ("groups-chapter", gettext("Groups and dimensions"), parts),
        ("over-time-chapter", gettext("Over the rounds"), [over_time] if over_time else []),
        (
            "comparison-chapter",
            gettext("Compared with the project"),
            [chart for chart in (page.comparison, page.comparison_region) if chart],
        ),
        ("questions-chapter", gettext("Question by question"), page.items),
        ("background-chapter", gettext("By background"), page.by_class),
    ]
    number = count(1)
    return [
        (anchor, title, [Figure(next(number), chart) for chart in charts])
        for anchor, title, charts in chapters
        if charts
    ]


def _summary(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    return {"summary": summary(reader, report.group), "replies": replies_for(report.group)}


def _texts(reader: ReleaseReader, report: ReportFile) -> dict[str, Any]:
    def readable() -> QuerySet[Group]:
        return Group.objects.filter(pk__in=report.readable, round=report.release.round_id)

    return {"answers": open_answers(report.release.round, report.group, readable=readable, limit=None)}


def _earlier(reader: ReleaseReader) -> ReleaseReader | None:
    _own, earlier = standing_releases(reader.release.round)
    return ReleaseReader(earlier, "inside", reader.language) if earlier else None


def marks_of(release: Release) -> list[str]:
    """Every release that stands of this survey in the project: what may be told of change rests on them."""
    standing = Release.objects.filter(
        withdrawn_at__isnull=True,
        round__project=release.round.project_id,
        round__questionnaire__code=release.round.questionnaire.code,
        round__ordered_by=release.round.ordered_by_id,
    )
    return sorted(f"{pk} {mark}" for pk, mark in standing.values_list("pk", "fingerprint"))
