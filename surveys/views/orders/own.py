"""The personal page of whoever ordered: confirm, see how it stands, take it back. GET changes nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys.language import shown
from surveys.models import SurveyOrder
from surveys.services import orders
from yhes.common.errors import DomainError


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_order(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            act = orders.withdraw_order if "withdraw" in request.POST else orders.confirm_order
            act(token=token)
            return redirect("surveys:own_order", token)
        return _page(request, orders.find_order(token))
    except orders.UnknownOrder:
        return _private(render(request, "surveys/orders/unknown.html", status=404))
    except DomainError as error:
        return _page(request, orders.find_order(token), problem=str(error))


def _page(request: HttpRequest, order: SurveyOrder, problem: str = "") -> HttpResponse:
    context = {
        "order": order,
        "title": shown(order.questionnaire.questionnaire.title),
        "confirm_days": SurveyOrder.CONFIRM_WITHIN.days,
        "problem": problem,
    }
    status = 409 if problem else 200
    return _private(render(request, "surveys/orders/own.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
