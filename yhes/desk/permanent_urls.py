"""Addresses that name no language: secret ones, which programs keep."""

from __future__ import annotations

from django.urls import path

from yhes.desk.views import calendars, weekly

app_name = "desk_id"
urlpatterns = [
    path("id/calendar/<str:token>.ics", calendars.feed, name="calendar"),
    path("id/weekly-letter/<str:token>", weekly.stop, name="weekly"),
]
