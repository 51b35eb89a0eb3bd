"""Figures by class, made when a round is counted: what divided people is not stored with their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from surveys.models.rounds import Group


class ClassFigures(models.Model):
    """What may be told by background variable of one group for one audience, written once, with the plan.

    `document` is part of a release's: {variable: {class: {"n", "indexes": {dimension: …}}}}, where what is
    protected is None. `beside` is the fingerprint of the groups that were laid beside the classes.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=6, choices=[("inside", "inside"), ("public", "public")])
    beside = models.CharField(max_length=64)
    document = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "audience"], name="class_figures_once"),
            models.CheckConstraint(
                condition=Q(audience__in=["inside", "public"]), name="class_figures_audience_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} ({self.audience})"
