"""Filters of the register's lists: the public projects and a project's partners."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register.models import Partnership, Programme, Project, Region
from projects.register.models.organisations import matching
from yhes.common.translated import contains, shown


def regions(request: Any) -> QuerySet[Region]:
    return Region.objects.order_by(Lower(shown("name")))


def public_regions(request: Any) -> QuerySet[Region]:
    """Those where a public project works, so that no choice on the public list leads nowhere.

    And the one the address asks for: a link that was kept finds nothing then, rather than everything.
    """
    joined = Partnership.objects.filter(state=Partnership.State.JOINED, project__is_public=True)
    stated = Project.objects.published().filter(regions__isnull=False)
    with_partners = Q(pk__in=joined.values("organisation__region"))
    code = request.GET.get("region", "")
    # No database is asked about characters that no code has: PostgreSQL refuses some of them.
    asked = Q(code=code) if code.isalnum() else Q()
    return regions(request).filter(with_partners | Q(pk__in=stated.values("regions")) | asked)


def programmes(request: Any) -> QuerySet[Programme]:
    public = Project.objects.published().values("programme")
    return Programme.objects.filter(pk__in=public).order_by(Lower(shown("name")))


class ListFilter(django_filters.FilterSet):
    """What both lists do: sort by the first choice unless another is asked for."""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return any(value for name, value in chosen.items() if name != "sort")

    @property
    def query(self) -> str:
        """The address's parameters without the page, ready to be continued."""
        kept = self.data.copy()
        kept.pop("page", None)
        encoded = kept.urlencode()
        return f"{encoded}&" if encoded else ""


class PartnerFilter(ListFilter):
    SORTS = (
        ("name", _("Name A–Ö")),
        ("-name", _("Name Ö–A")),
        ("region", _("Region")),
        ("state", _("Waiting first")),
        ("-changed", _("Latest change first")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by name or business ID"))
    role = django_filters.ChoiceFilter(
        choices=Partnership.Role.choices, label=_("Role"), empty_label=_("All roles")
    )
    region = django_filters.ModelChoiceFilter(
        field_name="organisation__region",
        queryset=regions,
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All 19"),
    )
    state = django_filters.ChoiceFilter(
        choices=Partnership.State.choices, label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Partnership
        fields = ("q", "role", "region", "state", "sort")

    @property
    def sorted(self) -> dict[str, str]:
        """Column → "ascending" or "descending", for aria-sort."""
        chosen = self.data.get("sort") or "name"
        return {
            "name": {"name": "ascending", "-name": "descending"}.get(chosen, ""),
            "region": "ascending" if chosen == "region" else "",
        }

    @property
    def links(self) -> dict[str, str]:
        """Column → the address's parameters that sort by it; by name a second time turns round."""
        again = "-name" if self.sorted["name"] == "ascending" else "name"
        return {"name": self._with_sort(again), "region": self._with_sort("region")}

    def _with_sort(self, sort: str) -> str:
        changed = self.data.copy()
        changed.pop("page", None)
        changed["sort"] = sort
        return str(changed.urlencode())

    def search(self, partners: QuerySet[Partnership], name: str, value: str) -> QuerySet[Partnership]:
        return partners.filter(matching(value.strip(), "organisation__"))

    def order(self, partners: QuerySet[Partnership], name: str, value: str) -> QuerySet[Partnership]:
        by_name = Lower(shown("organisation__name"))
        waiting_first = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(_WAITING_FIRST)),
            output_field=IntegerField(),
        )
        orders: dict[str, tuple[Any, ...]] = {
            "-name": (by_name.desc(), "pk"),
            "region": (Lower(shown("organisation__region__name")), by_name, "pk"),
            "state": (waiting_first, by_name, "pk"),
            "-changed": ("-changed_at", "pk"),
        }
        return partners.order_by(*orders.get(value, (by_name, "pk")))


_WAITING_FIRST = (
    Partnership.State.INVITED,
    Partnership.State.DRAFT,
    Partnership.State.JOINED,
    Partnership.State.DECLINED,
)


class ProjectFilter(ListFilter):
    SORTS = (
        ("-starts", _("Newest first")),
        ("name", _("Name A–Ö")),
        ("ends", _("Ends first")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search projects"))
    state = django_filters.ChoiceFilter(
        choices=Project.State.choices, label=_("State"), empty_label=_("All states")
    )
    programme = django_filters.ModelChoiceFilter(
        queryset=programmes, to_field_name="slug", label=_("Programme"), empty_label=_("All programmes")
    )
    region = django_filters.ModelChoiceFilter(
        method="in_region",
        queryset=public_regions,
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All regions"),
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Project
        fields = ("q", "state", "programme", "region", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only the states some project is in, and the one the address asks for, as with regions."""
        super().__init__(*args, **kwargs)
        used = {*self.queryset.order_by().values_list("state", flat=True).distinct(), self.data.get("state")}
        known = [(state, label) for state, label in Project.State.choices if state in used]
        self.form.fields["state"].choices = known

    def search(self, projects: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        text = value.strip()
        return projects.filter(
            contains(text, "name", "acronym", "summary", "target_groups", "programme__name", "funder__name")
        )

    def in_region(self, projects: QuerySet[Project], name: str, value: Region) -> QuerySet[Project]:
        """Projects said to work in the region, and those with a joined partner there."""
        joined = Partnership.objects.filter(state=Partnership.State.JOINED, organisation__region=value)
        stated = Project.objects.filter(regions=value)
        return projects.filter(Q(pk__in=joined.values("project")) | Q(pk__in=stated.values("pk")))

    def order(self, projects: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        by_name = Lower(shown("name"))
        if value == "name":
            return projects.order_by(by_name, "pk")
        if value == "ends":
            return projects.order_by(F("ends_on").asc(nulls_last=True), by_name, "pk")
        return projects
