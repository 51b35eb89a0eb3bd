"""What of a plan may be deleted and brought back, and when it was last touched."""

from __future__ import annotations

from django.db import models

from yhes.common import bins


class Binned(bins.Binned):
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
