"""Partnerships of a school with a workplace, so that cooperation does not rest on one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projects.register.models.organisations import Organisation
from projects.register.models.people import Membership, Role
from projects.register.models.projects import Project
from yhes.common.bins import KEPT, Binned, BinnedQuerySet

QUIET_AFTER: Final = timedelta(days=182)  # half a year without a contact


def quiet_since(today: date) -> Q:
    """Nobody has been in contact for half a year, or ever."""
    return Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=today - QUIET_AFTER)


class EmployerPartnershipQuerySet(BinnedQuerySet):
    def with_people(self) -> EmployerPartnershipQuerySet:
        """Adds `has_owner` and `has_deputy`: who still has a role for the school, or coordinates."""
        found: EmployerPartnershipQuerySet = self.annotate(
            has_owner=Exists(_role_of("owner")), has_deputy=Exists(_role_of("deputy"))
        )
        return found

    def ownerless(self) -> EmployerPartnershipQuerySet:
        """Going on, and whoever owned it has gone. Of rows that have `with_people`."""
        return self.going_on().filter(has_owner=False)

    def without_deputy(self) -> EmployerPartnershipQuerySet:
        """Going on, on the shoulders of one person at the most. Of rows that have `with_people`."""
        return self.going_on().filter(has_deputy=False)

    def going_on(self) -> EmployerPartnershipQuerySet:
        stages = EmployerPartnership.Stage
        return self.filter(KEPT).exclude(stage__in=[stages.PAUSED, stages.ENDED])

    def quiet(self, today: date) -> EmployerPartnershipQuerySet:
        """Going on, and nobody has been in contact for half a year."""
        return self.going_on().filter(quiet_since(today))


class EmployerPartnership(Binned):
    """What a school and a workplace do together in a project, who looks after it, and what comes next.

    What is removed waits in the project's bin (yhes.common.bins).
    """

    class Stage(models.TextChoices):
        CONTACT = "contact", _("first contact")
        TALKS = "talks", _("in talks")
        AGREED = "agreed", _("cooperation agreed")
        ACTIVE = "active", _("cooperation going on")
        PAUSED = "paused", _("cooperation paused")
        ENDED = "ended", _("ended")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="employer_partnerships")
    school = models.ForeignKey(
        Organisation, verbose_name=_("school or provider"), on_delete=models.PROTECT, related_name="+"
    )
    workplace = models.ForeignKey(
        Organisation, verbose_name=_("workplace"), on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.CONTACT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    has_apprenticeships = models.BooleanField(_("apprenticeships"), default=False)
    has_training_agreements = models.BooleanField(_("training agreements"), default=False)
    other_agreement = models.CharField(_("other agreement"), max_length=200, blank=True)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("next step by"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EmployerPartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "school", "workplace"],
                condition=KEPT,
                name="employer_partnership_once",
            ),
            models.CheckConstraint(condition=~Q(school=F("workplace")), name="employer_partnership_of_two"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(deputy__isnull=True) | ~Q(owner=F("deputy")),
                name="employer_partnership_two_people",
            ),
            models.CheckConstraint(
                condition=Q(next_step_on__isnull=True) | ~Q(next_step=""),
                name="employer_partnership_day_has_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {self.workplace}"


def _role_of(person: str) -> models.QuerySet[Membership]:
    acts = Q(organisation=OuterRef("school")) | Q(role=Role.COORDINATOR)
    return Membership.objects.filter(acts, user=OuterRef(person), project=OuterRef("project"))
