"""What the register refuses, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import WordedError


class RegisterError(WordedError):
    """The register refuses."""


class DatesOutOfOrder(RegisterError):
    message = _("The project cannot end before it starts.")
    field = "ends_on"


class NetworkGoesInCircles(RegisterError):
    message = _(
        "%(network)s already belongs to the network of this project, directly or through another. "
        "A network of projects cannot go round in a circle: %(loop)s."
    )
    field = "network"


class PredecessorsGoInCircles(RegisterError):
    message = _(
        "%(predecessor)s itself continues this project, directly or through another. "
        "Predecessors cannot go round in a circle: %(loop)s."
    )
    field = "predecessor"


class SumNegative(RegisterError):
    message = _("A sum is zero or more.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field  # type: ignore[misc]  # of this refusal: the sum it is about


class SumsDoNotAddUp(RegisterError):
    message = _("The parts make %(sum)s together. Correct them or the total, or leave the total empty.")
    field = "total_costs"


class StateNotNext(RegisterError):
    message = _("A project cannot go from “%(before)s” to “%(after)s”. Choose one of the states offered.")
    field = "state"


class StateMovedMeanwhile(RegisterError):
    message = _(
        "Somebody else has changed the state meanwhile: it is now “%(state)s”. Nothing was saved. "
        "Look whether your change is still needed."
    )


class ReasonMissing(RegisterError):
    message = _("Write why the state changes, in one sentence.")
    field = "reason"


class AlreadyPartner(RegisterError):
    message = _("%(organisation)s is already a partner of this project.")


class CoordinatorTaken(RegisterError):
    message = _(
        "The project already has a coordinator: %(coordinator)s. Give that organisation another role first."
    )
    field = "role"


class BusinessIdWrong(RegisterError):
    message = _("Check the business ID: its check digit does not match. The form is 1234567-8.")
    field = "business_id"


class BusinessIdTaken(RegisterError):
    message = _("The register already has this business ID: %(organisation)s.")
    field = "business_id"


class SchoolIsNoLegalBody(RegisterError):
    message = _("A school has no business ID of its own. Give the business ID of its provider instead.")
    field = "business_id"


class ProviderIsASchool(RegisterError):
    message = _("A school's provider must be a legal body, not another school.")
    field = "provider"


class NameTwice(RegisterError):
    message = _("The name “%(name)s” stands here twice. Leave one of them.")
    field = "aliases"


class EndMissing(RegisterError):
    message = _("Give the day on which the organisation ended; only then another carries on after it.")
    field = "ended_on"


class SuccessorUnknown(RegisterError):
    message = _(
        "“%(name)s” is not in the register. Write the business ID or the whole name as it stands there, "
        "or add the organisation first."
    )
    field = "successors"


class SuccessorUnclear(RegisterError):
    message = _("Several organisations are called “%(name)s”. Write the business ID instead.")
    field = "successors"


class SuccessionGoesInCircles(RegisterError):
    message = _(
        "%(organisation)s would come after itself: it carries on after %(successor)s, directly or through "
        "another."
    )
    field = "successors"


class NameMissing(RegisterError):
    message = _("Write the name in at least one language.")
    field = "name_fi"


class TitleMissing(RegisterError):
    message = _("Write the title in at least one language.")
    field = "title_fi"


class ForeignObjective(RegisterError):
    message = _("The goal belongs to another project, or it has been deleted.")
    field = "objective"


class CoImplementerNotPartner(RegisterError):
    message = _("%(organisation)s is not a partner of this project. Add it to the partners first.")
    field = "co_implementers"


class DayMissing(RegisterError):
    message = _("Write the day on which it was done.")
    field = "done_on"


class NotOnTheScale(RegisterError):
    message = _("Judge likelihood and impact from 1 to 5.")
    field = "likelihood"


class DocumentError(RegisterError):
    field = "file"


class DocumentTooLarge(DocumentError):
    message = _("The file is larger than %(megabytes)s MB. Make it smaller, or give its address instead.")


class DocumentEmpty(DocumentError):
    message = _("The file is empty. Choose another.")


class DocumentTypeUnknown(DocumentError):
    message = _(
        "The content of this file is none of the kinds that can be kept here: PDF, Word, Excel, PowerPoint, "
        "OpenDocument, PNG, JPEG, WebP, and text as TXT, CSV or MD. Save it as one of them and choose it "
        "again."
    )


class DocumentNotSafe(DocumentError):
    message = _(
        "This file has macros, a password or more inside than a document holds, so it was not kept. Save it "
        "without them and choose it again."
    )


class ImageTooLarge(DocumentError):
    message = _("The picture has more than %(megapixels)s million pixels. Make it smaller.")


class DocumentLocked(DocumentError):
    message = _(
        "This document is a paper of a meeting whose minutes have been approved, so its file stays as it is. "
        "Add the new file as another document."
    )


class LogoTooLarge(DocumentError):
    message = _("The picture is larger than %(megabytes)s MB. A logo is shown small: make it smaller.")


class LogoNotAPicture(DocumentError):
    message = _(
        "The content of this file is none of the pictures that can be kept here: PNG, JPEG or WebP. An SVG "
        "is not taken, as it can hold scripts: save it as PNG and choose it again."
    )


class TooManyLogos(DocumentError):
    message = _("A project shows at most %(most)s logos. Remove one first.")


class UnitNameTaken(RegisterError):
    message = _("The organisation already has a unit of this name.")
    field = "name_fi"


class LastCoordinator(RegisterError):
    message = _("The project would be left without a coordinator. Invite another coordinator first.")


class NothingToRestore(RegisterError):
    message = _("This removal can no longer be undone.")


class ChangedMeanwhile(RegisterError):
    message = _(
        "Somebody else has changed these details while you were writing. Nothing was saved. "
        "What you wrote is still here: look at the changes and save again."
    )


class SteeringGroupExists(RegisterError):
    message = _("The project has a steering group already. Change that one, or remove it first.")
    field = "kind"


class PersonMissing(RegisterError):
    message = _("Choose a person of the project, or write the name and the e-mail address of one outside.")
    field = "name"


class AlreadyInGroup(RegisterError):
    message = _("This person is a member of the group already. Change that row instead.")
    field = "email"


class DaysOutOfOrder(RegisterError):
    message = _("The last day is before the first.")
    field = "until"


class ChairTaken(RegisterError):
    message = _("Somebody else has this part in the group at the same time. Change that row first.")
    field = "part"


class TimesOutOfOrder(RegisterError):
    message = _("The meeting would end before it begins.")
    field = "end_time"


class MinutesLocked(RegisterError):
    message = _(
        "The minutes are approved, so the meeting can no longer be changed. Correct the minutes instead."
    )


class MinutesOpen(RegisterError):
    message = _("The minutes are not approved yet. Write them instead.")


class MinutesEmpty(RegisterError):
    message = _("Nothing has been written in the minutes yet.")


class NotHeldYet(RegisterError):
    message = _("The meeting has not begun yet.")


class ApprovedTooEarly(RegisterError):
    message = _("Minutes cannot be approved before the meeting.")
    field = "approved_on"


class CorrectionReasonMissing(RegisterError):
    message = _("Say why the approved minutes are corrected.")
    field = "reason"


class HasDecisions(RegisterError):
    message = _("A decision was made in this item. Remove the decision in the follow-up first.")


class NobodyToWrite(RegisterError):
    message = _("All members have had this letter already.")


class AgendaEmpty(RegisterError):
    message = _("The agenda is empty. Add its items first.")


class MeetingOver(RegisterError):
    message = _("The meeting is over, so its papers are sent no more.")
