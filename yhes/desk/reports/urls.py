"""Addresses of reports to the funder, all on the desk."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yhes.desk.reports.views import lists, report, submitting, writing

app_name = "reports"
urlpatterns = [
    path(_("desk/<slug:project>/reports/"), lists.report_list, name="list"),
    path(_("desk/<slug:project>/reports.csv"), lists.report_export, {"file_format": "csv"}, name="list_csv"),
    path(
        _("desk/<slug:project>/reports.xlsx"), lists.report_export, {"file_format": "xlsx"}, name="list_xlsx"
    ),
    path(_("desk/<slug:project>/reports/new/"), writing.create, name="create"),
    path(_("desk/<slug:project>/reports/<int:pk>/"), report.report, name="report"),
    path(_("desk/<slug:project>/reports/<int:pk>/edit/"), writing.edit, name="edit"),
    path(_("desk/<slug:project>/reports/<int:pk>/text/<int:text>/"), writing.text, name="text"),
    path(_("desk/<slug:project>/reports/<int:pk>/refresh/"), report.refresh, name="refresh"),
    path(_("desk/<slug:project>/reports/<int:pk>/delete/"), writing.delete, name="delete"),
    path(_("desk/<slug:project>/reports/<int:pk>/submit/"), submitting.submit, name="submit"),
    path(_("desk/<slug:project>/reports/<int:pk>/correct/"), submitting.correct, name="correct"),
    path(_("desk/<slug:project>/reports/<int:pk>/files/"), submitting.files_again, name="files_again"),
    path(_("desk/<slug:project>/reports/<int:pk>/file.<slug:kind>"), report.file, name="file"),
]
