"""Addresses of this app: the answering face, and the room of surveys in the desk."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys import (
    by_kind_urls,
    drafts_urls,
    fielding_urls,
    learning_urls,
    orders_urls,
    own_questions_urls,
    questionnaires_urls,
    reports_urls,
    results_urls,
    retention_urls,
    texts_urls,
    translations_urls,
)
from surveys.views import answering, headcounts, invitations, letters, rounds

app_name = "surveys"
urlpatterns = [
    path(_("answer/"), answering.enter_code, name="answer_code"),
    path(_("answer/unknown-link/"), answering.unknown_link, name="answer_unknown"),
    path(_("answer/<int:pk>/"), answering.start, name="answer_start"),
    path(_("answer/<int:pk>/questions/"), answering.questions, name="answer"),
    path(_("answer/<int:pk>/shared/<slug:code>/"), answering.start_shared, name="answer_shared"),
    path(_("headcounts/<str:token>/"), headcounts.confirm_headcounts, name="headcounts"),
    path(_("desk/<slug:project>/surveys/"), rounds.round_list, name="rounds"),
    path(_("desk/<slug:project>/surveys/new/"), rounds.round_create, name="round_create"),
    path(_("desk/<slug:project>/surveys/<int:pk>/"), rounds.round_page, name="round"),
    path(_("desk/<slug:project>/surveys/<int:pk>/edit/"), rounds.round_edit, name="round_edit"),
    path(_("desk/<slug:project>/surveys/<int:pk>/groups/"), rounds.round_groups, name="round_groups"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/ask-headcounts/"),
        headcounts.ask_headcounts,
        name="headcounts_ask",
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/open/"), rounds.round_open, name="round_open"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/back-to-draft/"),
        rounds.round_back_to_draft,
        name="round_back_to_draft",
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/delete/"), rounds.round_delete, name="round_delete"),
    path(_("desk/<slug:project>/surveys/<int:pk>/again/"), rounds.round_again, name="round_again"),
    path(_("desk/<slug:project>/surveys/<int:pk>/repeat/"), rounds.round_repeat, name="round_repeat"),
    path(_("desk/<slug:project>/surveys/<int:pk>/letters/"), letters.letters, name="letters"),
    path(_("desk/<slug:project>/surveys/<int:pk>/letters/test/"), letters.letters_test, name="letters_test"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/closing-time/"),
        rounds.round_closing_time,
        name="round_closing_time",
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/start-over/"), rounds.round_restart, name="round_restart"),
    path(_("desk/<slug:project>/surveys/<int:pk>/invitations/"), invitations.invitations, name="invitations"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/"),
        invitations.group_invitations,
        name="group_invitations",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/remind/"),
        rounds.round_remind,
        name="round_remind",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/retry/"),
        invitations.failed_retry,
        name="failed_retry",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/withdraw/"),
        invitations.failed_withdraw,
        name="failed_withdraw",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/slips/"),
        invitations.print_slips,
        name="slips",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/slips/<int:batch>/void/"),
        invitations.void_slips,
        name="void_slips",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/erase/"),
        invitations.erase_address,
        name="erase_address",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/shared-link/"),
        invitations.share_link,
        name="share_link",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/poster/"),
        invitations.poster,
        name="poster",
    ),
    *by_kind_urls.urlpatterns,
    *fielding_urls.urlpatterns,
    *orders_urls.urlpatterns,
    *own_questions_urls.urlpatterns,
    *drafts_urls.urlpatterns,
    *questionnaires_urls.urlpatterns,
    *reports_urls.urlpatterns,
    *learning_urls.urlpatterns,
    *results_urls.urlpatterns,
    *retention_urls.urlpatterns,
    *texts_urls.urlpatterns,
    *translations_urls.urlpatterns,
]
