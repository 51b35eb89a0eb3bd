"""Public pages that belong to no app."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yhes.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path(_("how-we-protect-your-answers/"), views.protection, name="protection"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("privacy/"), views.privacy, name="privacy"),
    path(_("open-data/"), views.open_data, name="open_data"),
    path(_("components/"), views.components, name="components"),
]
