"""Addresses of the funders' logos in the desk; part of the register's (urls.py)."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.register.views import logos

urlpatterns = [
    path(_("desk/<slug:project>/settings/logos/"), logos.logos, name="logos"),
    path(_("desk/<slug:project>/settings/logos/new/"), logos.logo_add, name="logo_add"),
    path(_("desk/<slug:project>/settings/logos/<int:logo>/"), logos.logo_edit, name="logo_edit"),
    path(_("desk/<slug:project>/settings/logos/<int:logo>/remove/"), logos.logo_remove, name="logo_remove"),
    path(_("desk/<slug:project>/settings/logos/<int:logo>/picture/"), logos.logo_file, name="logo_file"),
]
