"""What peer coaching refuses, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import WordedError


class CoachingError(WordedError):
    """Peer coaching refuses."""


class UnknownLink(CoachingError):
    message = _("This link is not known.")


class NetworkClosed(CoachingError):
    message = _("This network does not take requests at the moment.")


class AlreadyAnswered(CoachingError):
    message = _("This proposal has already been answered.")


class NotWaiting(CoachingError):
    message = _("This request no longer waits for a coach.")


class AlreadyOver(CoachingError):
    message = _("This request has already been withdrawn, closed or ended.")


class NoFreePlace(CoachingError):
    message = _("This coach has no free place at the moment.")


class AlreadyAsked(CoachingError):
    message = _("This coach has already been asked about this request.")


class NotAPair(CoachingError):
    message = _("Sessions can be counted for pairs that have begun.")


class SessionInFuture(CoachingError):
    message = _("A session is counted after it has been held.")
    field = "held_on"


class SessionTwice(CoachingError):
    message = _("This pair already has a session on that day.")
    field = "held_on"


class NothingToRestore(CoachingError):
    message = _("This removal can no longer be undone.")


class CoachTwice(CoachingError):
    message = _("This person already is a coach of the network.")
    field = "email"


class TooManyRequests(CoachingError):
    message = _("Too many requests in a short time. Wait a while and try again.")
