"""Which organisations take part in a project, in which role, and whether they have answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from projects.register.errors import AlreadyPartner, CoordinatorTaken, NothingToRestore
from projects.register.models import Document, Invitation, Membership, Organisation, Partnership, Project
from projects.register.services.changes import Changes, assign, lock_partners, refuse_if_newer
from projects.register.services.memberships import refuse_without_coordinator
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

_FACTS = frozenset({"role", "state", "note"})
CHANGED = "register.partner_changed"
REMOVED = "register.partner_removed"
RESTORED = "register.partner_restored"


def partner_changes(partnership: Partnership) -> QuerySet[AuditEvent]:
    """Events that changed the organisation's part in this project; newest first, with actors."""
    events = audit.history(partnership.organisation)
    return events.filter(action=CHANGED, project_id=partnership.project_id)


@transaction.atomic
def add_partner(
    *,
    project: Project,
    organisation: Organisation,
    role: str,
    state: str = Partnership.State.DRAFT,
    note: str = "",
    actor: User | None = None,
) -> Partnership:
    """Raises AlreadyPartner, CoordinatorTaken."""
    lock_partners(project)
    if Partnership.objects.filter(project=project, organisation=organisation).exists():
        raise AlreadyPartner(organisation=organisation)
    partnership = Partnership(project=project, organisation=organisation)
    assign(partnership, {"role": role, "state": state, "note": note}, _FACTS)
    _save(partnership)
    _record(partnership, "register.partner_added", actor, {"role": (None, role), "state": (None, state)})
    return partnership


@transaction.atomic
def change_partner(
    *,
    partnership: Partnership,
    role: str | None = None,
    state: str | None = None,
    note: str | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Partnership:
    """Change what is given.

    seen: the newest of partner_changes that was on the page; None asks nothing.
    Raises ChangedMeanwhile, CoordinatorTaken.
    """
    lock_partners(partnership.project)
    found = Partnership.objects.select_related("project", "organisation").get(pk=partnership.pk)
    given = {"role": role, "state": state, "note": note}
    facts = {field: value for field, value in given.items() if value is not None}
    if changes := assign(found, facts, _FACTS):
        refuse_if_newer(partner_changes(found), seen)
        _save(found)
        _record(found, CHANGED, actor, changes)
    return found


@transaction.atomic
def set_partner_state(
    *, project: Project, partnerships: Iterable[int], state: str, actor: User | None = None
) -> int:
    """Record the same state for several partners of the project; count those that changed."""
    lock_partners(project)
    found = Partnership.objects.filter(project=project, pk__in=list(partnerships)).exclude(state=state)
    count = 0
    for partnership in found.select_related("project", "organisation"):
        changes = assign(partnership, {"state": state}, _FACTS)
        _save(partnership)
        _record(partnership, CHANGED, actor, changes)
        count += 1
    return count


@transaction.atomic
def record_joining(*, project: Project, organisation: Organisation, actor: User) -> None:
    """The organisation's contact has come: it has joined, whatever was waited for or heard before.

    Nothing happens when it is no partner any more, or has joined already.
    """
    lock_partners(project)
    found = Partnership.objects.filter(project=project, organisation=organisation).first()
    if found is not None:
        change_partner(partnership=found, state=Partnership.State.JOINED, actor=actor)


@transaction.atomic
def remove_partner(*, partnership: Partnership, actor: User | None = None) -> AuditEvent:
    """Take the organisation out of the project, with its people's roles and open invitations.

    What is needed to undo it stands in the event that is returned. Raises LastCoordinator.
    """
    lock_partners(partnership.project)
    found = Partnership.objects.select_related("project", "organisation").get(pk=partnership.pk)
    project, organisation = found.project, found.organisation
    people = Membership.objects.filter(project=project, organisation=organisation)
    refuse_without_coordinator(project, people)
    packages = project.work_packages.filter(co_implementers=organisation)
    kept = {
        "role": found.role,
        "state": found.state,
        "note": found.note,
        "agreement": found.agreement,
        "agreement_on": found.agreement_on and found.agreement_on.isoformat(),
        "agreement_document": found.agreement_document_id,
        "members": list(people.values("user_id", "role")),
        "work_packages": list(packages.values_list("pk", flat=True)),
    }
    event = _record(found, REMOVED, actor, {"partnership": (kept, None)})
    for package in packages:
        package.co_implementers.remove(organisation)
    people.delete()
    open_invitations = Invitation.objects.filter(accepted_at__isnull=True)
    open_invitations.filter(project=project, organisation=organisation).delete()
    found.delete()
    return event


@transaction.atomic
def restore_partner(*, event: AuditEvent, project: Project, actor: User | None = None) -> Partnership:
    """Undo a removal: partnership, people's roles and work packages; invitations must be sent anew.

    Raises NothingToRestore when the event is no removal in this project or the organisation is
    back already; CoordinatorTaken when another organisation has become the coordinator.
    """
    lock_partners(project)
    organisation = Organisation.objects.filter(pk=event.object_id).first()
    is_removal = event.action == REMOVED and event.project_id == project.pk
    kept: dict[str, Any] | None = event.changes.get("partnership", (None,))[0]
    if not is_removal or organisation is None or kept is None:
        raise NothingToRestore
    if Partnership.objects.filter(project=project, organisation=organisation).exists():
        raise NothingToRestore
    partnership = Partnership(project=project, organisation=organisation)
    assign(partnership, {field: kept[field] for field in _FACTS}, _FACTS)
    _restore_agreement(partnership, kept)
    _save(partnership)
    _restore_people(project, organisation, kept["members"])
    for package in project.work_packages.filter(pk__in=kept["work_packages"]):
        package.co_implementers.add(organisation)
    _record(partnership, RESTORED, actor, {field: (None, kept[field]) for field in ("role", "state")})
    return partnership


def _restore_agreement(partnership: Partnership, kept: dict[str, Any]) -> None:
    """Removals recorded before agreements were kept tell nothing of them."""
    if day := kept.get("agreement_on"):
        partnership.agreement, partnership.agreement_on = kept["agreement"], date.fromisoformat(day)
        documents = Document.objects.filter(project=partnership.project, pk=kept["agreement_document"])
        partnership.agreement_document = documents.first()


def _restore_people(project: Project, organisation: Organisation, members: list[dict[str, Any]]) -> None:
    still_here = set(User.objects.filter(pk__in=[m["user_id"] for m in members]).values_list("pk", flat=True))
    for member in members:
        if member["user_id"] in still_here:
            Membership.objects.get_or_create(
                user_id=member["user_id"], project=project, organisation=organisation, role=member["role"]
            )


def _save(partnership: Partnership) -> None:
    if partnership.role == Partnership.Role.COORDINATOR:
        others = Partnership.objects.filter(project=partnership.project, role=partnership.role)
        holder = others.exclude(pk=partnership.pk).select_related("organisation").first()
        if holder is not None:
            raise CoordinatorTaken(coordinator=holder.organisation)
    partnership.save()


def _record(partnership: Partnership, action: str, actor: User | None, changes: Changes) -> AuditEvent:
    """On the organisation within the project: its history outlives the partnership."""
    return audit.record(
        actor=actor,
        action=action,
        on=partnership.organisation,
        project_id=partnership.project_id,
        changes=changes,
    )
