"""Editions: what was published, frozen for good, and its files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadmap.models.drafts import Roadmap


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest_first(self) -> EditionQuerySet:
        return self.order_by("-number")

    def for_page(self) -> EditionQuerySet:
        """With what a public page names beside the snapshot, in one query."""
        return self.select_related("roadmap__project")


class Edition(models.Model):
    """A snapshot of everything the edition shows, written once.

    `fingerprint` is the SHA-256 (hex) over the canonical JSON of `snapshot`. Page, PDF, CSV and
    JSON read the snapshot and nothing else.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.roadmap} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an edition is immutable; publish a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an edition is permanent: it has been cited")


class EditionFile(models.Model):
    """The PDF of an edition in one language; `path` is relative to MEDIA_ROOT.

    The row describes the file that is in place. While a new one is being made, the old file
    and the old row stay.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("being made")
        READY = "ready", _("ready")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="edition_file_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(path__gt="", size__gt=0, sha256__gt=""),
                name="edition_file_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language}"
