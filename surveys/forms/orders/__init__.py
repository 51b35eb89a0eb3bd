"""Forms of ordering a survey: the public one, the coordinator's, and what the contact completes."""

from __future__ import annotations

from surveys.forms.orders.deciding import AcceptForm, CompletionForm, DeclineForm, OrderPageForm
from surveys.forms.orders.ordering import OrderForm, length_of

__all__ = ["AcceptForm", "CompletionForm", "DeclineForm", "OrderForm", "OrderPageForm", "length_of"]
