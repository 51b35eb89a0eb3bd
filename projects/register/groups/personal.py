"""What groups hold of a person, for the export of own data and before leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.register.models import GroupMember
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`: places of the account, and those written down with its address."""
    return {
        "groups": [
            {
                "group": member.group.title,
                "project": member.group.project.name,
                "name": member.person,
                "email": member.address,
                "organisation": member.organisation,
                "position": member.position,
                "part": member.part,
                "since": member.since,
                "until": member.until,
                "meetings": [
                    {"meeting": row.meeting.title, "present": row.is_present}
                    for row in member.attendances.select_related("meeting__group")
                ],
            }
            for member in _places(user)
        ]
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line a group."""
    for member in _places(user):
        values = {"group": member.group, "project": member.group.project}
        yield _("Your place in the group %(group)s of the project %(project)s") % values


def _places(user: User) -> list[GroupMember]:
    own = Q(user=user) | Q(user__isnull=True, email=user.email.lower())
    return list(GroupMember.objects.filter(own).select_related("user", "group__project").order_by("pk"))
