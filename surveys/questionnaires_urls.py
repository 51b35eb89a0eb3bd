"""Addresses of the library of questionnaires."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import questionnaires

urlpatterns = [
    path(_("desk/<slug:project>/surveys/questionnaires/"), questionnaires.library, name="questionnaires"),
    path(
        _("desk/<slug:project>/surveys/questionnaires/import/"),
        questionnaires.upload,
        name="questionnaire_import",
    ),
    path(
        _("desk/<slug:project>/surveys/questionnaires/import/<str:ticket>/"),
        questionnaires.report,
        name="questionnaire_report",
    ),
    path(
        _("desk/<slug:project>/surveys/questionnaires/<int:pk>/"),
        questionnaires.questionnaire_page,
        name="questionnaire",
    ),
    path(
        _("desk/<slug:project>/surveys/questionnaires/<int:pk>/print/"),
        questionnaires.print_version,
        name="questionnaire_print",
    ),
    path(
        _("desk/<slug:project>/surveys/questionnaires/<int:pk>/file.<slug:file_format>"),
        questionnaires.download,
        name="questionnaire_file",
    ),
]
