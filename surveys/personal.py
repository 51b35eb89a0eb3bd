"""What surveys hold of an account's person: invitations and orders until forgotten, never an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from surveys.models import Invitation, LearningAgreement, SurveyOrder
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
        ],
        "survey_orders": list(
            SurveyOrder.objects.filter(email=user.email.lower())
            .order_by("created_at", "pk")
            .values("organisation_name", "business_id", "name", "email", "language", "state", "created_at")
        ),
        "shown_as_role_address": [
            {"organisation": str(agreement.organisation), "project": str(agreement.project)}
            for agreement in _shown(user)
        ],
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line a survey the address was invited to, answered or not."""
    for invitation in _invitations(user):
        yield _("Your address among those invited to the survey “%(survey)s”") % {
            "survey": invitation.round.title
        }
    for order in SurveyOrder.objects.filter(email=user.email.lower()).order_by("created_at", "pk"):
        yield _("Your name and address in the order of a survey for %(organisation)s") % {
            "organisation": order.organisation_name
        }
    for agreement in _shown(user):
        yield _("Your address as the one that %(organisation)s shows to other organisations") % {
            "organisation": agreement.organisation
        }


def _shown(user: User) -> list[LearningAgreement]:
    """Agreements whose address of a role is the person's own after all."""
    own = LearningAgreement.objects.filter(address__iexact=user.email)
    return list(own.select_related("organisation", "project").order_by("pk"))


def _invitations(user: User) -> list[Invitation]:
    own = Invitation.objects.filter(email=user.email.lower()).select_related("round")
    return list(own.order_by("round__closes_at", "pk"))
