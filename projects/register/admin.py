"""The register as administrators see it. Programmes are made here; the rest is changed on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects.register.models import Organisation, Programme, Project
from yhes.accounts.admin import ReadOnly, site
from yhes.common import audit


@admin.register(Programme, site=site)
class ProgrammeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not at run time
    list_display = ("name", "slug")
    fields = ("slug", "name_fi", "name_sv", "name_en", "description_fi", "description_sv", "description_en")
    search_fields = ("name_fi", "name_sv", "name_en")
    ordering = ("name_fi",)

    def save_model(self, request: HttpRequest, obj: Programme, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changes = {name: (form.initial.get(name), getattr(obj, name)) for name in form.changed_data}
        action = "register.programme_changed" if change else "register.programme_created"
        audit.record(actor=request.user, action=action, on=obj, changes=changes)


@admin.register(Project, site=site)
class ProjectAdmin(ReadOnly):
    list_display = ("name", "state", "programme", "starts_on", "ends_on", "is_public")
    list_filter = ("state", "programme", "is_public")
    list_select_related = ("programme",)
    search_fields = ("name_fi", "name_sv", "name_en")
    ordering = ("name_fi",)


@admin.register(Organisation, site=site)
class OrganisationAdmin(ReadOnly):
    list_display = ("name", "trade_name", "business_id", "kind", "provider", "region", "is_fictional")
    list_filter = ("kind", "legal_form", "region", "is_fictional")
    list_select_related = ("provider", "region")
    search_fields = ("name_fi", "name_sv", "name_en", "business_id")
    ordering = ("name_fi",)
