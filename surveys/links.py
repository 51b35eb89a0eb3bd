"""Personal links of surveys that are no invitation to answer."""

from __future__ import annotations

from yhes.common import personal_links
from yhes.common.personal_links import token_hash

__all__ = ["inquiry_token", "order_token", "token_hash"]


def inquiry_token(round_id: int, organisation_id: int) -> str:
    """An organisation is asked about a round once, so the two name the inquiry."""
    return personal_links.token("surveys.headcounts", round_id, organisation_id)


def order_token(order_id: int) -> str:
    """Of whoever ordered a survey: to confirm the order, to see how it stands, to withdraw it."""
    return personal_links.token("surveys.order", order_id)
