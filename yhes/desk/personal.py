"""What the desk holds of a person: the address of their calendar and their choice of the weekly letter."""

from __future__ import annotations

from typing import Any

from yhes.accounts.models import User
from yhes.desk.models import CalendarLink, WeeklyLetter


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`. The address itself is not stored; both go with the account."""
    return {
        "calendar_link": CalendarLink.objects.filter(user=user).values("made_at").first(),
        "weekly_letter": WeeklyLetter.objects.filter(user=user).values("is_wanted", "week").first(),
    }
