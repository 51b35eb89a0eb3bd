"""What peer coaching refuses, in words for the person who tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CoachingError(DomainError):
    """`field` names the form field that the message belongs to; "" when it is about the whole."""

    message: ClassVar[StrOrPromise] = ""
    field: ClassVar[str] = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(str(self.message) % values if values else str(self.message))


class UnknownLink(CoachingError):
    message = _("This link is not known.")


class NetworkClosed(CoachingError):
    message = _("This network does not take requests at the moment.")


class AlreadyAnswered(CoachingError):
    message = _("This proposal has already been answered.")


class NotWaiting(CoachingError):
    message = _("This request no longer waits for a coach.")


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


class CoachTwice(CoachingError):
    message = _("This person already is a coach of the network.")
    field = "email"


class TooManyRequests(CoachingError):
    message = _("Too many requests in a short time. Wait a while and try again.")
