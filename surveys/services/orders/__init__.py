"""Ordering a survey: from a public form by a confirmed letter to a round for one organisation's own staff."""

from __future__ import annotations

from surveys.services.orders.deciding import Answer, accept_order, decline_order
from surveys.services.orders.forgetting import erase_everywhere, forget_orders
from surveys.services.orders.matching import Match, match_of
from surveys.services.orders.pages import save_page
from surveys.services.orders.placing import (
    NotOrderable,
    OrderRefused,
    UnknownOrder,
    Wish,
    confirm_order,
    find_order,
    place_order,
    withdraw_order,
)
from surveys.services.orders.preparing import Completion, complete_round

__all__ = [
    "Answer",
    "Completion",
    "Match",
    "NotOrderable",
    "OrderRefused",
    "UnknownOrder",
    "Wish",
    "accept_order",
    "complete_round",
    "confirm_order",
    "decline_order",
    "erase_everywhere",
    "find_order",
    "forget_orders",
    "match_of",
    "place_order",
    "save_page",
    "withdraw_order",
]
