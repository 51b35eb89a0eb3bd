"""What may be deleted and brought back: a row stays in the bin for thirty days."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

KEPT_DAYS: Final = 30
KEPT: Final = Q(deleted_at__isnull=True)
BINNED: Final = Q(deleted_at__isnull=False)


class Binned(models.Model):
    """`deleted_at` says since when a row is in the bin."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
