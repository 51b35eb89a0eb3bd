"""What came of a workshop, and the votes on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from projects.workshops.models.registrations import Registration
from projects.workshops.models.workshops import Workshop


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def with_votes(self) -> OutcomeQuerySet:
        """Adds `votes`: how many."""
        return self.annotate(votes=Count("cast"))


class Outcome(models.Model):
    """Something the participants wrote down. `year` says when a stepping stone is to be reached.

    `theme` is a code such as a survey's dimension (OS): outcomes that share it are about the same.
    `is_quote`: the text is somebody's own words and may be quoted as such.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("proposal")
        STEPPING_STONE = "stepping_stone", _("stepping stone")
        CRITICAL_POINT = "critical_point", _("critical point")
        AGREEMENT = "agreement", _("agreement")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="outcomes")
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PROPOSAL)
    text = models.TextField(_("text"), max_length=600)
    theme = models.CharField(_("theme"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    is_quote = models.BooleanField(_("in somebody's own words"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["workshop", "order"], name="outcome_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(kind="stepping_stone"), name="outcome_year_of_stone"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(2000, 2100)), name="outcome_year_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """One voice for an outcome: of a participant by the personal link, or of a member of the project.

    When the registration is erased, or the member's account, the vote stays and is nobody's any more.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="cast")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outcome", "registration"], name="vote_once_by_link"),
            models.UniqueConstraint(fields=["outcome", "user"], name="vote_once_by_member"),
            models.CheckConstraint(
                condition=Q(registration__isnull=True) | Q(user__isnull=True), name="vote_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}"
