"""The project's orders, for the coordinator."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from surveys import access
from surveys.filters import OrderFilter
from surveys.language import shown
from surveys.models import OrderPage, SurveyOrder
from surveys.views.finding import breadcrumbs, managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Cell, Format, table_response

FORMATS: Final[dict[str, Format]] = {"csv": "csv", "xlsx": "xlsx"}
BADGES: Final = {
    SurveyOrder.State.NEW: "draft",
    SurveyOrder.State.CONFIRMED: "waiting",
    SurveyOrder.State.ACCEPTED: "done",
    SurveyOrder.State.DECLINED: "late",
    SurveyOrder.State.WITHDRAWN: "draft",
}
_PER_PAGE = 20


@require_safe
def order_list(request: SignedInRequest, project: str) -> HttpResponse:
    """Filter, sort, page, export."""
    found = managed_project(request, project)
    visible = SurveyOrder.objects.filter(access.orders_visible_to(request.user, found)).for_listing()
    filtered = OrderFilter(request.GET, queryset=visible, request=request)
    if file_format := FORMATS.get(request.GET.get("format", "")):
        name = f"{found.slug}-" + _("orders")
        rows = map(_exported, filtered.qs)
        return table_response(name=name, file_format=file_format, head=_columns(), rows=rows)
    page = Paginator(filtered.qs, _PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "project": found,
        "crumbs": breadcrumbs(found, (_("Orders"), "")),
        "order_page": OrderPage.objects.filter(project=found).first(),
        "filter": filtered,
        "page": page,
        "count": ngettext("%(count)d order", "%(count)d orders", count) % {"count": count},
        "head": [{"label": label, "number": label == _("People")} for label in _head()],
        "rows": [_cells(order) for order in page],
    }
    return render(request, "surveys/orders/list.html", context)


def badge_of(order: SurveyOrder) -> str:
    """The state of components/badge.html."""
    return BADGES[SurveyOrder.State(order.state)]


def _head() -> list[str]:
    return [_("Organisation"), _("Questionnaire"), _("State"), _("People"), _("Wished time"), _("Ordered")]


def _cells(order: SurveyOrder) -> list[dict[str, Any]]:
    """One row for components/table.html."""
    url = reverse("surveys:order_page", args=[order.project.slug, order.pk])
    return [
        {"text": order.organisation_name, "url": url, "header": True, "sub": order.business_id},
        {"text": shown(order.questionnaire.questionnaire.title)},
        {"badge_label": capfirst(order.get_state_display()), "badge_state": badge_of(order)},
        {"text": order.headcount, "number": True},
        {"text": f"{_day(order.opens_on)} – {_day(order.closes_on)}"},
        {"text": _day(order.confirmed_at)},
    ]


def _columns() -> list[str]:
    return [
        _("Organisation"),
        _("Business ID"),
        _("Questionnaire"),
        _("State"),
        _("People"),
        _("Wished opening day"),
        _("Wished closing day"),
        _("Contact"),
        _("E-mail"),
        _("Ordered"),
    ]


def _exported(order: SurveyOrder) -> list[Cell]:
    return [
        order.organisation_name,
        order.business_id,
        shown(order.questionnaire.questionnaire.title),
        str(order.get_state_display()),
        order.headcount,
        order.opens_on,
        order.closes_on,
        order.name,
        order.email,
        order.confirmed_at,
    ]


def _day(moment: Any) -> str:
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment) if hasattr(moment, "hour") else moment, "SHORT_DATE_FORMAT")
