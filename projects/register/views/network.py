"""Public organisations by region, and the network of projects and organisations: public and in the desk."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from projects.register import network
from projects.register.filters import OrganisationFilter
from projects.register.listing import organisation_cells, organisation_head
from projects.register.models import Organisation, Region
from projects.register.views.finding import desk_project
from yhes.accounts.requests import SignedInRequest
from yhes.common import charts
from yhes.common.export import Format, table_response

PER_PAGE: Final = 50
ROWS_PER_PAGE: Final = 100
WIDE, NARROW = 460, 350
_public = cache_control(public=True, max_age=60, s_maxage=10)


@login_not_required
@require_safe
@_public
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Who takes part in public projects; the map of regions narrows the list."""
    found = OrganisationFilter(request.GET, queryset=_joined(), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page_obj": page, "map": _region_map(found)}
    return render(request, "register/organisation_list.html", context)


@login_not_required
@require_safe
@_public
def organisation_export(request: HttpRequest, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it. Open data, CC BY 4.0."""
    found = OrganisationFilter(request.GET, queryset=_joined(), request=request)
    return table_response(
        name="organisations",
        file_format=file_format,
        head=organisation_head(),
        rows=organisation_cells(found.qs),
    )


def _joined() -> Any:
    """With `projects`: how many public ones each takes part in."""
    part = Q(partnerships__state="joined", partnerships__project__is_public=True)
    counted = Organisation.objects.annotate(projects=Count("partnerships", filter=part, distinct=True))
    return counted.filter(projects__gt=0).select_related("provider", "region").by_name()


def _region_map(found: OrganisationFilter) -> dict[str, Any]:
    """The 19 regions with how many of what is otherwise chosen; a tile leads to its region, or to all."""
    everywhere = Organisation.objects.filter(pk__in=found.everywhere.order_by().values("pk"))
    known = everywhere.filter(region__isnull=False).order_by()
    counts = dict(known.values_list("region").annotate(count=Count("pk")))
    tiles = [
        charts.RegionTile(
            region.name,
            region.tile_row,
            region.tile_column,
            counts.get(region.pk, 0),
            url=f"?{found.with_region('' if region.code == found.region_code else region.code)}",
            chosen=region.code == found.region_code,
        )
        for region in Region.objects.all()
    ]
    title = _("Partners by region")
    said = _region_summary(counts)
    draw = partial(charts.tilemap, tiles, title=title, as_index=False, description=said)
    return {
        "title": title,
        "wide": draw(width=WIDE),
        "narrow": draw(width=NARROW),
        "table": charts.tilemap_table(tiles, head=(_("Region"), _("Partners"))),
        "summary": said,
    }


def _region_summary(counts: dict[int, int]) -> str:
    there = sum(count > 0 for count in counts.values())
    said = ngettext("Partners in %(count)s region of 19.", "Partners in %(count)s regions of 19.", there)
    return said % {"count": there}


@login_not_required
@require_safe
@_public
def public_network(request: HttpRequest) -> HttpResponse:
    return render(request, "register/network.html", _network(request, network.public_network()))


@require_safe
def desk_network(request: SignedInRequest, project: str) -> HttpResponse:
    """Of all projects the person may see, not only of this one."""
    found = desk_project(request, project)
    context = {"project": found, **_network(request, network.desk_network(request.user))}
    return render(request, "register/desk_network.html", context)


def _network(request: HttpRequest, found: network.Network) -> dict[str, Any]:
    page = Paginator(found.members, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"number": number, "name": project.name, "url": found.urls[project.pk]}
        for number, project in enumerate(found.projects, start=1)
    ]
    rows = [
        {
            "member": member,
            "lines": [
                line for line, each in zip(lines, found.projects, strict=True) if each.pk in member.parts
            ],
        }
        for member in page.object_list
    ]
    title = _("Projects and their partners")
    return {
        "network": found,
        "lines": lines,
        "picture": network.picture(found, title=title) if found.members else None,
        "page_obj": page,
        "rows": rows,
    }
