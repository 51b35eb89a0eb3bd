"""What surveys hold of an account's person: invitations until they are forgotten, never an answer."""

from __future__ import annotations

from typing import Any

from surveys.models import Invitation
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`: surveys that the account's address was invited to.

    Whether the person answered is left out: the file may be read by others than the person.
    """
    own = Invitation.objects.filter(email=user.email.lower()).select_related("round")
    return {
        "invitations": [
            {
                "survey": invitation.round.title,
                "email": invitation.email,
                "language": invitation.language,
                "closes_at": invitation.round.closes_at,
            }
            for invitation in own.order_by("round__closes_at", "pk")
        ]
    }
