"""The desk's own pages; every room inside a project lives in its app."""

from __future__ import annotations

from django.urls import path

from yhes.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("job/<uuid:pk>/", views.job, name="job"),
    path("<slug:project>/", views.project, name="project"),
]
