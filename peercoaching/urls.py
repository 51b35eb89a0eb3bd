"""Addresses of peer coaching: public pages, personal links, and the desk's room."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from peercoaching.views import asking, keeping, pairs, public, requests, room

app_name = "peercoaching"
urlpatterns = [
    path(_("peer-coaching/"), public.networks, name="networks"),
    path(_("peer-coaching/own/<str:token>/"), asking.own_request, name="own_request"),
    path(_("peer-coaching/own/<str:token>/withdraw/"), asking.withdraw, name="withdraw"),
    path(_("peer-coaching/answer/<str:token>/"), asking.answer, name="answer"),
    path(_("peer-coaching/<slug:slug>/"), public.network, name="network"),
    path(_("peer-coaching/<slug:slug>/ask/"), asking.ask, name="ask"),
    path(_("peer-coaching/<slug:slug>/asked/"), asking.asked, name="asked"),
    path(_("desk/<slug:project>/peer-coaching/"), room.room, name="room"),
    path(_("desk/<slug:project>/peer-coaching/pairs/"), room.pairs, name="pairs"),
    path(
        _("desk/<slug:project>/peer-coaching/pairs.csv"),
        room.export,
        {"file_format": "csv"},
        name="pairs_csv",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/pairs.xlsx"),
        room.export,
        {"file_format": "xlsx"},
        name="pairs_xlsx",
    ),
    path(_("desk/<slug:project>/peer-coaching/coaches/"), room.coaches, name="coaches"),
    path(_("desk/<slug:project>/peer-coaching/requests/<int:pk>/"), requests.request_page, name="request"),
    path(
        _("desk/<slug:project>/peer-coaching/requests/<int:pk>/close/"),
        requests.request_close,
        name="request_close",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/requests/<int:pk>/erase/"),
        requests.request_erase,
        name="request_erase",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/proposals/<int:pk>/call-off/"),
        requests.take_back,
        name="take_back",
    ),
    path(_("desk/<slug:project>/peer-coaching/pairs/<int:pk>/"), pairs.pair_page, name="pair"),
    path(_("desk/<slug:project>/peer-coaching/pairs/<int:pk>/end/"), pairs.pair_end, name="pair_end"),
    path(
        _("desk/<slug:project>/peer-coaching/pairs/<int:pk>/sessions/<int:session>/delete/"),
        pairs.session_delete,
        name="session_delete",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/pairs/<int:pk>/sessions/restore/<int:event>/"),
        pairs.session_restore,
        name="session_restore",
    ),
    path(_("desk/<slug:project>/peer-coaching/new-network/"), keeping.network_form, name="network_add"),
    path(
        _("desk/<slug:project>/peer-coaching/networks/<slug:slug>/"),
        keeping.network_form,
        name="network_edit",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/networks/<slug:slug>/new-coach/"),
        keeping.coach_add,
        name="coach_add",
    ),
    path(_("desk/<slug:project>/peer-coaching/coaches/<int:pk>/"), keeping.coach_edit, name="coach_edit"),
    path(
        _("desk/<slug:project>/peer-coaching/coaches/<int:pk>/state/"),
        keeping.coach_state,
        name="coach_state",
    ),
    path(
        _("desk/<slug:project>/peer-coaching/coaches/<int:pk>/leave/"),
        keeping.coach_leave,
        name="coach_leave",
    ),
]
