"""Addresses of the partners' later rooms: employers, names, import, merging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from projects.register.views import agreements, confirming, employers, imports, merging, names

_PARTNERS = (
    _("desk/<slug:project>/partners/import/"),
    _("desk/<slug:project>/partners/import/<int:pk>/columns/"),
    _("desk/<slug:project>/partners/import/<int:pk>/"),
    _("desk/<slug:project>/partners/import/<int:pk>/report.csv"),
    _("desk/<slug:project>/partners/import/<int:pk>/report.xlsx"),
    _("desk/<slug:project>/partners/import/template.csv"),
    _("desk/<slug:project>/partners/import/template.xlsx"),
)
_EMPLOYERS = (
    _("desk/<slug:project>/employers/import/"),
    _("desk/<slug:project>/employers/import/<int:pk>/columns/"),
    _("desk/<slug:project>/employers/import/<int:pk>/"),
    _("desk/<slug:project>/employers/import/<int:pk>/report.csv"),
    _("desk/<slug:project>/employers/import/<int:pk>/report.xlsx"),
    _("desk/<slug:project>/employers/import/template.csv"),
    _("desk/<slug:project>/employers/import/template.xlsx"),
)


def _importing(name: str, subject: str, addresses: Sequence[Any]) -> list[URLPattern]:
    """Upload, columns, report, all of it as a file, and the empty table of one kind of file."""
    at = {"subject": subject}
    start, columns, report, report_csv, report_xlsx, as_csv, as_xlsx = addresses
    return [
        path(start, imports.upload, at, name=name),
        path(columns, imports.columns, at, name=f"{name}_columns"),
        path(report, imports.report, at, name=f"{name}_report"),
        path(report_csv, imports.report_export, {**at, "file_format": "csv"}, name=f"{name}_report_csv"),
        path(report_xlsx, imports.report_export, {**at, "file_format": "xlsx"}, name=f"{name}_report_xlsx"),
        path(as_csv, imports.template, {**at, "file_format": "csv"}, name=f"{name}_template_csv"),
        path(as_xlsx, imports.template, {**at, "file_format": "xlsx"}, name=f"{name}_template_xlsx"),
    ]


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
    *_importing("partner_import", "partners", _PARTNERS),
    *_importing("employer_import", "employers", _EMPLOYERS),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/names/"),
        names.organisation_names,
        name="organisation_names",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/agreement/"),
        agreements.partner_agreement,
        name="partner_agreement",
    ),
    path(_("desk/<slug:project>/partners/<slug:organisation>/confirm/"), confirming.confirm, name="confirm"),
    path(_("own-organisation/<str:token>/"), confirming.contact_link, name="contact_link"),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/merge/"),
        merging.organisation_merge,
        name="organisation_merge",
    ),
]
