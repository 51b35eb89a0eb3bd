"""Filters of the public list of coaches and of the desk's list of requests."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from peercoaching.forms import LANGUAGE_NAMES
from peercoaching.models import Coach, CoachingRequest, Topic
from projects.register.models import Region


class CoachFilter(django_filters.FilterSet):
    topic = django_filters.ChoiceFilter(
        choices=Topic.choices, label=_("Topic"), empty_label=_("All topics"), method="keep"
    )
    language = django_filters.ChoiceFilter(
        choices=LANGUAGE_NAMES, label=_("Language"), empty_label=_("All languages"), method="keep"
    )
    region = django_filters.ModelChoiceFilter(
        field_name="regions",
        queryset=Region.objects.all(),
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All regions"),
    )

    class Meta:
        model = Coach
        fields: tuple[str, ...] = ()

    def keep(self, queryset: Any, name: str, value: object) -> Any:
        """Topics and languages are lists in one column, so `chosen` looks at them, on every database."""
        return queryset

    @cached_property
    def chosen(self) -> list[Coach]:
        """The coaches that match. A network has tens of coaches, not thousands."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        topic, language = data.get("topic"), data.get("language")
        return [
            coach
            for coach in self.qs
            if (not topic or topic in coach.topics) and (not language or language in coach.languages)
        ]

    @property
    def is_narrowed(self) -> bool:
        return self.form.is_valid() and any(self.form.cleaned_data.values())


# An address that is not confirmed is nobody's business yet.
_SHOWN_STATES = [choice for choice in CoachingRequest.State.choices if choice[0] != "unconfirmed"]


class RequestFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=_SHOWN_STATES, label=_("State"), empty_label=_("All states"))
    topic = django_filters.ChoiceFilter(choices=Topic.choices, label=_("Topic"), empty_label=_("All topics"))

    class Meta:
        model = CoachingRequest
        fields: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return self.form.is_valid() and any(self.form.cleaned_data.values())

    @property
    def query(self) -> str:
        """The filters as they stand in links to other pages of the list."""
        kept = self.data.copy() if self.data else None
        if not kept:
            return ""
        kept.pop("page", None)
        return f"{kept.urlencode()}&" if kept else ""
