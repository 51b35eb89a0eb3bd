"""Whatever is changed can be set back field by field, or it is said here why not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from yhes.common import restoring

_APPS: Final = ("projects", "yhes", "surveys", "peercoaching", "roadmap")
_WRITERS: Final = ("services", "admin", "history", "wording")
_CHANGE: Final = re.compile(r"[a-z]+\.([a-z_]+_)?changed")
_WITHOUT_APP: Final = re.compile(r"[a-z_]+_changed")

NOT_SET_BACK: Final = {
    "accounts.changed": "what an administrator lets a person do, changed in the administrators' own tool",
    "register.project_state_changed": "a state has its own service, which goes on from where the project is",
    "register.organisation_names_changed": "lists of names and successors, of which one event tells together",
    "register.programme_changed": "administrators change programmes in their own tool",
    "register.agenda_changed": "one event tells of items and papers by their titles, without numbers",
    "register.minutes_changed": "one event tells of several items; approved minutes are corrected with a reason",
    "plans.review_changed": "minutes of a review: one event tells of people and words together",
    "workshops.changed": "those who have registered are told of a change, which the form says beforehand",
    "workshops.outcome_changed": "recorded on the event, without the outcome's number",
    "peercoaching.network_changed": "the room shows no history",
    "peercoaching.coach_changed": "a person's own profile: the trail keeps no names or addresses of it",
    "surveys.repeat_changed": "letters may have gone out by the new day",
    "surveys.round_changed": "a round is checked as a whole when it opens",
    "surveys.round_closing_time_changed": "those invited have been told the time",
    "surveys.order_page_changed": "an invitation to order, which is read by outsiders",
    "surveys.draft_changed": "a questionnaire keeps versions of its own",
}


def changes_in_code() -> set[str]:
    """Actions of the trail that say that something was changed, as the code writes or names them."""
    return {action for path in _sources() for action in _actions(path)}


def _sources() -> Iterator[Path]:
    for app in _APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            if path.stem in _WRITERS or "services" in path.parts:
                yield path


def _actions(path: Path) -> Iterator[str]:
    app, *folders = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if _CHANGE.fullmatch(node.value):
            yield node.value
        elif "services" in folders and _WITHOUT_APP.fullmatch(node.value):
            yield f"{app}.{node.value}"


def test_every_change_can_be_set_back_or_it_is_said_why_not() -> None:
    set_back = {kind.action for kind in restoring.kinds()}
    found = changes_in_code()
    assert {"register.milestone_changed", "register.meeting_changed", "peercoaching.coach_changed"} <= found
    assert found - set_back == set(NOT_SET_BACK)
    assert set_back <= found
