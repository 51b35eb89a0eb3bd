"""An uploaded file of partners or employers on its way into the register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register.models.projects import Project


class PartnerImport(models.Model):
    """A file, what its columns mean, what would come of it, and whether it was stored.

    `columns`: for each column of the file the field it goes to, "" for none. `answers`: line → "new" or
    the key of the organisation it is about, as the coordinator has decided. `report` and `fingerprint`
    are of the newest check: what is stored must still be exactly that. `report` has the first lines of each
    kind; all of them are in the file `report_path` of the default storage, "" when there is none.
    `has_many_rows`: more than are handled while somebody waits.
    """

    class Subject(models.TextChoices):
        PARTNERS = "partners", _("partners")
        EMPLOYERS = "employers", _("employers")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKED = "checked", _("checked")
        STORED = "stored", _("stored")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    subject = models.CharField(max_length=9, choices=Subject.choices, default=Subject.PARTNERS)
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=200, blank=True)  # "" once the file is gone
    has_many_rows = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    report_path = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="uploaded") | ~Q(fingerprint=""), name="partner_import_checked_has_report"
            ),
            models.CheckConstraint(
                condition=~Q(path="") | Q(state="stored"), name="partner_import_open_has_file"
            ),
        ]

    def __str__(self) -> str:
        return self.name
