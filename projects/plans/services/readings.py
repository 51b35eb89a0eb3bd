"""Readings that come from elsewhere: a released figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import transaction

from projects.plans.errors import FigureOfAnotherUnit, FigureProtected, ForeignIndicator
from projects.plans.models import Indicator, Reading
from projects.plans.quoting import title_of
from projects.plans.services.checks import refuse_second_of_a_day
from projects.plans.services.plans import lock, record
from yhes.accounts.models import User
from yhes.common.figures import Figure
from yhes.common.words import in_language

# What a figure's unit may be read as; a share is not one number.
_UNITS: Final = {"percent": "percent", "index": "index", "count": "count"}


@transaction.atomic
def take_figure(*, indicator: Indicator, figure: Figure, actor: User | None = None) -> Reading:
    """A reading from a figure that the public may see, of the figure's day; the link to it is kept.

    Raises FigureProtected, FigureOfAnotherUnit, ReadingTwice, ForeignIndicator (it was deleted meanwhile),
    PlanArchived, PlanIsGone.
    """
    plan = lock(indicator.plan)
    found = Indicator.objects.select_for_update().filter(pk=indicator.pk, deleted_at__isnull=True).first()
    if found is None:
        raise ForeignIndicator
    if figure.value is None:
        raise FigureProtected
    if _UNITS.get(figure.unit) != found.unit:
        raise FigureOfAnotherUnit
    reading = Reading(
        indicator=found,
        read_on=figure.as_of,
        value=Decimal(figure.value),
        source=Reading.Source.SURVEY,
        note=f"{in_language(title_of(figure))}. {in_language(figure.source_line)}"[:300],
        figure_key=figure.key,
    )
    refuse_second_of_a_day(reading)
    reading.save()
    told = {"title": (None, reading.title), "figure_key": (None, figure.key)}
    record(plan, reading, "plans.part_added", actor, told)
    return reading
