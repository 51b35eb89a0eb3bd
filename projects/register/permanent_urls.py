"""Addresses that name no language and never change: for print, QR codes and citations."""

from __future__ import annotations

from django.urls import path

from projects.register.views import logos, public

app_name = "register_id"
urlpatterns = [
    path("id/funder-logo/<int:number>", logos.public_logo, name="logo_file"),
    path("id/project/<int:number>", public.permanent_project, name="project"),
    path("id/organisation/<int:number>", public.permanent_organisation, name="organisation"),
]
