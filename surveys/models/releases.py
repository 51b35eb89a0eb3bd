"""Releases: protected cells, written once, hashed, never updated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group, Round


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> ReleaseQuerySet:
        """What a visitor may read: standing, of a public project, of a round that nobody ordered."""
        return self.filter(
            withdrawn_at__isnull=True, round__project__is_public=True, round__ordered_by__isnull=True
        )


class Release(models.Model):
    """What a round's answers may tell, for inside the project and for the public.

    `fingerprint` is the SHA-256 over the canonical JSON of all its groups' documents. `places` has for
    each group that may be shown the nearest one above it when this was released (id as text → id or
    null): a later correction may move a group, and the audit needs to know whom each figure was of.
    A withdrawn release stays: the next one's audit needs it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    places = models.JSONField(default=dict)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="release_number_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.number}"


class ReleasedGroup(models.Model):
    """One group's protected figures for one audience, as one JSON document."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="groups")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=6, choices=[("inside", "inside"), ("public", "public")])
    document = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "group", "audience"], name="released_group_once")
        ]
        indexes = [models.Index(fields=["release", "audience"], name="released_group_audience")]

    def __str__(self) -> str:
        return f"{self.group} ({self.audience})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a release is immutable")
        super().save(*args, **kwargs)
