"""What plans refuse, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import WordedError


class PlanError(WordedError):
    """Plans refuse."""


class TitleMissing(PlanError):
    message = _("Write the title in at least one language.")
    field = "title_fi"


class ForeignOrganisation(PlanError):
    message = _("The organisation does not take part in this project.")
    field = "organisation"


class ForeignAim(PlanError):
    message = _("The aim belongs to another plan, or it has been deleted.")
    field = "aim"


class PersonOrRole(PlanError):
    message = _("Choose a person or write a role, not both.")
    field = "role"


class ForeignPerson(PlanError):
    message = _("This person has no part in the project.")
    field = "responsible_id"


class PlanArchived(PlanError):
    message = _("The plan is archived. Take it back into use before you change it.")


class NotFromThisState(PlanError):
    message = _("This cannot be done any more: somebody has changed the state meanwhile.")


class VisionMissing(PlanError):
    message = _("Write the vision and at least one aim before you publish the plan.")


class AimInUse(PlanError):
    message = _("The aim still has actions or stepping stones. Move or delete them first.")


class AimIsGone(PlanError):
    message = _("The aim has been deleted. Bring it back first.")


class PlanIsGone(PlanError):
    message = _("The plan has been deleted. Bring it back first.")


class NotInBin(PlanError):
    message = _("This is not in the bin any more.")


# --- The scorecard ---------------------------------------------------------------------------------


class RangeNeedsTwoEnds(PlanError):
    message = _("When between two values is best, write both ends, the smaller first.")
    field = "target_to"


class ForeignObjective(PlanError):
    message = _("The goal belongs to another project, or it has been deleted.")
    field = "objective"


class OneTargetOnly(PlanError):
    message = _("An upper end is written only when between two values is best.")
    field = "target_to"


class ForeignIndicator(PlanError):
    message = _("The indicator belongs to another plan, or it has been deleted.")
    field = "indicator"


class ReadingTwice(PlanError):
    message = _("The indicator has a reading of this day already.")
    field = "read_on"


class ReadingInFuture(PlanError):
    message = _("A reading cannot be of a day to come.")
    field = "read_on"


class ReadingNotTyped(PlanError):
    message = _("This reading comes from somewhere else and is not edited. Delete it, or take it anew.")


class IndicatorIsGone(PlanError):
    message = _("The indicator has been deleted. Bring it back first.")


class FigureProtected(PlanError):
    message = _("This figure is protected, so it cannot be a reading.")
    field = "figure"


class FigureOfAnotherUnit(PlanError):
    message = _("This figure is measured in another unit than the indicator.")
    field = "figure"


# --- Reviews ---------------------------------------------------------------------------------------


class ReviewOpen(PlanError):
    message = _("Another review of this plan is being written. Approve or delete it first.")


class ReviewLocked(PlanError):
    message = _("The minutes have been approved and are not changed any more.")


class ReviewNextTooEarly(PlanError):
    message = _("The next review is after this one.")
    field = "next_on"


class ReviewInFuture(PlanError):
    message = _("The review has not been held yet: its day is to come.")


class MinutesMissing(PlanError):
    message = _("Write the minutes before you approve them.")


# --- Comparing -------------------------------------------------------------------------------------


class NothingToCompare(PlanError):
    message = _("The project's own plan is compared with nobody: only organisations are.")


class NotTakingPart(PlanError):
    message = _("The organisation does not take part in this project any more.")
