"""Projects: what they are, when, who pays, which network they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from projects.register.errors import DatesOutOfOrder, NetworkGoesInCircles
from projects.register.models import Project, Region
from projects.register.services.changes import (
    Changes,
    assign,
    refuse_if_changed,
    require_name,
    translated,
    unique_slug,
)
from yhes.accounts.models import User
from yhes.common import audit

_TEXTS = (
    "name",
    "acronym",
    "tagline",
    "summary",
    "stated_duration",
    "stated_partners",
    "target_groups",
    "quality_gaps",
)
CHANGED = "register.project_changed"
_FACTS = translated(*_TEXTS) | {
    "programme", "funder", "state", "starts_on", "ends_on", "source_published_on", "network",
    "is_public", "has_example_data",
}  # fmt: skip


@transaction.atomic
def create_project(
    *, facts: Mapping[str, Any], regions: Iterable[Region] = (), slug: str = "", actor: User | None = None
) -> Project:
    """facts: columns of Project ("name_fi", "starts_on", …); slug: made of the name unless given.

    Raises DatesOutOfOrder, NameMissing, KeyError for an unknown column.
    """
    project = Project()
    changes = assign(project, facts, _FACTS)
    _check(project)
    project.slug = slug or unique_slug(Project, str(project))
    project.save()
    project.regions.set(regions)
    audit.record(
        actor=actor, action="register.project_created", on=project, project_id=project.pk, changes=changes
    )
    return project


@transaction.atomic
def update_project(
    *,
    project: Project,
    facts: Mapping[str, Any],
    regions: Iterable[Region] | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Project:
    """Change what is in `facts`; `regions` None leaves them. Nothing changed: nothing is recorded.

    seen: the newest change the person had before the eyes (audit.newest with CHANGED); None asks nothing.
    Raises ChangedMeanwhile, DatesOutOfOrder, NetworkGoesInCircles, NameMissing, KeyError for an
    unknown column.
    """
    found = Project.objects.select_for_update().get(pk=project.pk)
    changes = assign(found, facts, _FACTS)
    if regions is not None:
        changes |= _set_regions(found, regions)
    if changes:
        refuse_if_changed(found, CHANGED, seen)
    _check(found)
    if "network" in changes and found.network is not None:
        _refuse_circle(found, found.network)
    found.save()
    if changes:
        audit.record(actor=actor, action=CHANGED, on=found, project_id=found.pk, changes=changes)
    return found


def _check(project: Project) -> None:
    require_name(project)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        raise DatesOutOfOrder


def _refuse_circle(project: Project, network: Project) -> None:
    """Walk upwards from the new network; locking all rows keeps two such changes from crossing."""
    parents = dict(Project.objects.select_for_update().order_by("pk").values_list("pk", "network_id"))
    above: int | None = network.pk
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == project.pk:
            raise NetworkGoesInCircles(network=network)
        seen.add(above)
        above = parents.get(above)


def _set_regions(project: Project, regions: Iterable[Region]) -> Changes:
    before = sorted(project.regions.values_list("code", flat=True))
    after = sorted(region.code for region in regions)
    if before == after:
        return {}
    project.regions.set(Region.objects.filter(code__in=after))
    return {"regions": (before, after)}
