"""Fetching what an address names; what the person may not see does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from projects.register.models import Project
from roadmap import access
from roadmap.models import Edition, EditionFile, EvidenceLink, Roadmap, Step, Theme
from roadmap.snapshot import Publication, from_document
from yhes.accounts.models import User

# A public page may stand in a shared cache for a moment; an edition itself never changes.
public_cache = cache_control(public=True, max_age=60, s_maxage=10)
edition_cache = cache_control(public=True, max_age=3600)


@dataclass(frozen=True, slots=True)
class Read:
    """An edition ready to be shown: its data, the edition before it and the newest number there is."""

    edition: Edition
    publication: Publication
    previous: Publication | None
    newest: int
    files: tuple[EditionFile, ...]

    @property
    def is_newest(self) -> bool:
        return self.edition.number == self.newest


def read_edition(slug: str, number: int | None = None) -> Read:
    """The edition of that number, or the newest one. Raises Http404. Four queries."""
    visible = Edition.objects.filter(access.editions_visible(), roadmap__project__slug=slug)
    newest = visible.newest_first().values_list("number", flat=True).first()
    if newest is None:
        raise Http404
    wanted = newest if number is None else number
    found = {e.number: e for e in visible.for_page().filter(number__in=[wanted, wanted - 1])}
    if wanted not in found:
        raise Http404
    older = found.get(wanted - 1)
    return Read(
        edition=found[wanted],
        publication=from_document(found[wanted].snapshot),
        previous=from_document(older.snapshot) if older else None,
        newest=newest,
        files=tuple(found[wanted].files.all()),
    )


def edition_by_key(key: int) -> Edition:
    return get_object_or_404(
        Edition.objects.filter(access.editions_visible()).select_related("roadmap__project"), pk=key
    )


def person(request: HttpRequest) -> User:
    """Who acts. Pages of the desk are for those who have signed in (LoginRequiredMiddleware)."""
    assert isinstance(request.user, User)
    return request.user


def draft_project(request: HttpRequest, slug: str) -> Project:
    """A project whose draft the person may edit."""
    return get_object_or_404(Project.objects.filter(access.projects_to_draft(person(request))), slug=slug)


def draft_roadmap(request: HttpRequest, slug: str) -> Roadmap:
    return get_object_or_404(Roadmap.objects.select_related("project"), project=draft_project(request, slug))


def draft_theme(request: HttpRequest, slug: str, theme: int) -> Theme:
    roadmap = draft_roadmap(request, slug)
    return get_object_or_404(Theme.objects.select_related("roadmap__project"), roadmap=roadmap, pk=theme)


def draft_step(request: HttpRequest, slug: str, step: int) -> Step:
    roadmap = draft_roadmap(request, slug)
    found = Step.objects.select_related("theme__roadmap__project")
    return get_object_or_404(found, theme__roadmap=roadmap, pk=step)


def draft_link(request: HttpRequest, slug: str, link: int) -> EvidenceLink:
    roadmap = draft_roadmap(request, slug)
    found: EvidenceLink = get_object_or_404(
        EvidenceLink.objects.select_related("theme__roadmap__project", "step__theme__roadmap__project"),
        pk=link,
    )
    theme = found.step.theme if found.step else found.theme
    if theme is None or theme.roadmap_id != roadmap.pk:
        raise Http404
    return found
