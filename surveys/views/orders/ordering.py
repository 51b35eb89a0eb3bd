"""The public page of orders: what one gets, the questions, the form. The same for everybody who sends it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys.forms.orders import OrderForm, length_of
from surveys.language import shown
from surveys.models import OrderPage, Round, SurveyOrder
from surveys.questionnaire import LANGUAGES
from surveys.services import orders
from surveys.services.rounds import PUBLIC_THRESHOLD_FLOOR, THRESHOLD_FLOOR
from surveys.views.questionnaires.printing import form_in
from surveys.views.questionnaires.wording import languages
from yhes.common import throttle
from yhes.common.forms import done, form_page

# A whole house may share one network address.
FROM_ONE_NETWORK = {"limit": 60, "seconds": 600}
TO_ONE_ADDRESS = {"limit": 6, "seconds": 3600}
_public = cache_control(public=True, max_age=60, s_maxage=10)


class TooManyOrders(orders.OrderRefused):
    message = _("Too many orders in a short time. Wait a while and try again.")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """What was typed stays when something is wrong; nothing tells who is known here."""
    page = _page(slug)
    offered = page.offered if page.is_open else []
    if not offered:
        return render(request, "surveys/orders/closed.html", {"project": page.project})
    form = OrderForm(request.POST if request.method == "POST" else None, offered=offered)
    if done(form, lambda: _place(request, page, form)):
        return redirect("surveys:order_sent", slug)
    context = {
        "page": page,
        "project": page.project,
        "offered": [
            {"pk": version.pk, "title": shown(version.questionnaire.title), "length": length_of(version)}
            for version in offered
        ],
        **_promises(),
    }
    return form_page(request, "surveys/orders/order.html", form, context)


def _promises() -> dict[str, Any]:
    """Numbers that the page says plainly."""
    return {
        "threshold": THRESHOLD_FLOOR,
        "shares_from": PUBLIC_THRESHOLD_FLOOR,
        "confirm_days": SurveyOrder.CONFIRM_WITHIN.days,
        "kept_days": SurveyOrder.KEPT_AFTER_REFUSAL.days,
        "answers_kept_months": Round.ANSWERS_KEPT_MONTHS,
    }


def _place(request: HttpRequest, page: OrderPage, form: OrderForm) -> None:
    wish = form.wish
    where = throttle.network_address(request)
    if not throttle.allows("order:network", where, **FROM_ONE_NETWORK):
        raise TooManyOrders
    if not throttle.allows("order:email", wish.email.lower(), **TO_ONE_ADDRESS):
        raise TooManyOrders
    orders.place_order(page=page, wish=wish)


@login_not_required
@require_safe
@_public
def order_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: the order does not count before the address is confirmed."""
    context = {"project": _page(slug).project, "confirm_days": SurveyOrder.CONFIRM_WITHIN.days}
    return render(request, "surveys/orders/sent.html", context)


@login_not_required
@require_safe
@_public
def order_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Every question of what may be ordered, in the language that the reader chooses."""
    page = _page(slug)
    version = next((found for found in page.offered if found.pk == pk), None) if page.is_open else None
    if version is None:
        raise Http404
    questionnaire = version.questionnaire
    chosen = request.GET.get("in", "")
    language = chosen if chosen in LANGUAGES else get_language() or "fi"
    context = {
        "project": page.project,
        "questionnaire": questionnaire,
        "length": length_of(version),
        "tabs": [
            {"label": known.name, "url": f"?in={known.code}", "current": known.code == language}
            for known in languages(questionnaire)
        ],
        **form_in(questionnaire, language),
    }
    return render(request, "surveys/orders/preview.html", context)


def _page(slug: str) -> OrderPage:
    """The page of a public project that has one."""
    pages = OrderPage.objects.filter(project__is_public=True).select_related("project")
    return get_object_or_404(pages, project__slug=slug)
