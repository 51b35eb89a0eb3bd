"""Plans as PDF files, made by a job and kept for a few days."""

from __future__ import annotations

from django.db import models

from projects.plans.models.plans import ActionPlan
from yhes.common.papers import WHOLE, Paper


class PlanPaper(Paper):
    """One PDF of a plan with its scorecard, or the order for one. It names no person (decision 0069)."""

    FOLDER = "plan-papers"
    JOB = "plans.render_paper"
    SUBJECT = "plans.paper"
    PAYLOAD = "paper"

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="papers")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="plan_paper_asked")]
        constraints = [models.CheckConstraint(condition=WHOLE, name="plan_paper_whole")]

    def __str__(self) -> str:
        return f"{self.plan} {self.language}"
