"""One indicator beside the same one of the organisations that agreed to it (decision 0094).

Two indicators are the same when they are counted alike: their readings come from the same column of an
import, or they have the same name in one of the languages; and in either case their unit and direction are
the same, and their newest readings come from the same kind of source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.plans import scorecards, wording
from projects.plans.models import ComparisonAgreement, Indicator, Reading
from yhes.common import charts
from yhes.common.charts import BarRow
from yhes.common.words import LANGUAGES

_FULL: Final = {"percent": 100, "index": 100}  # of units that end somewhere
_PARTS: Final = 100  # bars take whole numbers: hundredths


@dataclass(frozen=True, slots=True)
class Comparison:
    """rows: cells of components/table.html, by name. chart is "" while nobody has a figure to draw."""

    head: list[dict[str, Any]]
    rows: list[list[dict[str, Any]]]
    others: int
    wide: SafeString | str
    narrow: SafeString | str
    summary: str


def is_agreed(indicator: Indicator) -> bool:
    return ComparisonAgreement.objects.standing().filter(indicator=indicator).exists()


def compared(indicator: Indicator) -> Comparison:
    """With its own row, in two queries. indicator: one agreed on, from `scorecards.with_readings`."""
    rows = [indicator, *_others(indicator)]
    rows.sort(key=lambda one: (str(one.plan.organisation).casefold(), one.pk))
    bars = [_bar(one, is_own=one.pk == indicator.pk) for one in rows if _newest(one)]
    full = _FULL.get(indicator.unit)
    largest = full * _PARTS if full else None
    drawn = any(bar.value is not None for bar in bars)
    return Comparison(
        head=[
            {"label": _("Organisation")}, {"label": _("Newest reading"), "number": True}, {"label": _("Day")},
            {"label": _("Target")}, {"label": _("State")},
        ],
        rows=[_row(one, is_own=one.pk == indicator.pk) for one in rows],
        others=len(rows) - 1,
        wide=charts.bars(bars, title=indicator.title, largest=largest) if drawn else "",
        narrow=charts.bars(bars, title=indicator.title, largest=largest, width=350) if drawn else "",
        summary=charts.bars_summary(bars) if drawn else "",
    )  # fmt: skip


def _others(indicator: Indicator) -> list[Indicator]:
    """The same one of other organisations of the project that agreed; nobody else is asked for."""
    agreed = ComparisonAgreement.objects.standing().values("indicator")
    same = Q()
    for code in LANGUAGES:
        if name := getattr(indicator, f"title_{code}"):
            same |= Q(**{f"title_{code}__iexact": name})
    if indicator.import_key:
        same |= Q(import_key=indicator.import_key)
    found = scorecards.readable().filter(
        same, pk__in=agreed, plan__project=indicator.plan.project_id,
        unit=indicator.unit, direction=indicator.direction,
    ).exclude(plan__organisation=indicator.plan.organisation_id)  # fmt: skip
    own = _newest(indicator)
    return [one for one in found if own is None or (row := _newest(one)) is None or row.source == own.source]


def _newest(indicator: Indicator) -> Reading | None:
    return next(reversed(list(indicator.readings.all())), None)


def _row(indicator: Indicator, *, is_own: bool) -> list[dict[str, Any]]:
    newest = _newest(indicator)
    light = scorecards.light_of(indicator, newest)
    return [
        {
            "header": True,
            "text": str(indicator.plan.organisation),
            "sub": _("own organisation") if is_own else "",
        },
        {
            "text": scorecards.shown(newest, indicator) if newest else "–",
            "number": True,
            "protected": light == "protected",
        },
        {"text": date_format(newest.read_on, "SHORT_DATE_FORMAT") if newest else ""},
        {"text": wording.target(indicator)},
        {"badge_state": wording.LIGHT_BADGES[light], "badge_label": wording.light(light)},
    ]


def _bar(indicator: Indicator, *, is_own: bool) -> BarRow:
    newest = _newest(indicator)
    assert newest is not None
    value = None if newest.value is None else max(0, round(newest.value * _PARTS))
    shown = "" if newest.value is None else scorecards.shown(newest, indicator)
    return BarRow(str(indicator.plan.organisation), value, shown=shown, is_own=is_own)
