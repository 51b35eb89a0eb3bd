"""The register as administrators see it; it is changed on the desk."""

from __future__ import annotations

from django.contrib import admin

from projects.register.models import Membership, Organisation, Partnership, Programme, Project
from yhes.accounts.admin import ReadOnly, site


@admin.register(Programme, site=site)
class ProgrammeAdmin(ReadOnly):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(Project, site=site)
class ProjectAdmin(ReadOnly):
    list_display = ("name", "acronym", "programme", "state", "starts_on", "ends_on", "is_public")
    list_filter = ("state", "is_public")
    list_select_related = ("programme",)
    search_fields = ("name", "acronym", "slug")


@admin.register(Organisation, site=site)
class OrganisationAdmin(ReadOnly):
    list_display = ("name", "trade_name", "kind", "business_id", "region", "is_fictional")
    list_filter = ("kind", "is_fictional")
    list_select_related = ("region",)
    search_fields = ("name", "trade_name", "business_id")


@admin.register(Partnership, site=site)
class PartnershipAdmin(ReadOnly):
    list_display = ("project", "organisation", "role", "state")
    list_filter = ("project", "role", "state")
    list_select_related = ("project", "organisation")


@admin.register(Membership, site=site)
class MembershipAdmin(ReadOnly):
    list_display = ("user", "project", "organisation", "role", "created_at")
    list_filter = ("project", "role")
    list_select_related = ("user", "project", "organisation")
    search_fields = ("user__email", "user__name")
