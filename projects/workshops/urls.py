"""Addresses of events: public pages, personal links, and the desk's workshops."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.workshops.views import (
    desk_list,
    desk_workshop,
    outcomes,
    own,
    participants,
    public,
    registering,
)

app_name = "workshops"
urlpatterns = [
    path(_("events/"), public.event_list, name="event_list"),
    path(_("events.ics"), public.event_feed, name="event_feed"),
    path(_("events/<slug:slug>/"), public.event, name="event"),
    path(_("events/<slug:slug>.ics"), public.event_calendar, name="event_calendar"),
    path(_("events/<slug:slug>/register/"), registering.register, name="register"),
    path(_("events/<slug:slug>/registered/"), registering.registered, name="registered"),
    path(_("registration/<str:token>/"), own.registration, name="registration"),
    path(_("registration/<str:token>/cancel/"), own.cancel, name="registration_cancel"),
    path(_("registration/<str:token>/undo/"), own.restore, name="registration_restore"),
    path(_("registration/<str:token>/vote/<int:outcome>/"), own.vote, name="vote"),
    path(_("registration/<str:token>/event.ics"), own.own_calendar, name="own_calendar"),
    path(_("desk/<slug:project>/workshops/"), desk_list.workshop_list, name="workshop_list"),
    path(
        _("desk/<slug:project>/workshops.csv"),
        desk_list.workshop_export,
        {"file_format": "csv"},
        name="workshop_csv",
    ),
    path(
        _("desk/<slug:project>/workshops.xlsx"),
        desk_list.workshop_export,
        {"file_format": "xlsx"},
        name="workshop_xlsx",
    ),
    path(_("desk/<slug:project>/add-workshop/"), desk_list.workshop_add, name="workshop_add"),
    path(_("desk/<slug:project>/workshops/<slug:workshop>/"), desk_workshop.workshop, name="workshop"),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/edit/"),
        desk_workshop.workshop_edit,
        name="workshop_edit",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/publish/"),
        desk_workshop.workshop_publish,
        name="workshop_publish",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/cancel/"),
        desk_workshop.workshop_cancel,
        name="workshop_cancel",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/held/"),
        desk_workshop.workshop_held,
        name="workshop_held",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/delete/"),
        desk_workshop.workshop_delete,
        name="workshop_delete",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/participants/"),
        participants.participants,
        name="participants",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/participants/erase/"),
        participants.participant_erase,
        name="participant_erase",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/participants.csv"),
        participants.participant_export,
        {"file_format": "csv"},
        name="participants_csv",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/participants.xlsx"),
        participants.participant_export,
        {"file_format": "xlsx"},
        name="participants_xlsx",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/outcomes/new/"),
        outcomes.outcome_edit,
        name="outcome_add",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/outcomes/<int:outcome>/"),
        outcomes.outcome_edit,
        name="outcome_edit",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/outcomes/<int:outcome>/delete/"),
        outcomes.outcome_delete,
        name="outcome_delete",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/outcomes/<int:outcome>/move/"),
        outcomes.outcome_move,
        name="outcome_move",
    ),
    path(
        _("desk/<slug:project>/workshops/<slug:workshop>/outcomes/<int:outcome>/vote/"),
        outcomes.outcome_vote,
        name="outcome_vote",
    ),
]
