"""The coordinator keeps the public page of orders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.forms.orders import OrderPageForm
from surveys.models import OrderPage
from surveys.services import orders
from surveys.views.finding import breadcrumbs, managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page


def order_settings(request: SignedInRequest, project: str) -> HttpResponse:
    """Which questionnaires may be ordered, words about it, open or not."""
    found = managed_project(request, project)
    page = OrderPage.objects.filter(project=found).first() or OrderPage(project=found)
    form = OrderPageForm(request.POST if request.method == "POST" else None, page=page)
    if done(
        form,
        lambda: orders.save_page(
            project=found,
            user=request.user,
            questionnaires=list(form.cleaned_data["questionnaires"]),
            intro=form.intro,
            is_open=form.cleaned_data["is_open"],
        ),
    ):
        messages.success(request, _("The page of orders was saved."))
        return redirect("surveys:orders", project)
    orders_url = reverse("surveys:orders", args=[project])
    context = {
        "project": found,
        "page": page,
        "crumbs": breadcrumbs(found, (_("Orders"), orders_url), (_("Page of orders"), "")),
    }
    return form_page(request, "surveys/orders/settings.html", form, context)
