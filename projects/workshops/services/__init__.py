"""Every write to workshops. Import from here: `from projects.workshops import services`."""

from projects.workshops.services.clock import KEPT_DAYS
from projects.workshops.services.erasing import erase_from_workshop
from projects.workshops.services.mailing import letters_subject, send_owed
from projects.workshops.services.outcomes import delete_outcome, move_outcome, save_outcome
from projects.workshops.services.registrations import (
    cancel_registration,
    change_registration,
    find_registration,
    register,
    restore_registration,
)
from projects.workshops.services.states import cancel_workshop, delete_draft, mark_held, publish_workshop
from projects.workshops.services.votes import cast_vote, votes_of, withdraw_vote
from projects.workshops.services.workshops import create_workshop, update_workshop

__all__ = [
    "KEPT_DAYS",
    "cancel_registration",
    "cancel_workshop",
    "cast_vote",
    "change_registration",
    "create_workshop",
    "delete_draft",
    "delete_outcome",
    "erase_from_workshop",
    "find_registration",
    "letters_subject",
    "mark_held",
    "move_outcome",
    "publish_workshop",
    "register",
    "restore_registration",
    "save_outcome",
    "send_owed",
    "update_workshop",
    "votes_of",
    "withdraw_vote",
]
