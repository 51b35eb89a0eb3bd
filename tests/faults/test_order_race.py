"""A coordinator who presses twice, and another who presses at the same time: one round is made."""

from __future__ import annotations

from functools import partial

import pytest

from projects.register.models import Invitation, Organisation, Partnership
from surveys import links
from surveys.models import Round, SurveyOrder
from surveys.services import orders
from surveys.services.orders import Answer, OrderRefused
from tests.cast import Cast
from tests.surveys import ordering
from tests.surveys.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_accepting_twice_at_once_makes_one_of_everything(cast: Cast) -> None:
    order = ordering.confirmed(cast)
    accept = partial(orders.accept_order, order=order, answer=Answer(kind="workplace"), user=cast.aino)
    told = at_once([accept] * 4)
    assert told == [Round.objects.get()] * 4
    made = Organisation.objects.get(business_id=ordering.NEW_ID)
    assert Partnership.objects.filter(organisation=made).count() == 1
    assert Invitation.objects.filter(email=ordering.WHO).count() == 1


def test_an_order_is_accepted_or_withdrawn_never_both(cast: Cast) -> None:
    order = ordering.confirmed(cast)
    accept = partial(orders.accept_order, order=order, answer=Answer(kind="workplace"), user=cast.aino)
    withdraw = partial(orders.withdraw_order, token=links.order_token(order.pk))
    told = at_once([accept, withdraw])
    refused = [outcome for outcome in told if isinstance(outcome, OrderRefused)]
    assert len(refused) == 1, told
    state = SurveyOrder.objects.get(pk=order.pk).state
    assert (state == "accepted") == Round.objects.exists()
    assert state in ("accepted", "withdrawn")
