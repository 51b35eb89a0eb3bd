"""Public results elsewhere: on the front page three items, from the most to the least agreed with; on a
project's timeline the day of each release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from projects.register.models import Project
from surveys.models import Release, Round
from surveys.presenting.fragments import mark_of, remembered
from surveys.presenting.reading import ReleaseReader
from surveys.questionnaire import Item
from yhes.common import charts
from yhes.common.registry import HomeSection
from yhes.common.timeline import TimelineEvent

WIDTH, BAR = 364, 22


def home() -> Iterable[HomeSection]:
    """Nothing while there is no public release that shows how the answers were spread."""
    release = (
        Release.objects.published()
        .filter(round__figures=Round.Figures.DISTRIBUTIONS)
        .select_related("round__questionnaire", "round__project")
        .defer("round__questionnaire__document")
        .order_by("-round__closes_at", "-number")
        .first()
    )
    if release is None:
        return
    if shown := remembered(lambda: _shown(release), "front", mark_of(release)):
        yield HomeSection(
            slot="results",
            template="surveys/_home.html",
            context={"release": release, **shown},
            as_of=localdate(release.round.closed_at or release.round.closes_at),
        )


def timeline(project: Project) -> Iterator[TimelineEvent]:
    """Standing public releases, each on the day it was made."""
    releases = Release.objects.published().filter(round__project=project).select_related("round")
    for release in releases.defer("places").order_by("released_at", "pk"):
        yield TimelineEvent(
            on=localdate(release.released_at),
            what=gettext("Survey results"),
            title=release.round.title,
            url=reverse("surveys:release", args=[release.pk]),
            is_example=release.round.is_example,
        )


def _shown(release: Release) -> dict[str, object]:
    """What the section shows of the release; nothing where no item may be shown to everybody."""
    reader = ReleaseReader(release, "public", get_language() or "fi")
    items = _telling(reader)
    return {"n": reader.n_of(reader.root), **_chart(reader, items)} if items else {}


def _telling(reader: ReleaseReader) -> list[Item]:
    """The items most agreed with, in the middle, and least; of those shown to everybody."""
    shown = reader.document(reader.root)["items"]
    items = [item for item in reader.questionnaire.items if _agree(shown, item) is not None]
    ordered = sorted(items, key=lambda item: -(_agree(shown, item) or 0))
    if len(ordered) <= 3:
        return ordered
    return [ordered[0], ordered[len(ordered) // 2], ordered[-1]]


def _agree(shown: dict[str, dict[str, object]], item: Item) -> int | None:
    value = shown.get(item.code, {}).get("agree")
    return value if isinstance(value, int) else None


def _chart(reader: ReleaseReader, items: list[Item]) -> dict[str, object]:
    scale = [option.label.in_(reader.language).text for option in items[0].scale.options]
    rows = [
        reader.likert_row(reader.root, item.code, item.text.in_(reader.language).text, item.scale.values)
        for item in items
        if item.scale.values == items[0].scale.values
    ]
    title = str(reader.release.round.title)
    return {
        "chart": charts.likert(rows, title=title, scale=scale, width=WIDTH, bar=BAR),
        "legend": charts.likert_legend(scale),
        "summary": charts.likert_summary(rows, scale=scale),
    }
