"""Addresses of the partners' later rooms: employers, names, import, merging."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.register.views import employers, imports, merging, names

urlpatterns = [
    path(_("desk/<slug:project>/employers/"), employers.employer_list, name="employer_list"),
    path(
        _("desk/<slug:project>/employers.csv"),
        employers.employer_export,
        {"file_format": "csv"},
        name="employer_csv",
    ),
    path(
        _("desk/<slug:project>/employers.xlsx"),
        employers.employer_export,
        {"file_format": "xlsx"},
        name="employer_xlsx",
    ),
    path(_("desk/<slug:project>/employers/new/"), employers.employer_add, name="employer_add"),
    path(_("desk/<slug:project>/employers/<int:employer>/"), employers.employer_edit, name="employer_edit"),
    path(
        _("desk/<slug:project>/employers/<int:employer>/remove/"),
        employers.employer_remove,
        name="employer_remove",
    ),
    path(_("desk/<slug:project>/partners/import/"), imports.partner_import, name="partner_import"),
    path(
        _("desk/<slug:project>/partners/import/<int:pk>/columns/"),
        imports.partner_import_columns,
        name="partner_import_columns",
    ),
    path(
        _("desk/<slug:project>/partners/import/<int:pk>/"),
        imports.partner_import_report,
        name="partner_import_report",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/names/"),
        names.organisation_names,
        name="organisation_names",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/merge/"),
        merging.organisation_merge,
        name="organisation_merge",
    ),
]
