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
        "A network of projects cannot go round in a circle."
    )
    field = "network"


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


class NameMissing(RegisterError):
    message = _("Write the name in at least one language.")
    field = "name_fi"


class TitleMissing(RegisterError):
    message = _("Write the title in at least one language.")
    field = "title_fi"


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
