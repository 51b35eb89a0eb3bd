"""Addresses of ordering a survey: the public page, the person's own page, the coordinator's orders."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import orders

urlpatterns = [
    path(_("survey-order/<str:token>/"), orders.own_order, name="own_order"),
    path(_("order-survey/<slug:slug>/"), orders.order, name="order"),
    path(_("order-survey/<slug:slug>/sent/"), orders.order_sent, name="order_sent"),
    path(_("order-survey/<slug:slug>/questions/<int:pk>/"), orders.order_preview, name="order_preview"),
    path(_("desk/<slug:project>/surveys/orders/"), orders.order_list, name="orders"),
    path(_("desk/<slug:project>/surveys/orders/settings/"), orders.order_settings, name="order_settings"),
    path(_("desk/<slug:project>/surveys/orders/<int:pk>/"), orders.order_page, name="order_page"),
    path(_("desk/<slug:project>/surveys/orders/<int:pk>/accept/"), orders.order_accept, name="order_accept"),
    path(
        _("desk/<slug:project>/surveys/orders/<int:pk>/decline/"), orders.order_decline, name="order_decline"
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/own/"), orders.own_round, name="own_round"),
]
