"""What the contact of who ordered completes in the round: times, purpose and numbers of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.models import Round
from surveys.services.groups import OrganisationChoice, chosen, replace_groups
from surveys.services.headcounts import Headcounts, NobodyTakesPart, headcount_of, with_numbers
from surveys.services.rounds import RoundRefused, check_closing_time, only_draft
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What may still be changed by whoever ordered; questions and protection are as they were ordered."""

    closes_at: datetime
    purpose: Words
    headcounts: Headcounts


def choice_of(round_: Round) -> OrganisationChoice:
    """The organisation that ordered, with the numbers the draft has now. Raises RoundRefused."""
    choices, _by_region = chosen(round_)
    own = next((choice for choice in choices if choice.organisation.pk == round_.ordered_by_id), None)
    if own is None:
        raise RoundRefused(_("Ask the coordinator to choose the groups of this round first."))
    return own


@transaction.atomic
def complete_round(*, round_: Round, user: User, completion: Completion) -> None:
    """Change the draft and the register's numbers. Raises RoundRefused, NobodyTakesPart, UnitNameTaken."""
    locked = only_draft(round_)
    check_closing_time(completion.closes_at)
    before = choice_of(locked)
    after = with_numbers(before, completion.headcounts, project=locked.project)
    if not headcount_of(after):
        raise NobodyTakesPart
    columns = {"closes_at": completion.closes_at}
    columns |= {f"purpose_{code}": completion.purpose[code] for code in LANGUAGES}  # type: ignore[literal-required]
    changes = audit.assign(locked, columns)
    locked.save()
    replace_groups(round_=locked, choices=[after], with_regions=False)
    if headcount_of(before) != headcount_of(after):
        changes["headcount"] = (headcount_of(before), headcount_of(after))
    audit.record(
        actor=user, action="surveys.round_changed", on=locked, project_id=locked.project_id, changes=changes
    )
