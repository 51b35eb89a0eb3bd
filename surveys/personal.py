"""What surveys hold of an account's person: invitations until they are forgotten, never an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from surveys.models import Invitation
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`: surveys that the account's address was invited to.

    Whether the person answered is left out: the file may be read by others than the person.
    """
    return {
        "invitations": [
            {
                "survey": invitation.round.title,
                "email": invitation.email,
                "language": invitation.language,
                "closes_at": invitation.round.closes_at,
            }
            for invitation in _invitations(user)
        ]
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line a survey the address was invited to, answered or not."""
    for invitation in _invitations(user):
        yield _("Your address among those invited to the survey “%(survey)s”") % {
            "survey": invitation.round.title
        }


def _invitations(user: User) -> list[Invitation]:
    own = Invitation.objects.filter(email=user.email.lower()).select_related("round")
    return list(own.order_by("round__closes_at", "pk"))
