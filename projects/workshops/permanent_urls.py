"""Addresses that name no language and never change: for print, QR codes, calendars and citations."""

from __future__ import annotations

from django.urls import path

from projects.workshops.views import public

app_name = "workshops_id"
urlpatterns = [
    path("id/event/<int:number>", public.permanent_event, name="event"),
    path("id/events.ics", public.permanent_feed, name="feed"),
]
