"""What the portal's pages are laid beside: one indexed query and as many bytes, nothing else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from surveys.models import Group
from yhes.urls import handler400, handler403, handler404, handler500
from yhes.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def bare(request: HttpRequest, group: int, size: int) -> HttpResponse:
    Group.objects.get(pk=group)
    return HttpResponse(b"." * size)


# First, so that finding it costs nothing.
urlpatterns = [path("bare/<int:group>/<int:size>/", bare), *portal]
