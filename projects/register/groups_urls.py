"""Addresses of steering and theme groups; part of the register's (urls.py)."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.register.views.groups import links, lists, meetings, minutes, printing, room, sending

urlpatterns = [
    path(_("meetings/<str:token>/"), links.meeting_link, name="meeting_link"),
    path(_("meetings/<str:token>/calendar.ics"), links.meeting_link_calendar, name="meeting_link_calendar"),
    path(_("meetings/<str:token>/papers/<int:document>/"), links.meeting_link_file, name="meeting_link_file"),
    path(_("desk/<slug:project>/groups/"), room.group_list, name="group_list"),
    path(_("desk/<slug:project>/groups/meetings/"), lists.meeting_list, name="meeting_list"),
    path(
        _("desk/<slug:project>/groups/meetings.csv"),
        lists.meeting_export,
        {"file_format": "csv"},
        name="meeting_csv",
    ),
    path(
        _("desk/<slug:project>/groups/meetings.xlsx"),
        lists.meeting_export,
        {"file_format": "xlsx"},
        name="meeting_xlsx",
    ),
    path(_("desk/<slug:project>/groups/new/"), room.group_add, name="group_add"),
    path(_("desk/<slug:project>/groups/<int:group>/"), room.group, name="group"),
    path(_("desk/<slug:project>/groups/<int:group>/change/"), room.group_edit, name="group_edit"),
    path(_("desk/<slug:project>/groups/<int:group>/remove/"), room.group_remove, name="group_remove"),
    path(
        _("desk/<slug:project>/groups/<int:group>/members/new/"),
        room.group_member_add,
        name="group_member_add",
    ),
    path(
        _("desk/<slug:project>/groups/<int:group>/members/<int:member>/"),
        room.group_member_edit,
        name="group_member_edit",
    ),
    path(
        _("desk/<slug:project>/groups/<int:group>/members/<int:member>/remove/"),
        room.group_member_remove,
        name="group_member_remove",
    ),
    path(_("desk/<slug:project>/groups/<int:group>/meetings/new/"), meetings.meeting_add, name="meeting_add"),
    path(_("desk/<slug:project>/groups/meetings/<int:meeting>/"), meetings.meeting, name="meeting"),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/change/"),
        meetings.meeting_edit,
        name="meeting_edit",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/remove/"),
        meetings.meeting_remove,
        name="meeting_remove",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/calendar.ics"),
        printing.meeting_calendar,
        name="meeting_calendar",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/agenda/new/"),
        meetings.item_edit,
        name="agenda_item_add",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/agenda/<int:item>/"),
        meetings.item_edit,
        name="agenda_item",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/agenda/<int:item>/move/"),
        meetings.item_move,
        name="agenda_item_move",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/agenda/<int:item>/remove/"),
        meetings.item_remove,
        name="agenda_item_remove",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/papers/new/"),
        meetings.paper_add,
        name="paper_add",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/papers/<int:paper>/remove/"),
        meetings.paper_remove,
        name="paper_remove",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/papers/send/"),
        sending.papers_send,
        name="papers_send",
    ),
    path(_("desk/<slug:project>/groups/meetings/<int:meeting>/minutes/"), minutes.minutes, name="minutes"),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/minutes/approve/"),
        minutes.minutes_approve,
        name="minutes_approve",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/minutes/<int:item>/decision/"),
        minutes.decision_add,
        name="minutes_decision",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/minutes/<int:item>/correct/"),
        minutes.minutes_correct,
        name="minutes_correct",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/print/<slug:what>/"),
        printing.meeting_print,
        name="meeting_print",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/pdf/<slug:what>/"),
        printing.meeting_pdf,
        name="meeting_pdf",
    ),
    path(
        _("desk/<slug:project>/groups/meetings/<int:meeting>/pdf/<slug:what>/file/"),
        printing.meeting_pdf_file,
        name="meeting_pdf_file",
    ),
]
