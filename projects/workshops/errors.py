"""What workshops refuse, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import WordedError


class WorkshopError(WordedError):
    """Workshops refuse."""


# --- The workshop itself -------------------------------------------------------------------------


class TitleMissing(WorkshopError):
    message = _("Write the title in at least one language.")
    field = "title_fi"


class EndsBeforeStart(WorkshopError):
    message = _("The event cannot end before it starts.")
    field = "end_time"


class ClosesAfterStart(WorkshopError):
    message = _("Registration must close before the event starts.")
    field = "registration_closes_at"


class PlaceMissing(WorkshopError):
    message = _("Tell where the event is: write the place or tick “online”.")
    field = "place_fi"


class ForeignWorkPackage(WorkshopError):
    message = _("The work package belongs to another project.")
    field = "work_package"


class StartIsPast(WorkshopError):
    message = _("The event has already begun. Mark it as held instead, or change its time first.")


class NotADraft(WorkshopError):
    message = _("Only a draft can be published or deleted.")


class NotPublished(WorkshopError):
    message = _("The event is not open to the public, or it has already been cancelled or held.")


class NotOverYet(WorkshopError):
    message = _("The event has not begun yet. Mark it as held afterwards.")


class NothingChangesAfterwards(WorkshopError):
    message = _("A cancelled event can no longer be changed.")


# --- Coming to it ----------------------------------------------------------------------------------


class RegistrationClosed(WorkshopError):
    message = _("Registration for this event has closed.")


class UnknownRegistration(WorkshopError):
    message = _("This link is not known.")


class TooLateToChange(WorkshopError):
    message = _("The event has begun or been cancelled, so the registration can no longer be changed.")


# --- What came of it -----------------------------------------------------------------------------


class NoOutcomesYet(WorkshopError):
    message = _("Outcomes are written down once the event is marked as held.")


class TextMissing(WorkshopError):
    message = _("Write the outcome in at least one language.")
    field = "text_fi"


class YearOfStonesOnly(WorkshopError):
    message = _("Only a stepping stone has a year.")
    field = "year"


class OutcomeGone(WorkshopError):
    message = _("This outcome has been deleted in the meantime.")


class VotingNotOpen(WorkshopError):
    message = _("Votes can be given once the event has been held.")


class NoSeatNoVote(WorkshopError):
    message = _("Those who had a seat in the event may vote.")
