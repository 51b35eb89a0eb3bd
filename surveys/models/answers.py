"""Sealed envelopes while a round is open; anonymous answers after it is counted.

Nothing here points at a person, an invitation or a time, and nothing points back
(`related_name="+"`).
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

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


class FreeText(models.Model):
    """An open answer, apart from the rest of the answer it came with, with its organisation only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    text = models.TextField()

    def __str__(self) -> str:
        return "free text"
