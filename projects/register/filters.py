"""Filters of the register's lists: the public projects and a project's partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import django_filters
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register.activity import Activity
from projects.register.models import Organisation, Partnership, Programme, Project, Region
from projects.register.models.organisations import matching
from yhes.common.translated import contains, shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. query: the address's parameters that sort by it; "" where nothing sorts."""

    label: StrOrPromise
    query: str = ""
    direction: Literal["", "ascending", "descending"] = ""


class PartnerFilter(ListFilter):
    """Over partnerships of activity.with_activity."""

    SORTS = (
        ("name", _("Name A–Ö")),
        ("-name", _("Name Ö–A")),
        ("role", _("Role")),
        ("region", _("Region")),
        ("-region", _("Region Ö–A")),
        ("state", _("Waiting first")),
        ("agreement", _("Unsigned agreements first")),
        ("activity", _("Gone quiet first")),
        ("-changed", _("Latest change first")),
        ("changed", _("Earliest change first")),
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
    agreement = django_filters.ChoiceFilter(
        choices=Partnership.Agreement.choices, label=_("Agreement"), empty_label=_("All agreements")
    )
    activity = django_filters.ChoiceFilter(
        choices=Activity.choices, label=_("Activity"), empty_label=_("Active and quiet")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Partnership
        fields = ("q", "role", "region", "state", "agreement", "activity", "sort")

    @property
    def heads(self) -> list[Head]:
        """The columns of the list; those that can be pressed sort it, a second time the other way round."""
        chosen = self.data.get("sort") or "name"
        return [self._head(label, sorts, chosen) for label, sorts in _HEADS]

    def _head(self, label: StrOrPromise, sorts: tuple[str, ...], chosen: str) -> Head:
        if not sorts:
            return Head(label)
        place = sorts.index(chosen) if chosen in sorts else -1
        following = sorts[(place + 1) % len(sorts)]
        is_turned = chosen.startswith("-")
        direction: Literal["", "ascending", "descending"] = ""
        if place >= 0:
            direction = "descending" if is_turned else "ascending"
        return Head(label, self._with_sort(following), direction)

    def _with_sort(self, sort: str) -> str:
        changed = self.data.copy()
        changed.pop("page", None)
        changed["sort"] = sort
        return str(changed.urlencode())

    def search(self, partners: QuerySet[Partnership], name: str, value: str) -> QuerySet[Partnership]:
        return partners.filter(matching(value.strip(), "organisation__"))

    def order(self, partners: QuerySet[Partnership], name: str, value: str) -> QuerySet[Partnership]:
        by_name = Lower(shown("organisation__name"))
        by_region = Lower(shown("organisation__region__name"))
        orders: dict[str, tuple[Any, ...]] = {
            "-name": (by_name.desc(), "pk"),
            "role": (_placed("role", Partnership.Role.values), by_name, "pk"),
            "region": (by_region.asc(nulls_last=True), by_name, "pk"),
            "-region": (by_region.desc(nulls_last=True), by_name, "pk"),
            "state": (_placed("state", _WAITING_FIRST), by_name, "pk"),
            "agreement": (_placed("agreement", Partnership.Agreement.values), by_name, "pk"),
            "activity": (_placed("activity", Activity.values), by_name, "pk"),
            "-changed": ("-changed_at", "pk"),
            "changed": ("changed_at", "pk"),
        }
        return partners.order_by(*orders.get(value, (by_name, "pk")))


def _placed(column: str, values: Sequence[str]) -> Case:
    """The place of the column's value among these; what is none of them comes last."""
    cases = (When(**{column: value}, then=Value(place)) for place, value in enumerate(values))
    return Case(*cases, default=Value(len(values)), output_field=IntegerField())


_HEADS: Sequence[tuple[Any, tuple[str, ...]]] = (
    (_("Organisation"), ("name", "-name")),
    (_("Role"), ("role",)),
    (_("Region"), ("region", "-region")),
    (_("State"), ("state",)),
    (_("Agreement"), ("agreement",)),
    (_("Activity"), ("activity",)),
    (_("Latest"), ("-changed", "changed")),
)
_WAITING_FIRST = (
    Partnership.State.INVITED,
    Partnership.State.DRAFT,
    Partnership.State.JOINED,
    Partnership.State.DECLINED,
)


class OrganisationFilter(ListFilter):
    """Of the public list: organisations with the number of their `projects`."""

    SORTS = (("name", _("Name A–Ö")), ("-name", _("Name Ö–A")), ("-projects", _("Most projects first")))

    q = django_filters.CharFilter(method="search", label=_("Search by name or business ID"))
    region = django_filters.ModelChoiceFilter(
        queryset=regions, to_field_name="code", label=_("Region"), empty_label=_("All 19")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Organisation
        fields = ("q", "region", "sort")

    @property
    def region_code(self) -> str:
        """The chosen region's, "" for all."""
        chosen = self.form.cleaned_data.get("region") if self.form.is_valid() else None
        return chosen.code if chosen else ""

    @property
    def everywhere(self) -> QuerySet[Organisation]:
        """What is found when no region is chosen."""
        text = self.form.cleaned_data.get("q", "") if self.form.is_valid() else ""
        return self.search(self.queryset, "q", text) if text else self.queryset

    def with_region(self, code: str) -> str:
        """The address's parameters for another region, or for all of them."""
        changed = self.data.copy()
        changed.pop("page", None)
        changed.pop("region", None)
        if code:
            changed["region"] = code
        return str(changed.urlencode())

    def search(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(matching(value.strip()))

    def order(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        by_name = Lower(shown("name"))
        orders = {"-name": (by_name.desc(), "pk"), "-projects": (F("projects").desc(), by_name, "pk")}
        return rows.order_by(*orders[value]) if value in orders else rows


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
        words = ("name", "acronym", "tagline", "summary", "target_groups", "themes")
        found = contains(text, *words, "programme__name", "funder__name")
        return projects.filter(found | Q(decision_number__icontains=text))

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
