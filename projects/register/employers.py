"""Employer partnerships as people see them: who sees which, how a list is narrowed, rows and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.register import access
from projects.register.filters import ListFilter
from projects.register.models import EmployerPartnership, Membership, Project, Role
from projects.register.models.organisations import matching
from yhes.accounts.models import User
from yhes.common.export import Cell
from yhes.common.registry import CalendarEntry, RailItem, Todo
from yhes.common.translated import shown

SOON = timedelta(days=7)
BADGES: Mapping[str, str] = {
    "contact": "draft", "talks": "waiting", "agreed": "planned", "active": "done", "paused": "note",
    "ended": "late",
}  # fmt: skip


def visible_to(user: User, project: Project) -> Q:
    """All of the project for its coordinators; those of their own school for contacts and management."""
    if access.is_coordinator(user, project):
        return Q(project=project)
    own = access.organisations_of(user, project, Role.CONTACT, Role.MANAGEMENT)
    return Q(project=project, school__in=own)


def may_add(user: User, project: Project) -> bool:
    return access.is_coordinator(user, project) or access.has_role(user, project, Role.CONTACT)


def listed(user: User, project: Project) -> QuerySet[EmployerPartnership]:
    """With all that a row shows, in one query."""
    rows = EmployerPartnership.objects.present().filter(visible_to(user, project)).with_people()
    rows = rows.select_related("school__provider", "workplace", "owner", "deputy")
    return rows.order_by(Lower(shown("workplace__name")), "pk")


def figures(rows: QuerySet[EmployerPartnership], today: date) -> dict[str, Any]:
    """How many by stage, without a deputy, quiet for half a year; three queries."""
    counts = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    stages = [(label, counts.get(stage, 0)) for stage, label in EmployerPartnership.Stage.choices]
    going_on: Any = EmployerPartnership.objects.going_on().with_people().filter(pk__in=rows.values("pk"))
    return {
        "stages": stages,
        "without_deputy": going_on.filter(has_deputy=False).count(),
        "quiet": going_on.quiet(today).count(),
    }


class EmployerFilter(ListFilter):
    FLAGS = (
        ("alone", gettext_lazy("Without a deputy")),
        ("quiet", gettext_lazy("Quiet for six months")),
        ("late", gettext_lazy("Next step is late")),
    )
    SORTS = (
        ("name", gettext_lazy("Workplace A–Ö")),
        ("next", gettext_lazy("Next step first")),
        ("contact", gettext_lazy("Longest without contact first")),
    )

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Search by name or business ID"))
    stage = django_filters.ChoiceFilter(
        choices=EmployerPartnership.Stage.choices,
        label=gettext_lazy("Stage"),
        empty_label=gettext_lazy("All stages"),
    )
    flag = django_filters.ChoiceFilter(
        choices=FLAGS, method="flagged", label=gettext_lazy("Look for"), empty_label=gettext_lazy("All")
    )
    sort = django_filters.ChoiceFilter(
        choices=SORTS, method="order", label=gettext_lazy("Order"), empty_label=None
    )

    class Meta:
        model = EmployerPartnership
        fields = ("q", "stage", "flag", "sort")

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(matching(text, "workplace__") | matching(text, "school__"))

    def flagged(self, rows: Any, name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        flags = {
            "alone": lambda: rows.going_on().filter(has_deputy=False),
            "quiet": lambda: rows.quiet(today),
            "late": lambda: rows.going_on().filter(next_step_on__lt=today),
        }
        return flags[value]()  # type: ignore[no-any-return]

    def order(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        by_name = (Lower(shown("workplace__name")), "pk")
        orders: dict[str, tuple[Any, ...]] = {
            "next": (F("next_step_on").asc(nulls_last=True), *by_name),
            "contact": (F("last_contact_on").asc(nulls_first=True), *by_name),
        }
        return rows.order_by(*orders.get(value, by_name))


def head() -> list[str]:
    return [
        _("Workplace"), _("Business ID"), _("School or provider"), _("Stage"), _("Has an owner"),
        _("Has a deputy"), _("Apprenticeships"), _("Training agreements"), _("Other agreement"),
        _("Last contact"), _("Next step"), _("Next step by"),
    ]  # fmt: skip


def cells(rows: Iterable[Any]) -> Iterator[list[Cell]]:
    """Without names of people: a file goes further than a page."""
    words = {True: _("yes"), False: _("no")}
    for row in rows:
        yield [
            str(row.workplace), row.workplace.business_id, str(row.school), row.get_stage_display(),
            words[row.has_owner], words[row.has_deputy], words[row.has_apprenticeships],
            words[row.has_training_agreements], row.other_agreement, row.last_contact_on, row.next_step,
            row.next_step_on,
        ]  # fmt: skip


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """For coordinators once there is a partnership, for a school's own people always."""
    own = access.has_role(user, project, Role.CONTACT, Role.MANAGEMENT)
    if own or access.is_coordinator(user, project):
        url = reverse("register:employer_list", args=[project.slug])
        yield RailItem(25, _("Employers"), "link", url)


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """One thing for all next steps of the person, as owner or deputy, that are due within a week or late."""
    today = timezone.localdate()
    mine = EmployerPartnership.objects.filter(Q(owner_id=user.pk) | Q(deputy_id=user.pk), project=project)
    due = mine.going_on().filter(visible_to(user, project), next_step_on__lte=today + SOON)
    found = list(due.select_related("workplace").order_by("next_step_on", "pk"))
    if not found:
        return
    first, count = found[0], len(found)
    days = (first.next_step_on - today).days if first.next_step_on else 0
    title = ngettext("%(count)s next step with an employer", "%(count)s next steps with employers", count)
    yield Todo(
        urgency=days,
        title=title % {"count": count},
        detail=f"{first.workplace}: {first.next_step}",
        icon="link",
        url=f"{reverse('register:employer_list', args=[project.slug])}?sort=next",
        action=_("See the next steps"),
        is_late=days < 0,
        is_confidential=True,
    )


def calendar(user: Any, projects: Sequence[Project], first: date, last: date) -> Iterator[CalendarEntry]:
    """Days of the person's own next steps, as owner or deputy, in schools that they still see."""
    mine = EmployerPartnership.objects.filter(Q(owner_id=user.pk) | Q(deputy_id=user.pk))
    steps = mine.going_on().filter(seen_by(user), project__in=projects, next_step_on__range=(first, last))
    for row in steps.select_related("workplace", "project").order_by("next_step_on", "pk"):
        day = row.next_step_on or first
        yield CalendarEntry(
            timezone.make_aware(datetime.combine(day, time.min)),
            f"{row.workplace}: {row.next_step}",
            f"{reverse('register:employer_list', args=[row.project.slug])}?sort=next",
            kind="deadline",
            project=row.project_id,
            what=_("Next step with an employer"),
            key=f"employer-{row.pk}",
            is_confidential=True,
        )


def seen_by(user: User) -> Q:
    """`visible_to` of every project at once."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk)
    own = mine.filter(
        role__in=[Role.CONTACT, Role.MANAGEMENT], project=OuterRef("project"), organisation=OuterRef("school")
    )
    return Q(project__in=mine.filter(role=Role.COORDINATOR).values("project")) | Q(Exists(own))
