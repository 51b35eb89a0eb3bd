"""Sealed envelopes while a round is open; anonymous answers after it is counted.

Nothing here points at a person, an invitation or a time, and nothing points back
(`related_name="+"`).
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group, Round


class Envelope(models.Model):
    """One sealed answer of fixed size. Only the round's private key opens it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "envelope"


class Answer(models.Model):
    """One counted answer, choices packed one byte an item in the questionnaire's order.

    `group` is the nearest group that the reporting plan may show (None: not even the whole),
    so every stored value of it is shared by at least the threshold of people.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    choices = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["round", "group"], name="answer_group")]

    def __str__(self) -> str:
        return "answer"


class FreeTextQuerySet(models.QuerySet["FreeText"]):
    def readable(self) -> FreeTextQuerySet:
        """Those that somebody may ever read; the rest waits for its deletion."""
        return self.filter(group__isnull=False)

    def waiting(self) -> FreeTextQuerySet:
        """Those a moderator has not decided on."""
        return self.readable().filter(state=FreeText.State.WAITING)

    def in_turn(self) -> FreeTextQuerySet:
        """By question; within one in the order of their random ids, which tells nothing."""
        return self.order_by("question", "id")


class FreeText(models.Model):
    """An open answer, apart from the rest of the answer it came with, with a moderator's decision on it.

    `group` is the one group in which it may be read: an organisation or a larger group, of at least ten
    people who answered this question (docs/decisions/0035). None: nobody ever reads it. There is no time
    here, and nothing of who decided when.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SHOWN = "shown", _("shown as it is")
        REDACTED = "redacted", _("shown with parts removed")
        WITHHELD = "withheld", _("withheld")

    class Reason(models.TextChoices):
        """Why a text is withheld. That it criticises is no reason."""

        IDENTIFIES = "identifies", _("could identify somebody even with parts removed")
        PRIVATE = "private", _("tells of somebody’s health or other private matters")
        ABUSIVE = "abusive", _("insults or threatens somebody")
        EMPTY = "empty", _("says nothing about the question")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=64)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    redacted = models.TextField(blank=True)  # what readers get instead of `text`, until the release
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "shown", "redacted", "withheld"]),
                name="free_text_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="redacted") & ~models.Q(redacted="")
                | ~models.Q(state="redacted") & models.Q(redacted=""),
                name="free_text_redacted_with_words",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withheld", reason__in=["identifies", "private", "abusive", "empty"])
                | ~models.Q(state="withheld") & models.Q(reason=""),
                name="free_text_withheld_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["round", "question", "state"], name="free_text_queue")]

    def __str__(self) -> str:
        return "free text"

    @property
    def as_read(self) -> str:
        """What readers get once it is released, unless it is withheld."""
        return self.redacted or self.text
