"""Every write to steering and theme groups: `from projects.register.services import groups`."""

from projects.register.services.groups.agenda import (
    AGENDA_CHANGED,
    move_item,
    remove_item,
    remove_paper,
    save_item,
    take_papers,
    upload_paper,
)
from projects.register.services.groups.forgetting import erase_addresses, forget_people
from projects.register.services.groups.mailing import (
    find_letter,
    letter_context,
    owe_letters,
    recipients,
    resume_letters,
    send_owed,
)
from projects.register.services.groups.meetings import (
    MEETING_CHANGED,
    remove_meeting,
    restore_meeting,
    save_meeting,
)
from projects.register.services.groups.minutes import (
    MINUTES_CHANGED,
    MINUTES_CORRECTED,
    add_decision,
    approve_minutes,
    correct_minutes,
    save_minutes,
)
from projects.register.services.groups.people import (
    GROUP_CHANGED,
    MEMBER_CHANGED,
    remove_group,
    remove_group_member,
    restore_group,
    save_group,
    save_group_member,
)
from projects.register.services.groups.telling import JOB, concerned

__all__ = [
    "AGENDA_CHANGED",
    "GROUP_CHANGED",
    "JOB",
    "MEETING_CHANGED",
    "MEMBER_CHANGED",
    "MINUTES_CHANGED",
    "MINUTES_CORRECTED",
    "add_decision",
    "approve_minutes",
    "concerned",
    "correct_minutes",
    "erase_addresses",
    "find_letter",
    "forget_people",
    "letter_context",
    "move_item",
    "owe_letters",
    "recipients",
    "remove_group",
    "remove_group_member",
    "remove_item",
    "remove_meeting",
    "remove_paper",
    "restore_group",
    "restore_meeting",
    "resume_letters",
    "save_group",
    "save_group_member",
    "save_item",
    "save_meeting",
    "save_minutes",
    "send_owed",
    "take_papers",
    "upload_paper",
]
