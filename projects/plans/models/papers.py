"""Plans as PDF files, made by a job and kept for a few days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from projects.plans.models.plans import ActionPlan


class PlanPaper(models.Model):
    """One PDF of a plan with its scorecard, or the order for one. It names no person (decision 0069).

    `key` is the SHA-256 (hex) of all that it shows, so that the same paper is made once and a changed plan
    has another. `path` is relative to MEDIA_ROOT and empty until the file stands in its place.
    """

    KEPT_DAYS = 7

    key = models.CharField(max_length=64, unique=True)
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="papers")
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="plan_paper_asked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(path="", size=0, pages=0) | Q(path__gt="", size__gt=0, pages__gt=0),
                name="plan_paper_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.language}"

    @property
    def is_ready(self) -> bool:
        return bool(self.path)
