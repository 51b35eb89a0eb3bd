"""The scorecard of a plan, one indicator with its readings, and taking a released figure as a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.plans import access, history, listing, people, scorecards, services
from projects.plans.forms import FigureForm
from projects.plans.models import Indicator
from projects.plans.views.finding import desk_indicator, desk_plan, editable_plan
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.common import registry, restoring
from yhes.common.export import Cell, Format, table_response
from yhes.common.figures import Figure
from yhes.common.forms import done, form_page
from yhes.common.history import nowhere


@require_safe
def scorecard(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    found = desk_plan(request, project, plan)
    context = {
        "project": found.project,
        "plan": found,
        "badge": listing.STATE_BADGES[found.state],
        "rows": scorecards.of_plan(found),
        "may_edit": access.can_edit(person(request), found) and not found.is_archived,
    }
    return render(request, "plans/scorecard.html", context)


@require_safe
def indicator(request: HttpRequest, project: str, plan: str, indicator: int) -> HttpResponse:
    found = desk_indicator(request, project, plan, indicator)
    may_edit = access.can_edit(person(request), found.plan) and not found.plan.is_archived
    context = {
        "project": found.plan.project,
        "plan": found.plan,
        "row": scorecards.row(found),
        "readings": scorecards.reading_rows(found),
        "history": history.of_row(
            found,
            people.naming(request),
            restoring.links(person(request), found.plan.project) if may_edit else nowhere,
        ),
        "may_edit": may_edit,
    }
    return render(request, "plans/indicator.html", context)


@require_http_methods(["GET", "POST"])
def take_figure(request: HttpRequest, project: str, plan: str, indicator: int) -> HttpResponse:
    """A choice among the figures that anybody may read, of the indicator's unit."""
    editable_plan(request, project, plan)
    found = desk_indicator(request, project, plan, indicator)
    figures = released(found.plan.project, found.unit)
    form = FigureForm(request.POST or None, figures=figures)
    if done(form, lambda: _take(request, found, figures, form.cleaned_data["figure"])):
        messages.success(request, _("The figure was taken as a reading."))
        return redirect("plans:indicator", project, plan, indicator)
    context = {
        "project": found.plan.project,
        "plan": found.plan,
        "indicator": found,
        "has_any": bool(figures),
    }
    return form_page(request, "plans/take_figure.html", form, context)


@require_safe
def reading_export(request: HttpRequest, project: str, plan: str, file_format: Format) -> HttpResponse:
    found = desk_plan(request, project, plan)
    head = [_("Indicator"), _("Unit"), _("Target"), _("Day"), _("Value"), _("Source"), _("What it rests on")]
    return table_response(
        name=f"{found.slug}-readings",
        file_format=file_format,
        head=head,
        rows=_cells(scorecards.with_readings(found)),
    )


def released(project: Project, unit: str) -> Sequence[Figure]:
    """Figures of surveys with a value in this unit. The public ones: a plan may be read by more people than
    the inside of a release.
    """
    provider = registry.providers("evidence").get("surveys")
    figures = provider(project, audience="public") if provider else ()
    return [figure for figure in figures if figure.value is not None and figure.unit == unit]


def _take(request: HttpRequest, indicator: Indicator, figures: Sequence[Figure], key: str) -> None:
    figure = next(figure for figure in figures if figure.key == key)
    services.take_figure(indicator=indicator, figure=figure, actor=person(request))


def _cells(indicators: Iterable[Indicator]) -> Iterator[list[Cell]]:
    for one in indicators:
        for reading in one.readings.all():
            value = _("Protected") if reading.value is None else float(reading.value)
            yield [
                one.title, one.get_unit_display(), float(one.target), reading.read_on, value,
                reading.get_source_display(), reading.note,
            ]  # fmt: skip
