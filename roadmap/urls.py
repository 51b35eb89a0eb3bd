"""Addresses of the roadmap: public pages first, then the coordinator's room."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from roadmap.views import draft, editing, editions, linking, public

app_name = "roadmap"
urlpatterns = [
    path(_("roadmap/"), public.current, name="current"),
    path(_("roadmap/<slug:slug>/"), public.newest, name="newest"),
    path(_("roadmap/<slug:slug>/editions/"), public.archive, name="archive"),
    path(_("roadmap/<slug:slug>/<int:number>/"), public.edition, name="edition"),
    path(_("roadmap/<slug:slug>/<int:number>/step/<int:step>/"), public.step, name="step"),
    path(_("desk/<slug:project>/roadmap/"), draft.overview, name="draft"),
    path(_("desk/<slug:project>/roadmap/compose/"), draft.compose, name="compose"),
    path(_("desk/<slug:project>/roadmap/proposals/"), draft.answer, name="answer"),
    path(_("desk/<slug:project>/roadmap/words/"), editing.roadmap, name="words"),
    path(_("desk/<slug:project>/roadmap/theme/add/"), editing.theme_add, name="theme_add"),
    path(_("desk/<slug:project>/roadmap/theme/<int:theme>/"), editing.theme, name="theme"),
    path(
        _("desk/<slug:project>/roadmap/theme/<int:theme>/remove/"), editing.theme_remove, name="theme_remove"
    ),
    path(_("desk/<slug:project>/roadmap/theme/<int:theme>/move/"), editing.theme_move, name="theme_move"),
    path(_("desk/<slug:project>/roadmap/theme/<int:theme>/step/add/"), editing.step_add, name="step_add"),
    path(_("desk/<slug:project>/roadmap/step/<int:step>/"), editing.step, name="step_edit"),
    path(_("desk/<slug:project>/roadmap/step/<int:step>/remove/"), editing.step_remove, name="step_remove"),
    path(_("desk/<slug:project>/roadmap/step/<int:step>/move/"), editing.step_move, name="step_move"),
    path(_("desk/<slug:project>/roadmap/theme/<int:theme>/evidence/"), linking.theme, name="theme_evidence"),
    path(_("desk/<slug:project>/roadmap/step/<int:step>/evidence/"), linking.step, name="step_evidence"),
    path(_("desk/<slug:project>/roadmap/evidence/<int:link>/"), linking.caption, name="caption"),
    path(_("desk/<slug:project>/roadmap/evidence/<int:link>/remove/"), linking.unlink, name="unlink"),
    path(_("desk/<slug:project>/roadmap/evidence/<int:link>/first/"), linking.first, name="show_first"),
    path(_("desk/<slug:project>/roadmap/preview/"), editions.preview, name="preview"),
    path(_("desk/<slug:project>/roadmap/publish/"), editions.publish, name="publish"),
    path(_("desk/<slug:project>/roadmap/editions/"), editions.listing, name="editions"),
    path(_("desk/<slug:project>/roadmap/main/"), editions.make_main, name="make_main"),
    path(_("desk/<slug:project>/roadmap/editions/<int:number>/"), editions.render_again, name="render_again"),
]
