"""Workshops as administrators see them; they are changed on the desk."""

from __future__ import annotations

from django.contrib import admin

from projects.workshops.models import Workshop
from yhes.accounts.admin import ReadOnly, site


@admin.register(Workshop, site=site)
class WorkshopAdmin(ReadOnly):
    list_display = ("title", "project", "kind", "state", "starts_at", "capacity", "is_example")
    list_filter = ("state", "kind", "project")
    list_select_related = ("project",)
    search_fields = ("title", "slug")
