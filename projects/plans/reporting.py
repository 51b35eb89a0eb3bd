"""What plans tell a report to the funder: indicators and actions of the published plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.plans import scorecards, wording
from projects.plans.models import KEPT, Action, ActionPlan, Indicator, Reading
from projects.register.models import Project
from yhes.common.reporting import Cell, Column, ReportSection, Table

_PLACE: Final = 500


def sections(project: Project, first: date, last: date, user: Any) -> Iterator[ReportSection]:
    """Registered as `report`. Drafts are nobody else's, and of an action nobody is named."""
    published = ActionPlan.objects.filter(KEPT).filter(project=project, state=ActionPlan.State.PUBLISHED)
    plans = list(published.select_related("organisation", "project").order_by("pk"))
    tables = [_indicators(plan, first, last) for plan in plans]
    tables.append(_actions(plans, first, last))
    found = tuple(table for table in tables if table.rows)
    yield ReportSection(
        "plans:indicators",
        _PLACE,
        _("Indicators and action plans"),
        tables=found,
        missing="" if found else _("No action plan with indicators has been published."),
        advice=_("Publish the plan and enter readings of its indicators. Drafts are not reported."),
    )


def _indicators(plan: ActionPlan, first: date, last: date) -> Table:
    indicators = list(scorecards.with_readings(plan))
    has_ranges = any(indicator.target_to is not None for indicator in indicators)
    rows = [_row(indicator, first, last, has_ranges) for indicator in indicators]
    ends = (Column(_("Upper end of the target"), "number"),) if has_ranges else ()
    head = (
        Column(_("Indicator")),
        Column(_("Unit")),
        Column(_("Baseline"), "number"),
        Column(_("Reading of the period"), "number"),
        Column(_("Day of the reading")),
        Column(_("Target"), "number"),
        *ends,
        Column(_("Light")),
    )
    title = _("Indicators: %(plan)s, %(of_whom)s") % {"plan": plan.title, "of_whom": plan.of_whom}
    return Table(f"indicators-{plan.pk}", title, head, tuple(rows))


def _row(indicator: Indicator, first: date, last: date, has_ranges: bool) -> tuple[Cell, ...]:
    """With the newest reading of the period; none of another period takes its place."""
    readings = [one for one in indicator.readings.all() if first <= one.read_on <= last]
    newest = readings[-1] if readings else None
    light = wording.light(scorecards.light_of(indicator, newest)) if newest else _("No reading in the period")
    return (
        indicator.title,
        capfirst(indicator.get_unit_display()),
        _plain(indicator.baseline),
        _value(newest),
        newest.read_on if newest else None,
        _plain(indicator.target),
        *((_plain(indicator.target_to),) if has_ranges else ()),
        light,
    )


def _value(reading: Reading | None) -> Cell:
    if reading is None:
        return None
    return wording.light("protected") if reading.value is None else _plain(reading.value)


def _plain(value: Decimal | None) -> Decimal | None:
    """12.50 as 12.5 and 40.00 as 40: as many decimals as it has."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _actions(plans: list[ActionPlan], first: date, last: date) -> Table:
    in_use = Q(aims__deleted_at__isnull=True, aims__actions__deleted_at__isnull=True)
    done = in_use & Q(aims__actions__state=Action.State.DONE)
    late = in_use & Q(aims__actions__due_on__lte=last) & ~Q(aims__actions__state=Action.State.DROPPED)
    counted = ActionPlan.objects.filter(pk__in=[plan.pk for plan in plans]).annotate(
        actions=Count("aims__actions", filter=in_use, distinct=True),
        in_period=Count(
            "aims__actions", filter=done & Q(aims__actions__done_on__range=(first, last)), distinct=True
        ),
        by_then=Count("aims__actions", filter=done & Q(aims__actions__done_on__lte=last), distinct=True),
        undone=Count(
            "aims__actions",
            filter=late & (Q(aims__actions__done_on__isnull=True) | Q(aims__actions__done_on__gt=last)),
            distinct=True,
        ),
    )
    rows = [
        (f"{plan.title}, {plan.of_whom}", plan.actions, plan.in_period, plan.by_then, plan.undone)
        for plan in counted.select_related("organisation", "project").order_by("pk")
        if plan.actions
    ]
    head = (
        Column(_("Plan")),
        Column(_("Actions in all"), "number"),
        Column(_("Done in the period"), "number"),
        Column(_("Done by its end"), "number"),
        Column(_("Due by its end and not done"), "number"),
    )
    return Table("actions", _("Actions of the plans"), head, tuple(rows))
