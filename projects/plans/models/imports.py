"""Readings from a file, between checking and storing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.register.models import Project


class ReadingImport(models.Model):
    """`rows` is what was read of the file and `report` what the check said of it; neither names a person.

    Rows: [line, business ID, name, invited and answered of each column pair]. Forgotten after a day.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reading_imports")
    read_on = models.DateField(_("day of the readings"))
    target = models.DecimalField(_("target, per cent"), max_digits=5, decimal_places=2)
    rows = models.JSONField(default=list)
    report = models.JSONField(default=list)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.read_on}"
