"""Addresses of what follows answering: closing, releasing, results, import."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import files, importing, public, results, steps

urlpatterns = [
    path(_("results/<int:pk>/"), public.release_page, name="release"),
    path(_("results/<int:pk>/files/<str:file>"), files.public_file, name="public_file"),
    path(_("desk/<slug:project>/surveys/import/"), importing.upload, name="import"),
    path(_("desk/<slug:project>/surveys/import/progress/<uuid:pk>/"), importing.progress, name="import_job"),
    path(_("desk/<slug:project>/surveys/import/<str:ticket>/"), importing.columns, name="import_columns"),
    path(_("desk/<slug:project>/surveys/<int:pk>/close/"), steps.close, name="close"),
    path(_("desk/<slug:project>/surveys/<int:pk>/count-again/"), steps.count_again, name="count_again"),
    path(_("desk/<slug:project>/surveys/<int:pk>/release/"), steps.release, name="publish"),
    path(_("desk/<slug:project>/surveys/<int:pk>/withdraw/"), steps.withdraw, name="withdraw"),
    path(_("desk/<slug:project>/surveys/<int:pk>/results/"), results.results, name="results"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/files/<str:file>"),
        files.inside_file,
        name="inside_file",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/"),
        results.group_page,
        name="group_results",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/summary/"),
        results.management_page,
        name="summary",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/over-time/"),
        results.over_time_page,
        name="over_time",
    ),
]
