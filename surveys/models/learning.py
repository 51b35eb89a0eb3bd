"""Organisations that may be asked how it goes: "kysy miltä sujuu" (decision 0067)."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Partnership, Project

_TAKING_PART = [state for state in Partnership.State if state != Partnership.State.DECLINED]


class LearningAgreementQuerySet(models.QuerySet["LearningAgreement"]):
    def standing(self) -> LearningAgreementQuerySet:
        """Agreed, not taken back, and the organisation still takes part in the project (at most once)."""
        return self.filter(
            is_agreed=True,
            organisation__partnerships__project=F("project"),
            organisation__partnerships__state__in=_TAKING_PART,
        )

    def addresses(self) -> dict[int, str]:
        """Organisation's id → the role address it shows, or ""."""
        return dict(self.values_list(F("organisation_id"), F("address")))


class LearningAgreement(models.Model):
    """Whether an organisation agrees, in one project, to be named and asked where its figures are high.

    Who agreed or took it back, and when, is in the audit trail of the row, which therefore stays.
    `address` is a role's, not a person's, and is there only if the organisation chose to show one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    is_agreed = models.BooleanField(_("may be asked"), default=True)
    address = models.EmailField(_("address of a role"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = LearningAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="learning_agreement_once"),
            models.CheckConstraint(
                condition=models.Q(is_agreed=True) | models.Q(address=""),
                name="learning_agreement_withdrawn_shows_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
