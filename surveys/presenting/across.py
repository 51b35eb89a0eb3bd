"""What the desk asks of several projects at once: the days of surveys, and those under way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys import access
from surveys.models import Group, ResponseRate, Round
from surveys.services import repeating
from yhes.accounts.models import User
from yhes.common.registry import CalendarEntry, PortfolioFact


def calendar(
    user: User, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """Closing times of rounds that are open, and when coordinators' repeated surveys are to begin again."""
    visible = Round.objects.filter(access.visible_to(user), project__in=projects, is_imported=False)
    closing = visible.filter(state=Round.State.OPEN, closes_at__gte=first, closes_at__lt=last)
    for round_ in closing.for_listing():
        yield _day(round_, round_.closes_at, _("%(title)s closes"), "closes")
    mine = [project for project in projects if access.can_manage(user, project)]
    for round_ in Round.objects.repeating().filter(project__in=mine).for_listing():
        begins = repeating.next_begins(round_)
        if begins and first <= begins < last:
            yield _day(round_, begins, _("%(title)s: the next round"), "next")


def _day(round_: Round, when: datetime, words: str, key: str) -> CalendarEntry:
    return CalendarEntry(
        *(when, words % {"title": round_.title}, _page(round_)),
        kind="deadline",
        project=round_.project_id,
        what=_("Survey"),
        key=f"survey-round-{round_.pk}-{key}",
    )


def portfolio(user: User, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """Rounds that are open, each with the rate of the whole where that may be told (ResponseRate has it).

    Whoever may see a round may see the whole's rate (access.groups_of).
    """
    visible = Round.objects.filter(access.visible_to(user), project__in=projects, is_imported=False)
    rounds = list(
        visible.filter(state=Round.State.OPEN).select_related("project").order_by("closes_at", "pk")
    )
    whole = ResponseRate.objects.filter(group__round__in=rounds, group__level=Group.Level.PROJECT)
    rates = dict(whole.values_list("group__round", "tens"))
    found: dict[int, list[PortfolioFact]] = {}
    for round_ in rounds:
        day = localtime(round_.closes_at).date()
        fact = PortfolioFact("running", _words(round_, rates.get(round_.pk)), _page(round_), on=day)
        found.setdefault(round_.project_id, []).append(fact)
    return found


def _words(round_: Round, tens: int | None) -> str:
    values = {
        "title": round_.title,
        "day": date_format(localtime(round_.closes_at).date(), "SHORT_DATE_FORMAT"),
        "percent": (tens or 0) * 10,
    }
    if tens is None:
        return _("%(title)s, until %(day)s") % values
    if tens == ResponseRate.OVER_NINETY:
        return _("%(title)s, until %(day)s: over 90 %% have answered") % values
    if not tens:
        return _("%(title)s, until %(day)s: under 10 %% have answered") % values
    return _("%(title)s, until %(day)s: at least %(percent)s %% have answered") % values


def _page(round_: Round) -> str:
    return reverse("surveys:round", args=[round_.project.slug, round_.pk])
