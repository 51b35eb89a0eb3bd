"""Addresses of action plans, all on the desk."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.plans.views import (
    comparing,
    importing,
    lists,
    papers,
    parts,
    plans,
    reviews,
    scorecard,
    starting,
)

app_name = "plans"
urlpatterns = [
    path(_("desk/<slug:project>/plans/"), lists.plan_list, name="plan_list"),
    path(_("desk/<slug:project>/plans.csv"), lists.plan_export, {"file_format": "csv"}, name="plan_csv"),
    path(_("desk/<slug:project>/plans.xlsx"), lists.plan_export, {"file_format": "xlsx"}, name="plan_xlsx"),
    path(_("desk/<slug:project>/add-plan/"), lists.plan_add, name="plan_add"),
    path(
        _("desk/<slug:project>/plans/all/import-readings/"), importing.reading_import, name="reading_import"
    ),
    path(
        _("desk/<slug:project>/plans/all/import-readings/<int:pk>/"),
        importing.import_report,
        name="import_report",
    ),
    path(_("desk/<slug:project>/plans/all/start-action/"), starting.start_action, name="start_action"),
    path(_("desk/<slug:project>/plans/all/actions/"), lists.action_list, name="action_list"),
    path(
        _("desk/<slug:project>/plans/all/actions.csv"),
        lists.action_export,
        {"file_format": "csv"},
        name="action_csv",
    ),
    path(
        _("desk/<slug:project>/plans/all/actions.xlsx"),
        lists.action_export,
        {"file_format": "xlsx"},
        name="action_xlsx",
    ),
    path(_("desk/<slug:project>/plans/<slug:plan>/"), plans.plan, name="plan"),
    path(_("desk/<slug:project>/plans/<slug:plan>/edit/"), plans.plan_edit, name="plan_edit"),
    path(_("desk/<slug:project>/plans/<slug:plan>/state/"), plans.plan_state, name="plan_state"),
    path(_("desk/<slug:project>/plans/<slug:plan>/delete/"), plans.plan_delete, name="plan_delete"),
    path(_("desk/<slug:project>/plans/<slug:plan>/actions/<int:action>/"), parts.action, name="action"),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/actions/<int:action>/state/"),
        parts.action_state,
        name="action_state",
    ),
    path(_("desk/<slug:project>/plans/<slug:plan>/add/<slug:kind>/"), parts.part_add, name="part_add"),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/edit/<slug:kind>/<int:part>/"),
        parts.part_edit,
        name="part_edit",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/delete/<slug:kind>/<int:part>/"),
        parts.part_delete,
        name="part_delete",
    ),
    path(_("desk/<slug:project>/plans/<slug:plan>/scorecard/"), scorecard.scorecard, name="scorecard"),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/readings.csv"),
        scorecard.reading_export,
        {"file_format": "csv"},
        name="reading_csv",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/indicators/<int:indicator>/"),
        scorecard.indicator,
        name="indicator",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/indicators/<int:indicator>/take-figure/"),
        scorecard.take_figure,
        name="take_figure",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/indicators/<int:indicator>/compare/"),
        comparing.compare,
        name="compare",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/indicators/<int:indicator>/compare/take-back/"),
        comparing.compare_take_back,
        name="compare_take_back",
    ),
    path(_("desk/<slug:project>/plans/<slug:plan>/pdf/"), papers.paper, name="paper"),
    path(_("desk/<slug:project>/plans/<slug:plan>/pdf/file/"), papers.paper_file, name="paper_file"),
    path(_("desk/<slug:project>/plans/<slug:plan>/reviews/"), reviews.review_list, name="review_list"),
    path(_("desk/<slug:project>/plans/<slug:plan>/reviews/new/"), reviews.review_start, name="review_start"),
    path(_("desk/<slug:project>/plans/<slug:plan>/reviews/<int:review>/"), reviews.review, name="review"),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/reviews/<int:review>/edit/"),
        reviews.review_edit,
        name="review_edit",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/reviews/<int:review>/approve/"),
        reviews.review_approve,
        name="review_approve",
    ),
    path(
        _("desk/<slug:project>/plans/<slug:plan>/reviews/<int:review>/delete/"),
        reviews.review_delete,
        name="review_delete",
    ),
]
