"""What of the register can be deleted and brought back (see yhes.common.bins)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import BigIntegerField, CharField, Exists, Max, Model, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register import access, employers, services
from projects.register.followup import KINDS, Kind
from projects.register.models import (
    Decision,
    Deliverable,
    Document,
    EmployerPartnership,
    FollowedUp,
    FormerAddress,
    FunderLogo,
    Measure,
    Milestone,
    Objective,
    Organisation,
    Project,
    Result,
    Risk,
    Role,
    Unit,
    WorkPackage,
)
from projects.register.services.logos import forget_logos
from projects.register.services.units import REMOVED as REMOVED_UNIT
from projects.register.services.units import unit_owner
from yhes.common import audit
from yhes.common.bins import BIN_DAYS, BinKind, forgetting
from yhes.common.models import AuditEvent
from yhes.common.words import in_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LABELS: Final[dict[type[FollowedUp], StrOrPromise]] = {
    Milestone: _("milestone"),
    Deliverable: _("deliverable"),
    Risk: _("risk"),
    Decision: _("decision"),
    Document: _("document"),
    FunderLogo: _("funder's logo"),
}

_PLAN: Final[dict[type[Model], StrOrPromise]] = {
    Objective: _("objective"),
    Measure: _("measure"),
    Result: _("result"),
    WorkPackage: _("work package"),
}


def kinds() -> Iterator[BinKind]:
    for kind in KINDS.values():
        yield _followed_up(kind)
    yield BinKind(
        name="funder-logo",
        label=_LABELS[FunderLogo],
        waiting=_coordinators(FunderLogo),
        restore=services.restore_followed_up,
        where=lambda logo: reverse("register:logos", args=[logo.project.slug]),
        forget=forget_logos,
    )
    yield _employer()
    yield BinKind(
        name="unit",
        label=_("unit"),
        waiting=removed_units,
        restore=_restore_unit,
        where=_owner_page,
        day="at",
        title=unit_name,
        note=_label_of_event,
    )
    for model, label in _PLAN.items():
        yield _plan_item(model, label)
    yield BinKind(
        name="partner",
        label=_("partner"),
        waiting=_partners,
        restore=_restore_partner,
        where=_partner_page,
        day="at",
        title=_label_of_event,
    )


def _employer() -> BinKind:
    return BinKind(
        name="employer",
        label=_("employer"),
        waiting=_employers_kept,
        restore=services.restore_employer,
        where=lambda row: reverse("register:employer_list", args=[row.project.slug]),
        forget=forgetting(EmployerPartnership),
        title=lambda row: str(row.workplace),
        note=lambda row: str(row.school),
    )


def _employers_kept(user: Any, project: Project) -> Any:
    """Whoever keeps the employers of a school brings them back too."""
    if not employers.may_add(user, project):
        return None
    schools = access.schools_kept_by(user, project).values("pk")
    rows = EmployerPartnership.objects.in_bin().filter(project=project, school__in=schools)
    return rows.select_related("project", "school__provider", "workplace__provider")


def _followed_up(kind: Kind) -> BinKind:
    model = kind.model
    return BinKind(
        name=kind.bin,
        label=_LABELS[model],
        waiting=_coordinators(model),
        restore=services.restore_followed_up,
        where=lambda item: reverse("register:followup_list", args=[item.project.slug, kind.slug]),
        forget=services.forget_documents if model is Document else forgetting(model),
    )


def _coordinators(model: type[FollowedUp]) -> Callable[[Any, Project], Any]:
    """Coordinators bring back what coordinators alone delete."""

    def waiting(user: Any, project: Project) -> Any:
        if not access.can_edit_project(user, project):
            return None
        return model.objects.in_bin().filter(project=project).select_related("project")

    return waiting


def _plan_item(model: type[Model], label: StrOrPromise) -> BinKind:
    return BinKind(
        name=str(model._meta.model_name),
        label=label,
        waiting=lambda user, project: _deleted_plan_items(model, user, project),
        restore=_restore_plan_item,
        where=lambda event: reverse("register:plan", args=[_slug_of(event)]),
        day="at",
        title=_label_of_event,
    )


def _deleted_plan_items(model: type[Model], user: Any, project: Project) -> Any:
    """Deletions of rows that have not been brought back."""
    if not access.can_edit_project(user, project):
        return None
    events = _newest(project, services.PLAN_ITEM_DELETED).filter(object_type=model._meta.label_lower)
    there = model._default_manager.filter(project=project).annotate(key=Cast("pk", CharField()))
    return events.exclude(object_id__in=there.values("key"))


def _partners(user: Any, project: Project) -> Any:
    """Removals of partners that are not partners now."""
    if not access.can_edit_project(user, project):
        return None
    there = project.partnerships.annotate(key=Cast("organisation_id", CharField()))
    return _newest(project, services.REMOVED).exclude(object_id__in=there.values("key"))


def removed_units(user: Any, project: Project) -> Any:
    """Removals of partners' units that are not back, for whoever keeps the partner's details."""
    partners = project.partnerships.all()
    if not access.can_edit_project(user, project):
        mine = access.organisations_of(user, project, Role.CONTACT)
        if not mine:
            return None
        partners = partners.filter(organisation__in=mine)
    owners = partners.values("organisation")
    former = FormerAddress.objects.filter(organisation__in=owners).annotate(key=Cast("number", CharField()))
    own = partners.annotate(key=Cast("organisation_id", CharField()))
    events = AuditEvent.objects.filter(project_id=project.pk, action=REMOVED_UNIT, changes__has_key="kept")
    events = events.filter(Q(object_id__in=own.values("key")) | Q(object_id__in=former.values("key")))
    of_units = events.annotate(unit=Cast(KT("keys__unit__1"), BigIntegerField()))
    gone = of_units.filter(~Exists(Unit.objects.filter(pk=OuterRef("unit")))).order_by()
    newest = gone.values("unit").annotate(newest=Max("pk"))
    return AuditEvent.objects.filter(pk__in=newest.values("newest"), at__gte=_since())


def unit_name(event: AuditEvent) -> str:
    name = event.changes["unit"][1]
    return in_language(name) if audit.is_words(name) else str(name or "")


def _newest(project: Project, action: str) -> Any:
    """The newest event of this kind of each object, while it can be taken back."""
    events = AuditEvent.objects.filter(project_id=project.pk, action=action)
    newest = events.order_by().values("object_type", "object_id").annotate(newest=Max("pk"))
    return AuditEvent.objects.filter(pk__in=newest.values("newest"), at__gte=_since())


def _since() -> datetime:
    return timezone.now() - timedelta(days=BIN_DAYS)


def _restore_plan_item(*, item: AuditEvent, actor: Any) -> None:
    services.restore_plan_item(event=item, project=_project_of(item), actor=actor)


def _restore_partner(*, item: AuditEvent, actor: Any) -> None:
    services.restore_partner(event=item, project=_project_of(item), actor=actor)


def _restore_unit(*, item: AuditEvent, actor: Any) -> None:
    services.restore_unit(event=item, project=_project_of(item), actor=actor)


def _owner_page(event: AuditEvent) -> str:
    owner = unit_owner(event)
    assert owner is not None  # `removed_units` tells of partners' units only
    return reverse("register:partner", args=[_slug_of(event), owner.slug])


def _partner_page(event: AuditEvent) -> str:
    organisation = Organisation.objects.get(pk=event.object_id)
    return reverse("register:partner", args=[_slug_of(event), organisation.slug])


def _label_of_event(event: AuditEvent) -> str:
    return event.object_label


def _project_of(event: AuditEvent) -> Project:
    assert event.project_id is not None
    return Project.objects.get(pk=event.project_id)


def _slug_of(event: AuditEvent) -> str:
    return _project_of(event).slug
