"""Filters of the list of reports."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from yhes.common.translated import spellings
from yhes.desk.reports.models import FunderReport


class ReportFilter(ListFilter):
    SORTS = (
        ("-last", _("Newest period first")),
        ("last", _("Oldest period first")),
        ("due", _("Due first")),
        ("title", _("Title A–Ö")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title"))
    state = django_filters.ChoiceFilter(
        choices=FunderReport.State.choices, label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = FunderReport
        fields = ("q", "state", "sort")

    def search(self, reports: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = reports.none()
        for spelling in spellings(value.strip()):
            found = found | reports.filter(title__icontains=spelling)
        return found

    def order(self, reports: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        orders: dict[str, tuple[Any, ...]] = {
            "last": ("last", "version", "pk"),
            "due": (F("due_on").asc(nulls_last=True), "-last", "-pk"),
            "title": ("title", "-last", "-pk"),
        }
        return reports.order_by(*orders.get(value, ("-last", "-version", "-pk")))
