"""The address of what has been deleted, and what will be."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import deletions

urlpatterns = [
    path(_("desk/<slug:project>/surveys/deletions/"), deletions.deletion_log, name="deletions"),
]
