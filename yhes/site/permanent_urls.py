"""Language-neutral addresses: the root, health and everything that is printed or cited."""

from __future__ import annotations

from django.urls import path

from yhes.site import views

urlpatterns = [
    path("", views.root, name="root"),
    path("health", views.health, name="health"),
    path("health/work", views.health_of_work, name="health_of_work"),
]
