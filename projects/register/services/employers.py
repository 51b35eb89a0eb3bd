"""Partnerships of schools with workplaces: added, changed, removed and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projects.register.errors import RegisterError
from projects.register.models import EmployerPartnership, Membership, Organisation, Project, Role
from projects.register.naming import Register
from projects.register.services.changes import assign, lock_register, refuse_if_changed
from projects.register.services.organisations import create_organisation
from yhes.accounts.models import User
from yhes.common import audit, bins

EMPLOYER_CHANGED = "register.employer_changed"
EMPLOYER_FACTS = frozenset({
    "stage", "owner", "deputy", "has_apprenticeships", "has_training_agreements", "other_agreement",
    "last_contact_on", "next_step", "next_step_on",
})  # fmt: skip


class EmployerKnown(RegisterError):
    message = _("The school has a partnership with this workplace already: %(workplace)s.")
    field = "workplace"


class WorkplaceUnclear(RegisterError):
    message = _("Several organisations are called “%(name)s”. Write the business ID.")
    field = "business_id"


class OnePersonTwice(RegisterError):
    message = _("The deputy must be somebody else than the owner: cooperation must not rest on one person.")
    field = "deputy"


class PersonWithoutRole(RegisterError):
    message = _("The owner and the deputy must have a role for the school in this project.")
    field = "owner"


class StepMissing(RegisterError):
    message = _("Write what the next step is, or leave its day out.")
    field = "next_step"


@transaction.atomic
def add_employer(
    *,
    project: Project,
    school: Organisation,
    name: str,
    business_id: str = "",
    facts: Mapping[str, Any],
    actor: User | None = None,
) -> EmployerPartnership:
    """The workplace is found by business ID or whole name, else written into the register.

    Raises WorkplaceUnclear, EmployerKnown, and what change_employer and create_organisation raise.
    """
    lock_register()
    partnership = EmployerPartnership(
        project=project, school=school, workplace=_workplace(name, business_id, school, actor)
    )
    changes = assign(partnership, facts, EMPLOYER_FACTS)
    _check(partnership)
    _save(partnership)
    _record(partnership, "register.employer_added", actor, changes)
    return partnership


@transaction.atomic
def change_employer(
    *,
    partnership: EmployerPartnership,
    facts: Mapping[str, Any],
    seen: int | None = None,
    actor: User | None = None,
) -> EmployerPartnership:
    """Raises OnePersonTwice, PersonWithoutRole, StepMissing, ChangedMeanwhile."""
    found = _locked(partnership)
    changes = assign(found, facts, EMPLOYER_FACTS)
    if changes:
        refuse_if_changed(found, EMPLOYER_CHANGED, seen)
        _check(found)
        found.save()
        _record(found, EMPLOYER_CHANGED, actor, changes)
    return found


@transaction.atomic
def remove_employer(*, partnership: EmployerPartnership, actor: User | None = None) -> None:
    """Into the project's bin. Repeating it changes nothing."""
    found = _locked(partnership)
    if bins.put_in(found):
        _record(found, "register.employer_removed", actor, {"stage": (found.stage, None)})


@transaction.atomic
def restore_employer(*, item: EmployerPartnership, actor: User | None = None) -> EmployerPartnership:
    """Out of the bin, as it was. Repeating it changes nothing.

    Raises EmployerKnown when the school has another partnership with the workplace by now.
    """
    found = _locked(item)
    twins = EmployerPartnership.objects.present().filter(
        project=found.project_id, school=found.school_id, workplace=found.workplace_id
    )
    if twins.exclude(pk=found.pk).exists():
        raise EmployerKnown(workplace=found.workplace)
    if bins.take_out(found):
        _record(found, "register.employer_restored", actor, {"stage": (None, found.stage)})
    return found


def _locked(partnership: EmployerPartnership) -> EmployerPartnership:
    rows = EmployerPartnership.objects.select_for_update(of=("self",)).select_related("school", "workplace")
    found: EmployerPartnership = rows.get(pk=partnership.pk)
    return found


def _save(partnership: EmployerPartnership) -> None:
    try:
        with transaction.atomic():
            partnership.save()
    except IntegrityError:
        raise EmployerKnown(workplace=partnership.workplace) from None


def _workplace(name: str, number: str, school: Organisation, actor: User | None) -> Organisation:
    register = Register.read()
    hits = register.exactly(number) if number else register.exactly(name)
    hits = [key for key in hits if key != school.pk]
    if len(hits) > 1:
        raise WorkplaceUnclear(name=name)
    if hits:
        return Organisation.objects.get(pk=hits[0])
    facts = {"kind": Organisation.Kind.WORKPLACE, "name_fi": name, "business_id": number}
    return create_organisation(facts={**facts, "is_fictional": school.is_fictional}, actor=actor)


def check_terms(partnership: EmployerPartnership) -> None:
    """Without asking the database. Raises OnePersonTwice, StepMissing."""
    if partnership.owner_id and partnership.owner_id == partnership.deputy_id:
        raise OnePersonTwice
    if partnership.next_step_on and not partnership.next_step:
        raise StepMissing


def _check(partnership: EmployerPartnership) -> None:
    check_terms(partnership)
    acting = set(people_for(partnership.project, partnership.school).values_list("user", flat=True))
    if {partnership.owner_id, partnership.deputy_id} - {None} - acting:
        raise PersonWithoutRole


def people_for(project: Project, school: Organisation) -> Any:
    """Roles of those who may look after a partnership of the school: its own people and coordinators."""
    members = Membership.objects.filter(project=project)
    own = members.filter(organisation=school, role__in=[Role.CONTACT, Role.MANAGEMENT])
    return (own | members.filter(role=Role.COORDINATOR)).order_by("user__name", "pk")


def _record(partnership: EmployerPartnership, action: str, actor: User | None, changes: Any) -> None:
    audit.record(
        actor=actor,
        action=action,
        on=partnership,
        project_id=partnership.project_id,
        changes=without_people(changes),
    )


def without_people(changes: Any) -> Any:
    """Without the names of people: the trail outlives their accounts."""
    plain = {name: pair for name, pair in changes.items() if name not in ("owner", "deputy")}
    for person in ("owner", "deputy"):
        if person in changes:
            before, after = changes[person]
            plain[person] = (bool(before), bool(after))
    return plain
