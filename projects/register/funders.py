"""Funders' logos as pages and PDFs show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from projects.register.models import FunderLogo, Project


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

    on_paper: for yhes.common.pdf, which reads files and not addresses, and where nothing may stand in a link.
    """
    if project is None or not (on_paper or project.is_public):
        return []
    return [_shown(logo, on_paper) for logo in FunderLogo.objects.present().filter(project=project)]


def _shown(logo: FunderLogo, on_paper: bool) -> ShownLogo:
    width, height = logo.shown
    if on_paper:
        return ShownLogo(f"/media/{logo.file.name}", logo.title, "", width, height)
    return ShownLogo(reverse("register_id:logo_file", args=[logo.pk]), logo.title, logo.link, width, height)
