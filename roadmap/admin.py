"""The roadmap as administrators see it; it is changed on the desk, and editions never."""

from __future__ import annotations

from django.contrib import admin

from roadmap.models import Edition, EditionFile, Roadmap
from yhes.accounts.admin import ReadOnly, site


@admin.register(Roadmap, site=site)
class RoadmapAdmin(ReadOnly):
    list_display = ("title", "project", "is_main")
    list_select_related = ("project",)


@admin.register(Edition, site=site)
class EditionAdmin(ReadOnly):
    list_display = ("roadmap", "number", "published_at", "published_by", "fingerprint")
    list_select_related = ("roadmap", "published_by")


@admin.register(EditionFile, site=site)
class EditionFileAdmin(ReadOnly):
    list_display = ("edition", "language", "state", "pages", "size", "rendered_at")
    list_filter = ("state", "language")
    list_select_related = ("edition__roadmap",)
