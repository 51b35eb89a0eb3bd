"""The list of a project's rounds: search, state, order."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from surveys.models import Round
from yhes.common.translated import contains, shown

_STATES: dict[str, tuple[str, ...]] = {
    "draft": (Round.State.DRAFT, Round.State.OPENING),
    "open": (Round.State.OPEN,),
    "counting": (Round.State.CLOSING, Round.State.COUNTED),
    "closed": (Round.State.PURGED,),
}


class RoundFilter(ListFilter):
    SORTS = (
        ("-closes", _("Latest first")),
        ("closes", _("Oldest first")),
        ("title", _("Title A–Ö")),
    )
    STATES = (
        ("draft", _("Drafts")),
        ("open", _("Open rounds")),
        ("counting", _("Rounds being counted")),
        ("closed", _("Closed rounds")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title"))
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Round
        fields = ("q", "state", "sort")

    def search(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return rounds.filter(contains(value.strip(), "title"))

    def in_state(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return rounds.filter(state__in=_STATES[value])

    def order(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        orders: dict[str, tuple[Any, ...]] = {
            "closes": ("closes_at", "id"),
            "title": (Lower(shown("title")), "id"),
        }
        return rounds.order_by(*orders.get(value, ("-closes_at", "-id")))
