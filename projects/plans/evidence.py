"""What plans let others quote: how far those that are published have come.

Only published plans are quoted, to both audiences alike. Of an action it is told that it is done or not,
never who answers for it. A reading that rests on a survey's release is left out: the release speaks for
itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from projects.plans import listing, scorecards
from projects.plans.models import KEPT, ActionPlan
from projects.register.models import Project
from yhes.common.figures import Audience, Figure, Unit
from yhes.common.words import Words, in_every_language, of_field

_UNITS: Final[dict[str, Unit]] = {"percent": "percent", "index": "index", "count": "count"}


def figures(project: Project, *, audience: Audience) -> Sequence[Figure]:
    """Of each published plan: its aims, how many of its actions are done, its indicators' newest readings."""
    published = ActionPlan.objects.filter(KEPT).filter(project=project, state=ActionPlan.State.PUBLISHED)
    counted = listing.with_counts(published).annotate(touched=Max("aims__actions__changed_at"))
    plans = counted.prefetch_related("aims").order_by("pk")
    return [figure for plan in plans for figure in _of_plan(plan)]


def _of_plan(plan: Any) -> Iterator[Figure]:
    aims = [aim for aim in plan.aims.all() if aim.deleted_at is None]
    if aims:
        yield _figure(plan, "aims", len(aims), _aims_label(aims))
    if plan.action_count:
        label = in_every_language(lambda: gettext("of the actions in the plan are done"))
        yield _figure(plan, "done", plan.done, label, of=plan.action_count)
    yield from _readings(plan)


def _readings(plan: ActionPlan) -> Iterator[Figure]:
    """The newest reading of each indicator whose unit a figure has, unless it is protected or a release's."""
    for indicator in scorecards.with_readings(plan):
        newest = next(reversed(list(indicator.readings.all())), None)
        if newest is None or newest.value is None or newest.figure_key or indicator.unit not in _UNITS:
            continue
        yield Figure(
            key=f"plans:indicator-{indicator.pk}",
            source="plans",
            value=round(newest.value),
            unit=_UNITS[indicator.unit],
            label=of_field(indicator, "title"),
            source_line=source_line(plan),
            as_of=newest.read_on,
            is_example=plan.is_example,
        )


def _figure(plan: Any, name: str, value: int, label: Words, *, of: int | None = None) -> Figure:
    return Figure(
        key=f"plans:plan-{plan.pk}-{name}",
        source="plans",
        value=value,
        unit="share" if of else "count",
        of=of,
        label=label,
        source_line=source_line(plan),
        as_of=localdate(max(filter(None, (plan.changed_at, plan.touched)))),
        is_example=plan.is_example,
    )


def source_line(plan: ActionPlan) -> Words:
    """ "Toimintasuunnitelma, Esimerkkiopisto"."""
    return in_every_language(lambda: gettext("Action plan, %(of_whom)s") % {"of_whom": plan.of_whom})


def _aims_label(aims: Sequence[Any]) -> Words:
    def label() -> str:
        words = ngettext("aim: %(first)s", "aims, first among them: %(first)s", len(aims))
        return words % {"first": aims[0].title.rstrip(".")}

    return in_every_language(label)
