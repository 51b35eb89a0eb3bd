"""Reports: a view of results as a PDF, made by a job and kept for a few days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.releases import Release
from surveys.models.rounds import Group
from yhes.common.papers import WHOLE, Paper


class ReportFile(Paper):
    """One PDF, or the order for one. It holds no person: who may fetch it is asked at every fetch.

    `organisations` are those whose groups the reader may learn of, None for all (surveys.access.groups_of);
    `readable` the groups whose released open answers it may hold or, of feedback by stage, the groups of
    other rounds that stand beside its own.
    """

    FOLDER = "reports"
    JOB = "surveys.render_report"
    SUBJECT = "surveys.report"
    PAYLOAD = "report"

    class View(models.TextChoices):
        GROUP = "group", _("results")
        SUMMARY = "summary", _("three strengths and concerns")
        TEXTS = "texts", _("open answers")
        ROUNDS = "rounds", _("over the rounds")
        COMPETENCE = "competence", _("competence")
        STAGES = "stages", _("feedback by stage")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="reports")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    view = models.CharField(max_length=10, choices=View.choices)
    organisations = models.JSONField(null=True)
    readable = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=WHOLE, name="report_file_whole"),
            models.CheckConstraint(
                condition=Q(view__in=["group", "summary", "texts", "rounds", "competence", "stages"]),
                name="report_file_view_known",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="report_file_asked")]

    def __str__(self) -> str:
        return f"{self.group} {self.view} {self.language}"
