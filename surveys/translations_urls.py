"""Addresses of translating a questionnaire that is being written."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import translating

urlpatterns = [
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/translations/"),
        translating.translations,
        name="draft_translations",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/translations/csv/"),
        translating.download,
        name="draft_translations_file",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/translations/upload/"),
        translating.upload,
        name="draft_translations_upload",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/translations/save/"),
        translating.save_file,
        name="draft_translations_save",
    ),
]
