"""The desk's own pages; every room inside a project lives in its app."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yhes.desk.views import bins, calendars, portfolio, project, restoring, weekly

app_name = "desk"
urlpatterns = [
    path("", portfolio.overview, name="overview"),
    path("job/<uuid:pk>/", project.job, name="job"),
    path(_("own/projects.csv"), portfolio.portfolio_export, {"file_format": "csv"}, name="portfolio_csv"),
    path(_("own/projects.xlsx"), portfolio.portfolio_export, {"file_format": "xlsx"}, name="portfolio_xlsx"),
    path(_("own/calendar/"), calendars.own_calendar, name="calendar"),
    path(_("own/calendar/subscription/"), calendars.calendar_link, name="calendar_link"),
    path(_("own/weekly-letter/"), weekly.weekly_letter, name="weekly_letter"),
    path("<slug:project>/", project.project, name="project"),
    path(_("<slug:project>/bin/"), bins.bin_page, name="bin"),
    path(_("<slug:project>/history/<int:event>/<slug:field>/restore/"), restoring.restore, name="restore"),
    path(_("<slug:project>/bin/<slug:kind>/<int:item>/restore/"), bins.bin_restore, name="bin_restore"),
    path(_("<slug:project>/calendar/"), calendars.project_calendar, name="project_dates"),
]
