"""What the composer proposed, and what the coordinator answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmap.models.drafts import Roadmap


class Proposal(models.Model):
    """One proposal: a theme, a starter step, evidence for what is there, a newer figure.

    `key` names what is proposed and `basis` the figure it rests on: composing again refreshes
    an open proposal, leaves an answered one alone, and asks anew only when the basis is new.
    `document` is what composing wrote: words in three languages and what accepting will make.
    """

    class Kind(models.TextChoices):
        THEME = "theme", _("theme")
        STEP = "step", _("step")
        EVIDENCE = "evidence", _("evidence")
        NEWER = "newer", _("newer figure")

    class Answer(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("not now")

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=220)
    basis = models.CharField(max_length=160, blank=True)
    document = models.JSONField()
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    order = models.PositiveSmallIntegerField(default=0)
    composed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "key"], name="proposal_once")]
        indexes = [models.Index(fields=["roadmap", "answer", "order"], name="proposal_open")]

    def __str__(self) -> str:
        return self.key
