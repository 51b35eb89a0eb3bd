"""What of the register can be set back, field by field (see yhes.common.restoring)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from projects.register import access, changeable_partners, history, services
from projects.register.followup import KINDS
from projects.register.forms import PLAN_MODELS
from projects.register.forms.organisations import IDENTITY
from projects.register.models import (
    FollowedUp,
    Measure,
    Organisation,
    Partnership,
    Project,
    Result,
    WorkPackage,
)
from projects.register.services import followup, organisations, partnerships, projects
from projects.register.services.changes import translated
from yhes.common.bins import KEPT
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable


def kinds() -> Iterator[Changeable]:
    yield _project()
    yield _organisation()
    yield _partner()
    yield from changeable_partners.kinds()
    for model in followup.FACTS:
        yield _followed_up(model)
    for plan_kind, plan_model in PLAN_MODELS.items():
        yield _plan_item(plan_model, plan_kind)


def _project() -> Changeable:
    return Changeable(
        model=Project,
        action=services.PROJECT_CHANGED,
        fields=projects.FACTS,
        together=(projects.SUMS,),  # they add up
        find=lambda user, project, key: project if key == project.pk and _keeps(user, project) else None,
        change=lambda row, **how: services.update_project(project=row, **how),
        where=lambda row, _project: reverse("register:settings", args=[row.slug]),
        told=_told,
    )


def _organisation() -> Changeable:
    return Changeable(
        model=Organisation,
        action=services.ORGANISATION_CHANGED,
        fields=organisations.FACTS,
        find=_find_organisation,
        allows=lambda user, project, field: field not in IDENTITY or _keeps(user, project),
        change=lambda row, **how: services.update_organisation(organisation=row, **how),
        where=lambda row, project: reverse("register:partner", args=[project.slug, row.slug]),
        told=_told,
    )


def _partner() -> Changeable:
    return Changeable(
        model=Organisation,
        action=partnerships.CHANGED,
        fields=frozenset({"role", "state", "note"}),
        find=_find_partnership,
        allows=lambda user, project, _field: _keeps(user, project),
        change=lambda row, facts, **how: services.change_partner(partnership=row, **facts, **how),
        where=lambda row, _project: reverse(
            "register:partner", args=[row.project.slug, row.organisation.slug]
        ),
        told=_told,
        columns=Partnership,
        subject=lambda row: row.organisation,
    )


def _told(_request: Any, event: AuditEvent) -> tuple[Change, ...]:
    return history.changes_of(event)


def _keeps(user: Any, project: Project) -> bool:
    """Asked of every line of a history, and therefore remembered."""
    access.remember(user)
    return access.can_edit_project(user, project)


def _find_organisation(user: Any, project: Project, key: int) -> Organisation | None:
    """A partner of the project, to its coordinators and its own contact."""
    partner = Organisation.objects.filter(partnerships__project=project, pk=key).first()
    return partner if partner and access.can_edit_organisation(user, project, partner) else None


def _find_partnership(user: Any, project: Project, key: int) -> Partnership | None:
    """To coordinators, as on the partner's own page."""
    rows = Partnership.objects.filter(project=project, organisation=key)
    return rows.select_related("project", "organisation").first() if _keeps(user, project) else None


def _followed_up(model: type[Any]) -> Changeable:
    kind = next((kind for kind in KINDS.values() if kind.model is model), None)
    address = ("register:followup_list", kind.slug) if kind else ("register:logos",)
    return Changeable(
        model=model,
        action=followup.changed(model),
        fields=followup.FACTS[model] - {"done_on"},  # the day goes with the state, which asks for it
        find=_in_project(model),
        change=lambda row, **how: services.save_followed_up(item=row, **how),
        where=lambda row, _project: reverse(address[0], args=[row.project.slug, *address[1:]]),
        told=_told,
    )


def _plan_item(model: type[Any], kind: str) -> Changeable:
    fields = translated("title", "description") | {"order"}
    return Changeable(
        model=model,
        action=services.PLAN_ITEM_CHANGED,
        fields=fields | ({"objective"} if model in (Measure, Result) else set()),
        find=_in_project(model),
        change=_change_plan_item,
        where=lambda row, _project: reverse("register:plan_item", args=[row.project.slug, kind, row.pk]),
        told=_told,
    )


def _change_plan_item(*, row: Any, **how: Any) -> None:
    """A work package keeps those who carry it out."""
    partners = row.co_implementers.all() if isinstance(row, WorkPackage) else ()
    services.save_plan_item(item=row, co_implementers=partners, **how)


def _in_project(model: type[Any]) -> Callable[[Any, Project, int], Any]:
    """What is in use in the project, to its coordinators."""

    def find(user: Any, project: Project, key: int) -> Any:
        rows = model._default_manager.filter(project=project, pk=key)
        if issubclass(model, FollowedUp):
            rows = rows.filter(KEPT)
        return rows.select_related("project").first() if _keeps(user, project) else None

    return find
