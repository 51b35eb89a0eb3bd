"""The first rooms of the rail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register.models import Project
from yhes.common.registry import AccountLink, RailItem
from yhes.desk import subscribing, weekly


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    yield RailItem(10, _("Overview"), "home", reverse("desk:project", args=[project.slug]))
    yield RailItem(15, _("Calendar"), "calendar", reverse("desk:project_dates", args=[project.slug]))


def account(user: Any) -> Iterator[AccountLink]:
    """What the person chooses of the desk for themselves."""
    is_followed = bool(subscribing.address_of(user))
    yield AccountLink(
        10,
        _("Follow in your own calendar"),
        _("In use") if is_followed else _("Not in use"),
        reverse("desk:calendar_link"),
    )
    comes = _("Comes on Monday mornings, when something waits for you")
    text = comes if weekly.is_wanted(user) else _("Not in use")
    yield AccountLink(20, _("Weekly letter"), text, reverse("desk:weekly_letter"))
