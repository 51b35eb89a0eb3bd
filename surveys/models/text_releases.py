"""Released open answers: a release of their own, apart from the round's figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group, Round


class TextRelease(models.Model):
    """The open answers of a round that readers get, written once; at most one stands.

    `outline` says where: question's code → group's id → number of texts shown there (0: all withheld).
    `writers` has in the same form how many people had written something there, for the audit; it is told
    nowhere. Both and `fingerprint` (SHA-256 over all texts) stay when the texts are withdrawn or, a year
    after the round, deleted.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="text_releases")
    number = models.PositiveSmallIntegerField()
    outline = models.JSONField()
    writers = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="text_release_number_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="text_release_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.number}"


class ReleasedText(models.Model):
    """One open answer as readers get it. `place` is its place in an order drawn at random, and stored."""

    release = models.ForeignKey(TextRelease, on_delete=models.PROTECT, related_name="texts")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=64)
    place = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "question", "group", "place"], name="released_text_place_once"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="released_text_with_words"),
        ]

    def __str__(self) -> str:
        return "released text"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a released text is immutable")
        super().save(*args, **kwargs)
