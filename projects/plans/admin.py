"""Action plans as administrators see them; they are changed on the desk."""

from __future__ import annotations

from django.contrib import admin

from projects.plans.models import ActionPlan
from yhes.accounts.admin import ReadOnly, site


@admin.register(ActionPlan, site=site)
class ActionPlanAdmin(ReadOnly):
    list_display = ("title", "project", "organisation", "state", "deleted_at", "is_example")
    list_filter = ("state", "project")
    list_select_related = ("project", "organisation")
    search_fields = ("title", "slug")
