"""How the history of a project is narrowed and turned round."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from projects.register.forms.projects import DayInput
from yhes.accounts.models import User
from yhes.common.models import AuditEvent


class TrailFilter(ListFilter):
    """Over history.of_project; the people offered are those who have done something in it."""

    SORTS = (("newest", _("Newest first")), ("oldest", _("Oldest first")))

    who = django_filters.ModelChoiceFilter(
        field_name="actor", queryset=User.objects.none(), label=_("Who"), empty_label=_("Everybody")
    )
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From the day"), widget=DayInput
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("To the day"), widget=DayInput
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = AuditEvent
        fields = ("who", "since", "until", "sort")

    def __init__(self, *args: Any, queryset: QuerySet[AuditEvent], **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        actors = queryset.order_by().values("actor")
        self.filters["who"].field.queryset = User.objects.filter(pk__in=actors).order_by("name", "pk")

    def order(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        return events.order_by("at", "id") if value == "oldest" else events.order_by("-at", "-id")
