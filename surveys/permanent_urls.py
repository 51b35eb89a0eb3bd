"""Addresses that are printed on paper or stand in letters; they name no language."""

from __future__ import annotations

from django.urls import path

from surveys.views import answering, public

app_name = "surveys_id"
urlpatterns = [
    path("id/release/<int:pk>", public.permanent, name="release"),
    path("v/", answering.no_code, name="code"),
    path("v/<path:token>", answering.enter, name="enter"),
    path("k/<slug:code>/tablet", answering.enter_tablet, name="tablet"),
    path("k/<path:code>", answering.enter_shared, name="shared"),
]
