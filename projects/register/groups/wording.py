"""What is done to groups and meetings, in words for their history (projects/register/history.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ACTIONS: Final[dict[str, StrOrPromise]] = {
    "register.projectgroup_added": _("added the group"),
    "register.projectgroup_changed": _("changed the group"),
    "register.projectgroup_removed": _("removed the group"),
    "register.projectgroup_restored": _("restored the group"),
    "register.group_member_added": _("added a member to the group"),
    "register.group_member_changed": _("changed a member's place in the group"),
    "register.group_member_removed": _("removed a member from the group"),
    "register.meeting_added": _("called the meeting"),
    "register.meeting_changed": _("changed the time or place"),
    "register.meeting_removed": _("removed the meeting"),
    "register.meeting_restored": _("restored the meeting"),
    "register.agenda_changed": _("changed the agenda"),
    "register.papers_sent": _("sent the papers to the members"),
    "register.minutes_changed": _("wrote the minutes"),
    "register.minutes_approved": _("approved the minutes"),
    "register.minutes_corrected": _("corrected the approved minutes"),
}
LABELS: Final[dict[str, StrOrPromise]] = {
    "group": _("group"),
    "part": _("part in the group"),
    "since": _("member from"),
    "until": _("member until"),
    "organisation": _("organisation"),
    "starts_at": _("begins"),
    "ends_at": _("ends"),
    "place": _("place"),
    "link": _("link for taking part"),
    "item": _("item of the agenda"),
    "minutes": _("time, minutes"),
    "background": _("background"),
    "paper": _("paper"),
    "count": _("letters"),
    "attendance": _("present"),
    "record": pgettext_lazy("of a meeting", "minutes"),
    "approved_on": _("approved on"),
    "shows_minutes": _("approved minutes are shown to the partners"),
}
DAYS: Final = frozenset({"since", "until"})
MOMENTS: Final = frozenset({"starts_at", "ends_at"})
