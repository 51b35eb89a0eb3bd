"""What workshops hold of a person with an account, for the export of own data and before leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects.workshops.models import Registration, Vote
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`: registrations of the account's address, and the person's votes."""
    own = Registration.objects.filter(email=user.email.lower()).select_related("workshop")
    votes = Vote.objects.filter(user=user) | Vote.objects.filter(registration__in=own.values("pk"))
    return {
        "registrations": [
            {
                "event": registration.workshop.title,
                "starts_at": registration.workshop.starts_at,
                "name": registration.name,
                "email": registration.email,
                "organisation": registration.organisation,
                "state": registration.state,
                "language": registration.language,
                "created_at": registration.created_at,
            }
            for registration in own.order_by("pk")
        ],
        "votes": [
            {"outcome": vote.outcome.text, "created_at": vote.created_at}
            for vote in votes.select_related("outcome").order_by("pk")
        ],
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line an event the address is registered for."""
    own = Registration.objects.filter(email=user.email.lower()).active().select_related("workshop")
    for registration in own.order_by("pk"):
        yield _("Your registration for the event “%(event)s”") % {"event": registration.workshop.title}
