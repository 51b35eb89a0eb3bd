"""Addresses of search: for everybody, and in the desk for those who have signed in."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yhes.desk.search import views

app_name = "search"
urlpatterns = [
    path(_("search/"), views.public, name="public"),
    path(_("search/desk/"), views.desk, name="desk"),
]
