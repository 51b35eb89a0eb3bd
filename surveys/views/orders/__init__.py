"""Ordering a survey: in public, by the personal link, and in the desk."""

from __future__ import annotations

from surveys.views.orders.deciding import order_accept, order_decline, order_page
from surveys.views.orders.listing import order_list
from surveys.views.orders.ordering import order, order_preview, order_sent
from surveys.views.orders.own import own_order
from surveys.views.orders.preparing import own_round
from surveys.views.orders.settings import order_settings

__all__ = [
    "order",
    "order_accept",
    "order_decline",
    "order_list",
    "order_page",
    "order_preview",
    "order_sent",
    "order_settings",
    "own_order",
    "own_round",
]
