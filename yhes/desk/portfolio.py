"""All projects of a person in one list: how far each is, what is late, who is waited for, what comes next.

What the apps know of them is asked of each app once, for all rows (`portfolio` of the registry, and the
calendar): the number of queries does not grow with the number of projects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register import access
from projects.register.filters import ListFilter
from projects.register.listing import STATE_BADGES
from projects.register.models import Membership, Programme, Project, Role
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.export import Cell
from yhes.common.registry import PortfolioFact
from yhes.common.translated import contains, shown
from yhes.desk import calendar

AHEAD: Final = timedelta(days=92)  # how far the next day is looked for


@dataclass(frozen=True, slots=True)
class Row:
    """One project. elapsed: per cent of its time that is used; None where its days are not known."""

    project: Project
    badge: str
    role: str
    elapsed: int | None
    left: str
    late: Sequence[PortfolioFact]
    waiting: Sequence[PortfolioFact]
    running: Sequence[PortfolioFact]
    due: PortfolioFact | None
    next: calendar.Entry | None

    @property
    def late_count(self) -> int:
        return sum(fact.count for fact in self.late)

    @property
    def waiting_count(self) -> int:
        return sum(fact.count for fact in self.waiting)


def listed(user: User) -> QuerySet[Project]:
    mine: QuerySet[Project] = Project.objects.filter(access.projects_in_desk(user)).by_name()
    return mine.select_related("programme")


def _programmes(request: Any) -> QuerySet[Programme]:
    mine = Project.objects.filter(access.projects_in_desk(request.user))
    return Programme.objects.filter(pk__in=mine.values("programme")).order_by(Lower(shown("name")))


class PortfolioFilter(ListFilter):
    """`sort` of "late" and "next" needs what the apps know: `sorted_rows` does it."""

    SORTS = (
        ("name", gettext_lazy("Name A–Ö")),
        ("late", gettext_lazy("Most late first")),
        ("next", gettext_lazy("Next day first")),
        ("ends", gettext_lazy("Ending first")),
        ("-starts", gettext_lazy("Newest first")),
    )

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Search by name"))
    state = django_filters.ChoiceFilter(
        choices=Project.State.choices, label=gettext_lazy("State"), empty_label=gettext_lazy("All states")
    )
    programme = django_filters.ModelChoiceFilter(
        queryset=_programmes,
        to_field_name="slug",
        label=gettext_lazy("Programme"),
        empty_label=gettext_lazy("All programmes"),
    )
    role = django_filters.ChoiceFilter(
        choices=Role.choices,
        method="in_role",
        label=gettext_lazy("My role"),
        empty_label=gettext_lazy("All roles"),
    )
    sort = django_filters.ChoiceFilter(
        choices=SORTS, method="order", label=gettext_lazy("Order"), empty_label=None
    )

    class Meta:
        model = Project
        fields = ("q", "state", "programme", "role", "sort")

    def search(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        return rows.filter(contains(value.strip(), "name", "acronym"))

    def in_role(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        mine = Membership.objects.filter(user=self.request.user, role=value)
        return rows.filter(pk__in=mine.values("project"))

    def order(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        orders = {
            "ends": F("ends_on").asc(nulls_last=True),
            "-starts": F("starts_on").desc(nulls_last=True),
        }
        return rows.order_by(orders[value], Lower(shown("name")), "pk") if value in orders else rows

    @property
    def sort_by_facts(self) -> str:
        """ "late" or "next" when the order is by what the apps know."""
        chosen = self.form.cleaned_data.get("sort", "") if self.form.is_valid() else ""
        return chosen if chosen in ("late", "next") else ""


def rows_of(user: User, projects: Sequence[Project]) -> list[Row]:
    """In the order of `projects`."""
    access.remember(user)
    facts: defaultdict[int, list[PortfolioFact]] = defaultdict(list)
    for provider in registry.providers("portfolio").values():
        for pk, told in provider(user, projects).items():
            facts[pk].extend(told)
    today = timezone.localdate()
    coming: dict[int, calendar.Entry] = {}
    for entry in calendar.between(user, projects, today, today + AHEAD):
        coming.setdefault(entry.entry.project or 0, entry)
    return [_row(user, each, facts[each.pk], coming.get(each.pk), today) for each in projects]


def sorted_rows(rows: Iterable[Row], by: str) -> list[Row]:
    """by: "late" or "next"; those without either come last, in the order they had."""
    if by == "late":
        return sorted(rows, key=lambda row: -row.late_count)
    never = timezone.now() + timedelta(days=36500)
    return sorted(rows, key=lambda row: row.next.start if row.next else never)


def _row(
    user: User, project: Project, facts: Iterable[PortfolioFact], coming: calendar.Entry | None, today: date
) -> Row:
    told: defaultdict[str, list[PortfolioFact]] = defaultdict(list)
    for fact in facts:
        told[fact.kind].append(fact)
    return Row(
        project=project,
        badge=STATE_BADGES.get(project.state, "note"),
        role=access.role_text(user, project),
        elapsed=_elapsed(project, today),
        left=_left(project, today),
        late=told["late"],
        waiting=told["waiting"],
        running=told["running"],
        due=min(told["due"], key=lambda fact: fact.on or date.max, default=None),
        next=coming,
    )


def _elapsed(project: Project, today: date) -> int | None:
    if not project.starts_on or not project.ends_on:
        return None
    whole = (project.ends_on - project.starts_on).days + 1
    return round(100 * min(max((today - project.starts_on).days, 0), whole) / whole)


def _left(project: Project, today: date) -> str:
    """How much of its time is left, in words; "" where its days are not known."""
    if not project.starts_on or not project.ends_on:
        return ""
    if today < project.starts_on:
        return _("has not begun")
    if today > project.ends_on:
        return _("has ended")
    return _("%(percent)s %% of the time used") % {"percent": _elapsed(project, today)}


def head() -> list[str]:
    return [
        _("Project"), _("Acronym"), _("Programme"), _("State"), _("My role"), _("Starts"), _("Ends"),
        _("Time used, %"), _("Late"), _("Awaiting an answer"), _("Surveys under way"), _("Next day"),
        _("What comes next"), _("Report due"),
    ]  # fmt: skip


def cells(rows: Iterable[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        project = row.project
        coming = (row.next.first_day, row.next.entry.title) if row.next else (None, "")
        yield [
            project.name, project.acronym, str(project.programme or ""), project.get_state_display(),
            row.role, project.starts_on, project.ends_on, row.elapsed, row.late_count, row.waiting_count,
            "; ".join(fact.text for fact in row.running), *coming, row.due.on if row.due else None,
        ]  # fmt: skip
