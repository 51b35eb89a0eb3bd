"""On a draft's page: what would be shown if so many answered."""

from __future__ import annotations

from typing import Any

from surveys import access
from surveys.forms.simulation import SharesForm
from surveys.models import Round
from surveys.services.simulating import simulate
from yhes.accounts.requests import SignedInRequest


def simulation_of(request: SignedInRequest, round_: Round) -> dict[str, Any]:
    """For who prepares the round; how classes divide people may come with the address."""
    if not access.can_prepare(request.user, round_):
        return {}
    form = SharesForm(request.GET, round_=round_)
    return {"simulation": simulate(round_, form.shares), "shares": form}
