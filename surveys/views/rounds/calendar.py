"""The rounds of a project by month, as a page and as a calendar file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import access
from surveys.models import Round
from surveys.presenting import months
from surveys.presenting.year import year_of
from surveys.views.finding import breadcrumbs, project_of
from surveys.views.rounds.stages import badge_of
from yhes.accounts.requests import SignedInRequest


@require_safe
def round_calendar(request: SignedInRequest, project: str) -> HttpResponse:
    """One year, month by month. Repetitions are foreseen by those who field rounds."""
    found = project_of(request, project)
    manages = access.can_manage(request.user, found)
    rounds = Round.objects.filter(access.visible_to(request.user), project=found).for_listing()
    entries = months.entries_of(rounds, foresee=manages)
    if request.GET.get("format") == "ics":
        return HttpResponse(
            months.calendar_file(entries, name=f"{found}: {_('Surveys')}"),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{found.slug}.ics"'},
        )
    year = _year(request)
    years = {entry.begins.year for entry in entries} | {entry.ends.year for entry in entries}
    context = {
        "project": found,
        "crumbs": breadcrumbs(found, (_("By month"), "")),
        "year": year,
        "earlier": max((known for known in years if known < year), default=None),
        "later": min((known for known in years if known > year), default=None),
        "drawn": year_of(entries, year, kind_of=_badge),
        "months": [
            {"month": month, "rows": [_row(entry) for entry in month.entries]}
            for month in months.months_of(entries, year)
        ],
    }
    return render(request, "surveys/rounds/calendar.html", context)


def _row(entry: months.Entry) -> dict[str, object]:
    return {"entry": entry, "badge": _badge(entry)}


def _badge(entry: months.Entry) -> str:
    return "planned" if entry.nth else badge_of(entry.round)


def _year(request: SignedInRequest) -> int:
    """The one asked for, or this one."""
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdecimal() and len(asked) == 4 and 1990 <= int(asked) <= 2100
    return int(asked) if is_year else timezone.localdate().year
