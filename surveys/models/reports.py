"""Reports: a view of results as a PDF, made by a job and kept for a few days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.releases import Release
from surveys.models.rounds import Group


class ReportFile(models.Model):
    """One PDF, or the order for one. It holds no person: who may fetch it is asked at every fetch.

    `key` is the SHA-256 (hex) of all that the report shows, so that the same report is made once and a
    changed one is another. `organisations` are those whose groups the reader may learn of, None for all
    (surveys.access.groups_of); `readable` the groups whose released open answers it may hold or, of
    feedback by stage, the groups of other rounds that stand beside its own. `path` is
    relative to MEDIA_ROOT and empty until the file stands in its place.
    """

    KEPT_DAYS = 7

    class View(models.TextChoices):
        GROUP = "group", _("results")
        SUMMARY = "summary", _("three strengths and concerns")
        TEXTS = "texts", _("open answers")
        ROUNDS = "rounds", _("over the rounds")
        COMPETENCE = "competence", _("competence")
        STAGES = "stages", _("feedback by stage")

    key = models.CharField(max_length=64, unique=True)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="reports")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    view = models.CharField(max_length=10, choices=View.choices)
    language = models.CharField(max_length=2)
    organisations = models.JSONField(null=True)
    readable = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(path="", size=0, pages=0) | Q(path__gt="", size__gt=0, pages__gt=0),
                name="report_file_whole",
            ),
            models.CheckConstraint(
                condition=Q(view__in=["group", "summary", "texts", "rounds", "competence", "stages"]),
                name="report_file_view_known",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="report_file_asked")]

    def __str__(self) -> str:
        return f"{self.group} {self.view} {self.language}"

    @property
    def is_ready(self) -> bool:
        return bool(self.path)
