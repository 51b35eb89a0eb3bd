"""Employer partnerships as people see them: who sees which, how a list is narrowed, rows and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register import access
from projects.register.filters import ListFilter
from projects.register.models import EmployerPartnership, Membership, Organisation, Project, Role
from projects.register.models.employers import EmployerPartnershipQuerySet, quiet_since
from projects.register.models.organisations import matching
from yhes.accounts.models import User
from yhes.common.export import Cell
from yhes.common.translated import shown

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
    """How many by stage, without an owner, without a deputy, quiet for half a year; two queries."""
    counts = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    stages = [(label, counts.get(stage, 0)) for stage, label in EmployerPartnership.Stage.choices]
    found: Any = EmployerPartnership.objects.filter(pk__in=rows.values("pk"))
    return {"stages": stages, **resting(found, today)}


def resting(rows: EmployerPartnershipQuerySet, today: date) -> dict[str, int]:
    """How many of what is going on have no owner, no deputy, no contact for half a year; one query."""
    counts: dict[str, int] = (
        rows.going_on()
        .with_people()
        .aggregate(
            ownerless=Count("pk", filter=Q(has_owner=False)),
            alone=Count("pk", filter=Q(has_deputy=False)),
            quiet=Count("pk", filter=quiet_since(today)),
        )
    )
    return counts


class EmployerFilter(ListFilter):
    FLAGS = (
        ("ownerless", gettext_lazy("Without an owner")),
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
    school = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        label=gettext_lazy("School or provider"),
        empty_label=gettext_lazy("All schools and providers"),
    )
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
        fields = ("q", "school", "stage", "flag", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only the schools that the list has; where there is one alone, it is not asked for."""
        super().__init__(*args, **kwargs)
        listed = self.queryset.order_by().values("school")
        schools = Organisation.objects.filter(pk__in=listed).select_related("provider").by_name()
        if len(schools) > 1:
            self.form.fields["school"].queryset = schools
        else:
            del self.filters["school"]

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(matching(text, "workplace__") | matching(text, "school__"))

    def flagged(self, rows: Any, name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        flags = {
            "ownerless": rows.ownerless,
            "alone": rows.without_deputy,
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


def seen_by(user: User) -> Q:
    """`visible_to` of every project at once."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk)
    own = mine.filter(
        role__in=[Role.CONTACT, Role.MANAGEMENT], project=OuterRef("project"), organisation=OuterRef("school")
    )
    return Q(project__in=mine.filter(role=Role.COORDINATOR).values("project")) | Q(Exists(own))
