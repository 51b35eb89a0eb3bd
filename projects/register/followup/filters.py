"""How the lists of the follow-up room are narrowed and sorted."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from projects.register.models import Decision, Deliverable, Document, Milestone, Risk
from projects.register.models.followup import HIGH_FROM, MODERATE_FROM, Progress, Readers, Visibility
from yhes.common.translated import contains, shown

LATE = "late"
_STATES = [*Progress.choices, (LATE, _("late"))]
_DATED_SORTS = (("due", _("Due first")), ("-due", _("Due last")), ("title", _("Title A–Ö")))
_SIZE = F("likelihood") * F("impact")


def _plainly(text: str, *fields: str) -> Q:
    """Whether a text that is in one language only contains the words, in any case."""
    found = Q()
    for spelling in {text, text.lower(), text.upper(), text.capitalize()}:
        for field in fields:
            found |= Q(**{f"{field}__icontains": spelling})
    return found


class DatedFilter(ListFilter):
    """Milestones and deliverables."""

    q = django_filters.CharFilter(method="search", label=_("Search by words"))
    state = django_filters.ChoiceFilter(
        choices=_STATES, method="in_state", label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(
        choices=_DATED_SORTS, method="order", label=_("Order"), empty_label=None
    )

    def search(self, items: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return items.filter(contains(value.strip(), "title", "description"))

    def in_state(self, items: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == LATE:
            undone = Q(state__in=[Progress.PLANNED, Progress.UNDERWAY])
            return items.filter(undone, due_on__lt=timezone.localdate())
        return items.filter(state=value)

    def order(self, items: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "title":
            return items.order_by(Lower(shown("title")), "pk")
        if value == "-due":
            return items.order_by(F("due_on").desc(nulls_last=True), "pk")
        return items.order_by(F("due_on").asc(nulls_last=True), "pk")


class MilestoneFilter(DatedFilter):
    class Meta:
        model = Milestone
        fields = ("q", "state", "sort")


class DeliverableFilter(DatedFilter):
    visibility = django_filters.ChoiceFilter(
        choices=Visibility.choices, label=_("Who sees it"), empty_label=_("All")
    )

    class Meta:
        model = Deliverable
        fields = ("q", "state", "visibility", "sort")


class RiskFilter(ListFilter):
    LEVELS = (("high", _("high")), ("moderate", _("moderate")), ("low", _("low")))
    SORTS = (("-size", _("Greatest first")), ("review", _("Review first")), ("title", _("Title A–Ö")))

    q = django_filters.CharFilter(method="search", label=_("Search by words"))
    state = django_filters.ChoiceFilter(
        choices=Risk.State.choices, label=_("State"), empty_label=_("All states")
    )
    level = django_filters.ChoiceFilter(
        choices=LEVELS, method="on_level", label=_("Level"), empty_label=_("All levels")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Risk
        fields = ("q", "state", "level", "sort")

    def search(self, risks: QuerySet[Risk], name: str, value: str) -> QuerySet[Risk]:
        return risks.filter(_plainly(value.strip(), "title", "description", "mitigation"))

    def on_level(self, risks: QuerySet[Risk], name: str, value: str) -> QuerySet[Risk]:
        bounds = {"high": (HIGH_FROM, 26), "moderate": (MODERATE_FROM, HIGH_FROM), "low": (1, MODERATE_FROM)}
        least, below = bounds[value]
        return risks.alias(judged=_SIZE).filter(judged__gte=least, judged__lt=below)

    def order(self, risks: QuerySet[Risk], name: str, value: str) -> QuerySet[Risk]:
        if value == "review":
            return risks.order_by(F("review_on").asc(nulls_last=True), "pk")
        if value == "title":
            return risks.order_by(Lower("title"), "pk")
        return risks.order_by(_SIZE.desc(), "pk")


class DecisionFilter(ListFilter):
    SORTS = (("-day", _("Newest first")), ("day", _("Oldest first")))

    q = django_filters.CharFilter(method="search", label=_("Search by words"))
    decided_by = django_filters.ChoiceFilter(
        choices=Decision.Maker.choices, label=_("Decided by"), empty_label=_("All")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Decision
        fields = ("q", "decided_by", "sort")

    def search(self, decisions: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        return decisions.filter(_plainly(value.strip(), "title", "reason", "reference"))

    def order(self, decisions: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        return decisions.order_by("decided_on" if value == "day" else "-decided_on", "-pk")


class DocumentFilter(ListFilter):
    SORTS = (("-day", _("Newest first")), ("title", _("Title A–Ö")))

    q = django_filters.CharFilter(method="search", label=_("Search by words"))
    visibility = django_filters.ChoiceFilter(
        choices=Readers.choices, label=_("Who sees it"), empty_label=_("All")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Document
        fields = ("q", "visibility", "sort")

    def search(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return documents.filter(_plainly(value.strip(), "title", "name"))

    def order(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return documents.order_by(Lower("title") if value == "title" else "-created_at", "-pk")
