"""Addresses of the follow-up room and of documents; part of the register's (urls.py)."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.register.views import documents, followup

urlpatterns = [
    path(_("desk/<slug:project>/follow-up/"), followup.overview, name="followup"),
    path(_("desk/<slug:project>/follow-up/documents/new/"), documents.document_add, name="document_add"),
    path(
        _("desk/<slug:project>/follow-up/documents/<int:item>/"),
        documents.document_edit,
        name="document_edit",
    ),
    path(
        _("desk/<slug:project>/follow-up/documents/<int:item>/file/"),
        documents.document_file,
        name="document_file",
    ),
    path(_("projects/<slug:slug>/documents/<int:item>/"), documents.public_file, name="public_document_file"),
    path(_("desk/<slug:project>/follow-up/<slug:kind>/"), followup.item_list, name="followup_list"),
    path(
        _("desk/<slug:project>/follow-up/<slug:kind>.csv"),
        followup.item_export,
        {"file_format": "csv"},
        name="followup_csv",
    ),
    path(
        _("desk/<slug:project>/follow-up/<slug:kind>.xlsx"),
        followup.item_export,
        {"file_format": "xlsx"},
        name="followup_xlsx",
    ),
    path(_("desk/<slug:project>/follow-up/<slug:kind>/new/"), followup.item_edit, name="followup_add"),
    path(
        _("desk/<slug:project>/follow-up/<slug:kind>/<int:item>/"), followup.item_edit, name="followup_item"
    ),
    path(
        _("desk/<slug:project>/follow-up/<slug:kind>/<int:item>/remove/"),
        followup.item_remove,
        name="followup_remove",
    ),
]
