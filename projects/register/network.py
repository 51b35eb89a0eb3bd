"""Projects and the organisations in them as a network: a picture and a table (decision 0087)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register import access
from projects.register.models import Organisation, Partnership, Project
from yhes.accounts.models import User
from yhes.common import charts

MOST_DRAWN: Final = 200  # organisations of the picture; the table has all of them
WIDE, NARROW = 760, 350


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation with its parts: project's key → state of the partnership."""

    organisation: Organisation
    parts: Mapping[int, str]
    url: str


@dataclass(frozen=True, slots=True)
class Network:
    """Projects in the order of their names; members: the best connected first, then by name."""

    projects: Sequence[Project]
    members: Sequence[Member]
    urls: Mapping[int, str]  # of the projects, by key

    @property
    def has_examples(self) -> bool:
        return any(member.organisation.is_fictional for member in self.members)

    @property
    def has_waiting(self) -> bool:
        """Whether somebody in it has not joined yet."""
        return any(
            state != Partnership.State.JOINED for member in self.members for state in member.parts.values()
        )


def public_network() -> Network:
    """Who has joined which public project; two queries."""
    joined = Partnership.objects.filter(state=Partnership.State.JOINED, project__is_public=True)
    return _network(joined, project_url=_public_project, organisation_url=_public_organisation)


def desk_network(user: User) -> Network:
    """The public one, and whatever partnerships the person may see, also of those who have not joined yet."""
    public = Partnership.objects.filter(state=Partnership.State.JOINED, project__is_public=True)
    seen = Partnership.objects.filter(access.partnerships_visible_to(user))
    seen = seen.exclude(state=Partnership.State.DECLINED)
    mine = set(Project.objects.filter(access.projects_in_desk(user)).values_list("pk", flat=True))
    inside = set(seen.values_list("pk", flat=True))

    def project_url(project: Project) -> str:
        if project.pk in mine:
            return reverse("desk:project", args=[project.slug])
        return _public_project(project)

    def organisation_url(parts: Sequence[Partnership]) -> str:
        own = next((part for part in parts if part.pk in inside), None)
        if own is not None:
            return reverse("register:partner", args=[own.project.slug, own.organisation.slug])
        return _public_organisation(parts)

    found = Partnership.objects.filter(pk__in=public.values("pk")) | seen
    return _network(found, project_url=project_url, organisation_url=organisation_url)


def _public_project(project: Project) -> str:
    return reverse("register:project", args=[project.slug])


def _public_organisation(parts: Sequence[Partnership]) -> str:
    return reverse("register:organisation", args=[parts[0].organisation.slug])


def _network(partnerships: QuerySet[Partnership], *, project_url: Any, organisation_url: Any) -> Network:
    parts_of: dict[int, list[Partnership]] = {}
    projects: dict[int, Project] = {}
    for part in partnerships.for_listing().select_related("project"):  # type: ignore[attr-defined]
        parts_of.setdefault(part.organisation_id, []).append(part)
        projects.setdefault(part.project_id, part.project)
    members = [
        Member(
            parts[0].organisation,
            {part.project_id: part.state for part in parts},
            organisation_url(sorted(parts, key=lambda part: part.pk)),
        )
        for parts in parts_of.values()
    ]
    members.sort(key=lambda member: -len(member.parts))  # by name already, and the order is kept
    ordered = sorted(projects.values(), key=lambda project: (str(project.name).casefold(), project.pk))
    return Network(ordered, members, {project.pk: project_url(project) for project in ordered})


def picture(network: Network, *, title: str) -> dict[str, Any]:
    """What components/chart.html takes of it: at most MOST_DRAWN organisations, the best connected first."""
    lines = [charts.NetworkLine(project.name, network.urls[project.pk]) for project in network.projects]
    stops = _stops(network.members[:MOST_DRAWN], network.projects)
    return {
        "title": title,
        "wide": charts.network(stops, lines=lines, title=title, width=WIDE),
        "narrow": charts.network(stops, lines=lines, title=title, width=NARROW),
        "summary": charts.network_summary(_stops(network.members, network.projects), lines=lines),
        "left_out": max(len(network.members) - MOST_DRAWN, 0),
    }


def _stops(members: Iterable[Member], projects: Sequence[Project]) -> list[charts.NetworkStop]:
    return [
        charts.NetworkStop(
            str(member.organisation),
            tuple(_mark(member.parts.get(project.pk)) for project in projects),
            member.url,
            note=_("example") if member.organisation.is_fictional else "",
        )
        for member in members
    ]


def _mark(state: str | None) -> str:
    if state is None:
        return ""
    return "full" if state == Partnership.State.JOINED else "ring"
