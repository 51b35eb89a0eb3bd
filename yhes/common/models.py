"""Jobs, the audit trail and links between objects of different apps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def active(self) -> JobQuerySet:
        return self.filter(state__in=[Job.State.PENDING, Job.State.RUNNING])

    def about(self, subject: str) -> JobQuerySet:
        """Jobs of one subject, newest first."""
        return self.filter(subject=subject).order_by("-created_at")


class Job(models.Model):
    """A piece of long work, its progress and its outcome (see yhes.common.jobs)."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)  # fit for a person
    crash = models.CharField(max_length=80, blank=True)  # the exception's class, for operators
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-created_at"], name="job_subject"),
            models.Index(fields=["state", "heartbeat_at"], name="job_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state__in=["pending", "running"]),
                name="job_one_active_per_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_active(self) -> bool:
        return self.state in (self.State.PENDING, self.State.RUNNING)


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads and adds; a trail that can be rewritten proves nothing."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("the audit trail is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit trail is append-only")

    def forget(self, events: Sequence[AuditEvent]) -> None:
        """Write down what yhes.common.trail has left of the events' texts: nothing else is ever changed."""
        plain: models.QuerySet[AuditEvent] = models.QuerySet(self.model, using=self.db)
        plain.bulk_update(events, ["changes", "object_label", "emptied_at"])


class AuditEvent(models.Model):
    """Who did what to which object, with the changed fields; append-only, never about answers.

    Texts in `changes` go when their time is up (`emptied_at`, decision 0099); the events stay.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    project_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)  # {"field": [before, after]}
    keys = models.JSONField(default=dict)  # of those that name a row: {"field": [key before, key after]}
    emptied_at = models.DateTimeField(null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_object"),
            models.Index(fields=["project_id", "-at"], name="audit_project"),
            models.Index(fields=["at"], condition=Q(emptied_at__isnull=True), name="audit_with_texts"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the audit trail is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit trail is append-only")

    @property
    def emptied(self) -> list[str]:
        """The fields whose texts are gone, as their time was up."""
        return [field for field, sides in self.changes.items() if self.emptied_at and sides == [None, None]]


class Link(models.Model):
    """That one object came from another, readable from both ends ("register.step:4")."""

    source = models.CharField(max_length=120)
    target = models.CharField(max_length=120)
    relation = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["target"], name="link_target")]
        constraints = [models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.relation} {self.target}"
