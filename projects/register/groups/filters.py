"""How lists of meetings are narrowed and sorted: of one group, and of all that the person sees."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from projects.register.models import AgendaItem, Meeting, ProjectGroup
from yhes.common.translated import contains, shown, spellings


class MeetingFilter(ListFilter):
    """Words are looked for in what every reader of a meeting reads: its place, its agenda, its minutes."""

    SORTS: tuple[tuple[str, Any], ...] = (("-starts", _("Newest first")), ("starts", _("Oldest first")))

    q = django_filters.CharFilter(method="search", label=_("Search by words"))
    state = django_filters.ChoiceFilter(
        choices=Meeting.Standing.choices, method="at", label=_("State"), empty_label=_("All states")
    )
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All years"))
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Meeting
        fields = ("q", "state", "year", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only the years in which there are meetings, the newest first."""
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]

    def search(self, meetings: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        found, in_items = contains(value.strip(), "group__title"), Q()
        for spelling in spellings(value.strip()):
            found |= Q(place__icontains=spelling)
            in_items |= Q(title__icontains=spelling) | Q(record__icontains=spelling)
        items = AgendaItem.objects.filter(in_items, meeting=OuterRef("pk"))
        return meetings.filter(found | Q(Exists(items)))

    def at(self, meetings: Any, name: str, value: str) -> QuerySet[Meeting]:
        standing: QuerySet[Meeting] = meetings.at(Meeting.Standing(value))
        return standing

    def order(self, meetings: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        if value == "group":
            return meetings.order_by(Lower(shown("group__title")), "group", "-starts_at", "-pk")
        return meetings.order_by(*(("starts_at", "pk") if value == "starts" else ("-starts_at", "-pk")))


class AllMeetingsFilter(MeetingFilter):
    """groups: those that the person sees in the project."""

    group = django_filters.ModelChoiceFilter(
        queryset=ProjectGroup.objects.none(), label=_("Group"), empty_label=_("All groups")
    )
    sort = django_filters.ChoiceFilter(
        choices=(*MeetingFilter.SORTS, ("group", _("By group"))),
        method="order",
        label=_("Order"),
        empty_label=None,
    )

    class Meta:
        model = Meeting
        fields = ("q", "group", "state", "year", "sort")

    def __init__(self, data: Any, *, groups: QuerySet[ProjectGroup], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.filters["group"].queryset = groups
