"""The request of somebody who has signed in."""

from __future__ import annotations

from django.http import HttpRequest

from yhes.accounts.models import User


class SignedInRequest(HttpRequest):
    """What every view gets that is not `login_not_required`: the middleware has let nobody else through.

    For annotations only; nothing makes one.
    """

    user: User
