"""One order: what is asked for, who asks, and the coordinator's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys import access, history
from surveys.forms.orders import AcceptForm, DeclineForm
from surveys.language import shown
from surveys.models import SurveyOrder
from surveys.services import orders
from surveys.views.finding import breadcrumbs, managed_project
from surveys.views.orders.listing import badge_of
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page


@require_safe
def order_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    order = _order(request, project, pk)
    return _page(request, order, AcceptForm(match=orders.match_of(order)))


@require_POST
def order_accept(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One press: everything is made, or the page tells what is wrong."""
    order = _order(request, project, pk)
    form = AcceptForm(request.POST, match=orders.match_of(order))
    if done(form, lambda: orders.accept_order(order=order, answer=form.answer, user=request.user)):
        order.refresh_from_db()
        messages.success(request, _("The order was accepted. The contact has been written to."))
        return redirect("surveys:round", project, order.round_id)
    return _page(request, order, form)


def order_decline(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Asks for words before the order is declined."""
    order = _order(request, project, pk)
    if not order.is_waiting:
        return redirect("surveys:order_page", project, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: orders.decline_order(order=order, user=request.user, **form.cleaned_data)):
        messages.success(request, _("The order was declined. The contact has been written to."))
        return redirect("surveys:order_page", project, pk)
    label, address = order.organisation_name, reverse("surveys:order_page", args=[project, pk])
    crumbs = _crumbs(order, (label, address), (_("Decline the order"), ""))
    return form_page(request, "surveys/orders/decline.html", form, {"order": order, "crumbs": crumbs})


def _page(request: SignedInRequest, order: SurveyOrder, form: AcceptForm) -> HttpResponse:
    context = {
        "order": order,
        "crumbs": _crumbs(order, (order.organisation_name, "")),
        "badge": badge_of(order),
        "title": shown(order.questionnaire.questionnaire.title),
        "match": orders.match_of(order),
        "history": history.entries(audit.history(order)),
    }
    return form_page(request, "surveys/orders/page.html", form, context)


def _order(request: SignedInRequest, slug: str, pk: int) -> SurveyOrder:
    project = managed_project(request, slug)
    visible = SurveyOrder.objects.filter(access.orders_visible_to(request.user, project))
    return get_object_or_404(visible.for_listing(), pk=pk)


def _crumbs(order: SurveyOrder, *steps: tuple[str, str]) -> list[dict[str, str]]:
    orders_url = reverse("surveys:orders", args=[order.project.slug])
    return breadcrumbs(order.project, (_("Orders"), orders_url), *steps)
