"""Projects: what they are, when, who pays, which network they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from projects.register.errors import (
    DatesOutOfOrder,
    NetworkGoesInCircles,
    PredecessorsGoInCircles,
    SumNegative,
    SumsDoNotAddUp,
)
from projects.register.models import Programme, Project, Region
from projects.register.services.changes import (
    Changes,
    assign,
    lock_chains,
    refuse_if_changed,
    require_name,
    translated,
    unique_slug,
)
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.money import euros
from yhes.common.translated import contains
from yhes.common.words import LANGUAGES

_TEXTS = (
    "name",
    "acronym",
    "tagline",
    "summary",
    "stated_duration",
    "stated_partners",
    "target_groups",
    "quality_gaps",
    "themes",
    "call",
    "contact_role",
)
CHANGED = "register.project_changed"
SUMS = frozenset({"granted", "own_share", "other_funding", "total_costs"})
_CHAINS = {"network", "predecessor"}
FACTS = translated(*_TEXTS) | {
    "programme", "funder", "starts_on", "ends_on", "source_published_on", "network", "predecessor",
    "decision_number", "granted", "own_share", "other_funding", "total_costs",
    "contact_email", "contact_phone", "website",
    "is_public", "has_example_data",
}  # fmt: skip


@transaction.atomic
def create_project(
    *, facts: Mapping[str, Any], regions: Iterable[Region] = (), slug: str = "", actor: User | None = None
) -> Project:
    """facts: columns of Project ("name_fi", "starts_on", …) and the state it is in when it enters the
    register, which later changes by change_state only; slug: made of the name unless given.

    Raises DatesOutOfOrder, SumNegative, SumsDoNotAddUp, NameMissing, KeyError for an unknown column.
    """
    project = Project()
    changes = assign(project, facts, FACTS | {"state"})
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
    Raises ChangedMeanwhile, DatesOutOfOrder, SumNegative, SumsDoNotAddUp, NetworkGoesInCircles,
    PredecessorsGoInCircles, NameMissing, KeyError for an unknown column.
    """
    if facts.keys() & _CHAINS:
        lock_chains()
    found = Project.objects.select_for_update().get(pk=project.pk)
    changes = assign(found, facts, FACTS)
    if regions is not None:
        changes |= _set_regions(found, regions)
    if changes:
        refuse_if_changed(found, CHANGED, seen)
    _check(found)
    if "network" in changes and (loop := _loop(found, found.network, "network_id")):
        raise NetworkGoesInCircles(network=found.network, loop=loop)
    if "predecessor" in changes and (loop := _loop(found, found.predecessor, "predecessor_id")):
        raise PredecessorsGoInCircles(predecessor=found.predecessor, loop=loop)
    found.save()
    if changes:
        audit.record(actor=actor, action=CHANGED, on=found, project_id=found.pk, changes=changes)
    return found


@transaction.atomic
def find_or_create_programme(*, name: str, language: str, actor: User | None = None) -> Programme:
    """The programme of this name in any language; when the register has none, made in `language`."""
    wanted = name.strip().casefold()
    for programme in Programme.objects.filter(contains(name.strip(), "name")).order_by("pk"):
        if wanted in {(getattr(programme, f"name_{code}") or "").casefold() for code in LANGUAGES}:
            return programme
    made = Programme()
    changes = assign(made, {f"name_{language}": name}, translated("name"))
    require_name(made)
    made.slug = unique_slug(Programme, name)
    made.save()
    audit.record(actor=actor, action="register.programme_created", on=made, changes=changes)
    return made


def _check(project: Project) -> None:
    require_name(project)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        raise DatesOutOfOrder
    for name in sorted(SUMS):
        if (getattr(project, name) or 0) < 0:
            raise SumNegative(name)
    _check_total(project)


def _check_total(project: Project) -> None:
    """Of a total whose parts are not all known nothing can be said. No other funding is none."""
    if project.total_costs is None or project.granted is None or project.own_share is None:
        return
    together = project.granted + project.own_share + (project.other_funding or 0)
    if project.total_costs != together:
        raise SumsDoNotAddUp(sum=euros(together))


def _loop(project: Project, above: Project | None, column: str) -> str:
    """The circle that the new project above would close, in words ("A → B → A"); "" when there is none.

    Walks upwards along the column, under lock_chains.
    """
    if above is None:
        return ""
    rows = {row.pk: row for row in Project.objects.all()}
    path, at = [project.pk], above.pk
    while at is not None and at not in path:
        path.append(at)
        at = getattr(rows[at], column)
    if at != project.pk:
        return ""
    return " → ".join(str(rows[key]) for key in [*path, project.pk])


def _set_regions(project: Project, regions: Iterable[Region]) -> Changes:
    before = sorted(project.regions.values_list("code", flat=True))
    after = sorted(region.code for region in regions)
    if before == after:
        return {}
    project.regions.set(Region.objects.filter(code__in=after))
    return {"regions": (before, after)}
