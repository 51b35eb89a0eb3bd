"""What the coordinator vouches for before a round is opened; the portal cannot look it up."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.models import Round
from surveys.services.rounds import RoundRefused, only_draft
from yhes.accounts.models import User
from yhes.common import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurances:
    """Named like the round's columns. `research_permit`: one of Round.ResearchPermit; empty: not said yet."""

    is_staff_informed: bool
    is_cooperation_handled: bool
    research_permit: str

    @classmethod
    def of(cls, round_: Round) -> Assurances:
        return cls(
            is_staff_informed=round_.is_staff_informed,
            is_cooperation_handled=round_.is_cooperation_handled,
            research_permit=round_.research_permit,
        )


@transaction.atomic
def assure(*, round_: Round, user: User | None, given: Assurances) -> None:
    """Keep what is assured; the trail says who did and when. Raises RoundRefused unless it is a draft."""
    if given.research_permit not in ("", *Round.ResearchPermit.values):
        raise RoundRefused(_("Say whether a research permit is needed."))
    locked = only_draft(round_)
    audit.change(
        locked, asdict(given), actor=user, action="surveys.round_assured", project_id=locked.project_id
    )
