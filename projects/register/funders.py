"""Funders' logos as pages and PDFs show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language

from projects.register.models import FunderLogo, Project

_MOST_REMEMBERED: Final = 200


@dataclass(frozen=True, slots=True)
class ShownLogo:
    """src: an address for pages, a file for PDFs; link: "" for none; width and height in CSS px."""

    src: str
    alt: str
    link: str
    width: int
    height: int


def logos(project: Project | None, *, on_paper: bool = False) -> list[ShownLogo]:
    """In the project's order, in one query. On a page nothing of a project that is not public.

    Whether it is public is asked anew: the project may come from a process's memory.
    on_paper: for yhes.common.pdf, which reads files and not addresses, and where nothing may stand in a link.
    """
    if project is None:
        return []
    kept = FunderLogo.objects.present().filter(project=project)
    return [_shown(logo, on_paper) for logo in (kept if on_paper else kept.filter(project__is_public=True))]


def mark(project: str) -> Subquery:
    """For a query that has a project at the end of the path: what changes whenever a page of it is to show
    other logos. None where there is nothing to show.
    """
    kept = FunderLogo.objects.filter(project=OuterRef(project), project__is_public=True)
    return Subquery(kept.order_by().values("project").annotate(last=Max("changed_at")).values("last"))


def remembered(project: Project, as_of: datetime | None) -> list[ShownLogo]:
    """The same as `logos`, for pages that ask nothing twice; as_of: the project's mark of this moment."""
    return [] if as_of is None else _remembered(project, as_of, get_language() or "")


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remembered(project: Project, _as_of: datetime, _language: str) -> list[ShownLogo]:
    return logos(project)


def _shown(logo: FunderLogo, on_paper: bool) -> ShownLogo:
    width, height = logo.shown
    if on_paper:
        return ShownLogo(f"/media/{logo.file.name}", logo.title, "", width, height)
    return ShownLogo(reverse("register_id:logo_file", args=[logo.pk]), logo.title, logo.link, width, height)
