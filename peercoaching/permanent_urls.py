"""Addresses that name no language and never change: for print and citations."""

from __future__ import annotations

from django.urls import path

from peercoaching.views import public

app_name = "peercoaching_id"
urlpatterns = [path("id/coach-network/<int:pk>", public.permanent, name="network")]
