"""Filters of the lists of events: the public one, and the desk's."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from projects.register.models import Project
from projects.workshops.models import Workshop
from yhes.common.translated import contains, shown

_TEXTS = ("title", "summary", "place", "organiser__name")


def projects(request: Any) -> QuerySet[Project]:
    """Those that have something to show."""
    public = Workshop.objects.published().values("project")
    found: QuerySet[Project] = Project.objects.filter(pk__in=public).by_name()
    return found


class EventFilter(ListFilter):
    """What visitors may ask for. `when`: what is coming (the default), or what has been."""

    WHENS = (("upcoming", _("Upcoming")), ("past", _("Past")))
    WHERES = (("online", _("Online")), ("place", _("At a place")))

    project = django_filters.ModelChoiceFilter(
        queryset=projects, to_field_name="slug", label=_("Project"), empty_label=_("All projects")
    )
    kind = django_filters.ChoiceFilter(
        choices=Workshop.Kind.choices, label=_("Kind"), empty_label=_("All kinds")
    )
    where = django_filters.ChoiceFilter(
        choices=WHERES, method="at_place", label=_("Where"), empty_label=_("Anywhere")
    )
    when = django_filters.ChoiceFilter(choices=WHENS, method="at_time", widget=forms.HiddenInput)

    class Meta:
        model = Workshop
        fields = ("project", "kind", "where", "when")

    @property
    def is_past(self) -> bool:
        return self._chosen.get("when") == "past"

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self._chosen.items() if name != "when")

    def query_with(self, when: str) -> str:
        """The address's parameters with another time, from the first page."""
        changed = self.data.copy()
        changed.pop("page", None)
        changed["when"] = when
        return str(changed.urlencode())

    @property
    def _chosen(self) -> dict[str, Any]:
        self.form.is_valid()  # what is valid is filtered by, whatever the rest
        return dict(self.form.cleaned_data)

    def filter_queryset(self, queryset: Any) -> Any:
        """Upcoming unless the past is asked for; a list without this filter would mix both."""
        narrowed = super().filter_queryset(queryset)
        now = timezone.now()
        return narrowed.past(now) if self.is_past else narrowed.upcoming(now)

    def at_time(self, workshops: QuerySet[Workshop], name: str, value: str) -> QuerySet[Workshop]:
        return workshops  # filter_queryset asks for one of the two in any case

    def at_place(self, workshops: QuerySet[Workshop], name: str, value: str) -> QuerySet[Workshop]:
        if value == "online":
            return workshops.filter(is_online=True)
        return workshops.filter(Q(place_fi__gt="") | Q(place_sv__gt="") | Q(place_en__gt=""))


class WorkshopFilter(ListFilter):
    """The desk's list."""

    SORTS = (
        ("-starts", _("Latest first")),
        ("starts", _("Earliest first")),
        ("title", _("Title A–Ö")),
        ("-waiting", _("Longest queue first")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title, place or organiser"))
    state = django_filters.ChoiceFilter(
        choices=Workshop.State.choices, label=_("State"), empty_label=_("All states")
    )
    kind = django_filters.ChoiceFilter(
        choices=Workshop.Kind.choices, label=_("Kind"), empty_label=_("All kinds")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Workshop
        fields = ("q", "state", "kind", "sort")

    def search(self, workshops: QuerySet[Workshop], name: str, value: str) -> QuerySet[Workshop]:
        return workshops.filter(contains(value.strip(), *_TEXTS))

    def order(self, workshops: QuerySet[Workshop], name: str, value: str) -> QuerySet[Workshop]:
        orders: dict[str, tuple[Any, ...]] = {
            "starts": ("starts_at", "pk"),
            "title": (Lower(shown("title")), "pk"),
            "-waiting": ("-waiting", "-starts_at", "pk"),
        }
        return workshops.order_by(*orders.get(value, ("-starts_at", "pk")))
