"""Reports to the funder, the words written into them, and the files that were made of what was submitted."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models import Project
from yhes.common.bins import Binned, BinnedQuerySet

LANGUAGES: Final = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))


class FunderReportQuerySet(BinnedQuerySet):
    def drafts(self) -> BinnedQuerySet:
        return self.present().filter(state=FunderReport.State.DRAFT)


class FunderReport(Binned):
    """A report on a period, both days included, in one language.

    `figures` is what the apps told at `figures_at` (yhes.common.reporting, as a list of documents).
    Once submitted, `snapshot` is all that is read, `fingerprint` the SHA-256 (hex) over its canonical
    JSON, and the row never changes; a correction is a new report that names the one it `corrects`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="funder_reports")
    title = models.CharField(_("title"), max_length=200)
    first = models.DateField(_("period from"))
    last = models.DateField(_("period to"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fi")
    due_on = models.DateField(_("due to the funder"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    figures = models.JSONField(default=list)
    figures_at = models.DateTimeField()
    snapshot = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FunderReportQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-version", "-pk"]
        indexes = [models.Index(fields=["project", "state"], name="funder_report_project")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="funder_report_period",
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", snapshot__isnull=True, fingerprint="", submitted_at__isnull=True)
                | (
                    Q(state="submitted", snapshot__isnull=False, submitted_at__isnull=False)
                    & ~Q(fingerprint="")
                ),
                name="funder_report_frozen_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(deleted_at__isnull=True), name="funder_report_archived"
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects__isnull=True) | Q(version__gt=1, corrects__isnull=False),
                name="funder_report_version_names_one_before",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(deleted_at__isnull=True), name="funder_report_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["fi", "sv", "en"]), name="funder_report_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_late(self) -> bool:
        overdue = self.due_on is not None and self.due_on < timezone.localdate()
        return overdue and not self.is_submitted

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and FunderReport.objects.filter(pk=self.pk, state=self.State.SUBMITTED).exists():
            raise TypeError("a submitted report is archived; correct it by a new version")
        super().save(*args, **kwargs)


class ReportText(models.Model):
    """What the coordinator has written into one section, as Markdown.

    `section` is a ReportSection's key. `title` and `place` are what the section had last: text whose
    section the apps do not give any more stays in its place.
    """

    report = models.ForeignKey(FunderReport, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    place = models.IntegerField(default=0)
    before = models.TextField(_("text before the tables"), max_length=20_000, blank=True)
    after = models.TextField(_("text after the tables"), max_length=20_000, blank=True)
    deviation = models.TextField(_("deviations from the plan"), max_length=10_000, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_text_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_empty(self) -> bool:
        return not (self.before or self.after or self.deviation)


class ReportFile(models.Model):
    """A file of a submitted report, made once; `path` is relative to MEDIA_ROOT."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        CSV = "csv", "CSV"

    report = models.ForeignKey(FunderReport, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="funder_report_file_once"),
            models.CheckConstraint(
                condition=Q(path="", made_at__isnull=True)
                | (Q(made_at__isnull=False, size__gt=0) & ~Q(path="") & ~Q(sha256="")),
                name="funder_report_file_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["pdf", "docx", "csv"]), name="funder_report_file_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.kind}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None
