"""Rounds in the desk: the list, a round's page, drafts, and what is done while a round is open."""

from __future__ import annotations

from surveys.views.rounds.calendar import round_calendar
from surveys.views.rounds.drafts import (
    round_assure,
    round_back_to_draft,
    round_create,
    round_delete,
    round_edit,
    round_groups,
    round_open,
)
from surveys.views.rounds.listing import round_list
from surveys.views.rounds.mailings import mailing_cancel, mailing_create, mailing_move
from surveys.views.rounds.own_questions import round_own_questions
from surveys.views.rounds.page import round_page
from surveys.views.rounds.repeating import round_again, round_repeat
from surveys.views.rounds.running import round_closing_time, round_remind, round_restart

__all__ = [
    "mailing_cancel",
    "mailing_create",
    "mailing_move",
    "round_again",
    "round_assure",
    "round_back_to_draft",
    "round_calendar",
    "round_closing_time",
    "round_create",
    "round_delete",
    "round_edit",
    "round_groups",
    "round_list",
    "round_open",
    "round_own_questions",
    "round_page",
    "round_remind",
    "round_repeat",
    "round_restart",
]
