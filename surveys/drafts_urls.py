"""Addresses of the questionnaire editor."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import drafting

urlpatterns = [
    path(_("desk/<slug:project>/surveys/questionnaires/new/"), drafting.start, name="draft_start"),
    path(_("desk/<slug:project>/surveys/questionnaires/<int:pk>/copy/"), drafting.copy, name="draft_copy"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/"), drafting.overview, name="draft"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/basics/"), drafting.basics, name="draft_basics"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/preview/"), drafting.preview, name="draft_preview"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/sheet/"), drafting.sheet, name="draft_sheet"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/publish/"), drafting.publish, name="draft_publish"),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/delete/"), drafting.delete, name="draft_delete"),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/new-section/"),
        drafting.section_add,
        name="draft_section_add",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/sections/<str:code>/"),
        drafting.section,
        name="draft_section",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/sections/<str:code>/move/"),
        drafting.section_move,
        name="draft_section_move",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/sections/<str:code>/delete/"),
        drafting.section_delete,
        name="draft_section_delete",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/sections/<str:code>/add/<slug:kind>/"),
        drafting.part_add,
        name="draft_part_add",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/questions/<str:code>/"),
        drafting.part,
        name="draft_part",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/questions/<str:code>/condition/"),
        drafting.condition,
        name="draft_condition",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/questions/<str:code>/move/"),
        drafting.part_move,
        name="draft_part_move",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/questions/<str:code>/delete/"),
        drafting.part_delete,
        name="draft_part_delete",
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/new-role/"), drafting.role_add, name="draft_role_add"
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/roles/<str:code>/"), drafting.role, name="draft_role"
    ),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/roles/<str:code>/delete/"),
        drafting.role_delete,
        name="draft_role_delete",
    ),
    path(_("desk/<slug:project>/surveys/drafts/<int:pk>/bank/"), drafting.bank, name="draft_bank"),
    path(
        _("desk/<slug:project>/surveys/drafts/<int:pk>/bank/copy/"),
        drafting.bank_copy,
        name="draft_bank_copy",
    ),
]
