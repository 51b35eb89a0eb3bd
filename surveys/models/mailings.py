"""Letters that are to leave at a time somebody chose."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group, Round


class MailingQuerySet(models.QuerySet["Mailing"]):
    def waiting(self) -> MailingQuerySet:
        return self.filter(started_at__isnull=True)

    def due(self, now: datetime) -> MailingQuerySet:
        """Those of open rounds whose time has come, however long ago."""
        return self.waiting().filter(at__lte=now, round__in=Round.objects.accepting(now))


class Mailing(models.Model):
    """First letters or a reminder, to everybody of a round or of one of its groups, at a chosen time.

    Until their time first letters wait; it is started once and stays as a line of what went out when.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("first letters")
        REMINDER = "reminder", _("reminder")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="mailings")
    group = models.ForeignKey(
        Group, null=True, on_delete=models.CASCADE, related_name="+"
    )  # null: all of them
    kind = models.CharField(_("letter"), max_length=8, choices=Kind.choices)
    at = models.DateTimeField(_("sent at"))
    started_at = models.DateTimeField(null=True)
    had_nobody = models.BooleanField(default=False)  # when its time came there was nobody to write to
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["first", "reminder"]), name="mailing_kind_known"),
            models.CheckConstraint(
                condition=Q(had_nobody=False) | Q(started_at__isnull=False),
                name="mailing_nobody_when_started",
            ),
            models.UniqueConstraint(
                fields=["round", "kind", "at"], condition=Q(group__isnull=True), name="mailing_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["group", "kind", "at"],
                condition=Q(group__isnull=False),
                name="mailing_once_per_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.round_id}"
