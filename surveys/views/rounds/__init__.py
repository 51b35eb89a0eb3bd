"""Rounds in the desk: the list, a round's page, drafts, and what is done while a round is open."""

from __future__ import annotations

from surveys.views.rounds.drafts import (
    round_back_to_draft,
    round_create,
    round_delete,
    round_edit,
    round_groups,
    round_open,
)
from surveys.views.rounds.listing import round_list
from surveys.views.rounds.page import round_page
from surveys.views.rounds.repeating import round_again, round_repeat
from surveys.views.rounds.running import round_closing_time, round_remind, round_restart

__all__ = [
    "round_again",
    "round_back_to_draft",
    "round_closing_time",
    "round_create",
    "round_delete",
    "round_edit",
    "round_groups",
    "round_list",
    "round_open",
    "round_page",
    "round_remind",
    "round_repeat",
    "round_restart",
]
