"""The front page, the statements and the health check."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from yhes.common import registry
from yhes.common.jobs import life
from yhes.site import statements
from yhes.site.gallery import gallery_context

_public = cache_control(public=True, max_age=60, s_maxage=10)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def root(request: HttpRequest) -> HttpResponse:
    """To the front page in the browser's language."""
    return redirect("site:home")


@login_not_required
@require_safe
@_public
def home(request: HttpRequest) -> HttpResponse:
    """What the apps have for it; a slot that nobody fills leaves no hole."""
    sections = [section for provider in registry.providers("home").values() for section in provider()]
    slots = {
        section.slot: render_to_string(section.template, section.context, request) for section in sections
    }
    return render(request, "site/home.html", {"slots": slots})


@login_not_required
@require_safe
@_public
def protection(request: HttpRequest) -> HttpResponse:
    return render(request, "site/protection.html")


@login_not_required
@require_safe
@_public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the Act on the Provision of Digital Services (306/2019) asks to be told."""
    context = {
        "operator": statements.operator(),
        "authority": statements.authority(),
        "written_on": statements.WRITTEN_ON,
    }
    return render(request, "site/accessibility.html", context)


@login_not_required
@require_safe
@_public
def privacy(request: HttpRequest) -> HttpResponse:
    """What the GDPR (articles 13 and 14) asks to be told of the portal as a whole."""
    context = {
        "operator": statements.operator(),
        "officer": statements.data_protection_officer(),
        "hosting": settings.HOSTING_PROVIDER,
        "log_days": settings.LOG_KEPT_DAYS,
        "backup_days": settings.BACKUP_KEPT_DAYS,
        "trail_months": settings.TRAIL_KEPT_MONTHS,
        "written_on": statements.WRITTEN_ON,
    }
    return render(request, "site/privacy.html", context)


@login_not_required
@require_safe
@_public
def open_data(request: HttpRequest) -> HttpResponse:
    """What programs may read, for the people who write them."""
    return render(request, "site/open_data.html", {"address": f"{settings.SITE_URL}/api/v1"})


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The gallery of components, for those who build."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "site/components.html", gallery_context())


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; what a load balancer asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def health_of_work(request: HttpRequest) -> HttpResponse:
    """200 while workers take work from every queue, 503 when one has been silent; what a monitor asks."""
    now = timezone.now()
    queues = {queue: life.is_taken_from(queue, now) for queue in life.QUEUES}
    told = {queue: "ok" if is_taken else "silent" for queue, is_taken in queues.items()}
    return JsonResponse(told, status=200 if all(queues.values()) else 503)
