"""Asking the contacts of an organisation how many people it has, before a round is opened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from projects.register.models import Organisation
from surveys.models.rounds import Round


class HeadcountInquiry(models.Model):
    """One organisation asked about its headcounts for one draft; every contact's letter has the same link.

    `confirmed` is the number of people they confirmed in all. It says nothing of who confirmed it.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="headcount_inquiries")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="headcount_inquiry_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed__gte=1),
                name="headcount_inquiry_confirmed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, {self.organisation}"
