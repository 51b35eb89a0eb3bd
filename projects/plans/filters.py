"""Filters of the desk's lists of plans and of actions."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.plans import people
from projects.plans.models import KEPT, Action, ActionPlan, Aim
from projects.register.filters import ListFilter
from yhes.common.translated import contains, shown

NOBODY: Final = "nobody"


class PlanFilter(ListFilter):
    SORTS = (
        ("title", _("Title A–Ö")),
        ("-changed", _("Latest change first")),
        ("-late", _("Most late actions first")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title or organisation"))
    state = django_filters.ChoiceFilter(
        choices=ActionPlan.State.choices, label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = ActionPlan
        fields = ("q", "state", "sort")

    def search(self, plans: QuerySet[ActionPlan], name: str, value: str) -> QuerySet[ActionPlan]:
        return plans.filter(contains(value.strip(), "title", "vision", "organisation__name"))

    def order(self, plans: QuerySet[ActionPlan], name: str, value: str) -> QuerySet[ActionPlan]:
        by_title = Lower(shown("title"))
        orders: dict[str, tuple[Any, ...]] = {
            "-changed": ("-changed_at", "pk"),
            "-late": ("-late", by_title, "pk"),
        }
        return plans.order_by(*orders.get(value, (by_title, "pk")))


class ActionFilter(ListFilter):
    """`plans`: those that the person sees in the project; `naming`: whom the person may be told of."""

    SORTS = (
        ("due", _("Due first")),
        ("title", _("Title A–Ö")),
        ("state", _("State")),
        ("-changed", _("Latest change first")),
    )
    LATE = (("1", _("Late only")),)

    q = django_filters.CharFilter(method="search", label=_("Search by action or role"))
    plan = django_filters.ModelChoiceFilter(
        field_name="aim__plan", queryset=ActionPlan.objects.none(), to_field_name="slug",
        label=_("Plan"), empty_label=_("All plans"),
    )  # fmt: skip
    aim = django_filters.ModelChoiceFilter(
        queryset=Aim.objects.none(), label=_("Aim"), empty_label=_("All aims")
    )
    responsible = django_filters.ChoiceFilter(
        method="by_responsible", label=_("Responsible"), empty_label=_("Anybody")
    )
    state = django_filters.ChoiceFilter(
        choices=Action.State.choices, label=_("State"), empty_label=_("All states")
    )
    late = django_filters.ChoiceFilter(
        choices=LATE, method="only_late", label=_("Due"), empty_label=_("Any day")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Action
        fields = ("q", "plan", "aim", "responsible", "state", "late", "sort")

    def __init__(
        self,
        data: Any,
        *,
        plans: QuerySet[ActionPlan],
        naming: people.Naming,
        known: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.filters["plan"].queryset = plans.order_by(Lower(shown("title")), "pk")
        aims = Aim.objects.filter(KEPT).filter(plan__in=plans)
        self.filters["aim"].queryset = aims.order_by(Lower(shown("title")), "pk")
        mine = str(naming.reader.pk)
        others = [pair for pair in known if pair[0] != mine]
        choices = [(mine, _("I myself")), (NOBODY, _("Nobody yet")), *others]
        self.filters["responsible"].extra["choices"] = choices

    def search(self, actions: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        text = value.strip()
        return actions.filter(contains(text, "title")) | actions.filter(role__icontains=text)

    def by_responsible(self, actions: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        if value == NOBODY:
            return actions.filter(responsible__isnull=True, role="")
        return actions.filter(responsible=int(value))

    def only_late(self, actions: Any, name: str, value: str) -> QuerySet[Action]:
        late: QuerySet[Action] = actions.late(timezone.localdate())
        return late

    def order(self, actions: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        by_title = Lower(shown("title"))
        orders: dict[str, tuple[Any, ...]] = {
            "title": (by_title, "pk"),
            "state": ("state", by_title, "pk"),
            "-changed": ("-changed_at", "pk"),
        }
        return actions.order_by(*orders.get(value, (F("due_on").asc(nulls_last=True), by_title, "pk")))
