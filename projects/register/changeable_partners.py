"""What of a partner can be set back besides its own details: agreement, units and employers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.register import access, employers, history, services
from projects.register.errors import RegisterError
from projects.register.models import EmployerPartnership, Organisation, Partnership, Project, Unit
from projects.register.services import agreements, units
from projects.register.services.changes import lock_partners
from projects.register.services.employers import EMPLOYER_FACTS
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable

_AGREEMENT: Final = frozenset({"agreement", "agreement_on", "agreement_document"})


class NoAgreement(RegisterError):
    message = _("No agreement has been sent or signed, so it has neither a day nor a paper. Record it first.")


def kinds() -> Iterator[Changeable]:
    yield _agreement()
    yield _unit()
    yield _employer()


def _agreement() -> Changeable:
    return Changeable(
        model=Organisation,
        action=agreements.AGREEMENT_CHANGED,
        fields=_AGREEMENT,
        find=_find_partnership,
        allows=lambda user, project, _field: access.can_edit_project(user, project),
        change=_change_agreement,
        where=lambda row, project: _partner_page(project, row.organisation),
        told=_told,
        columns=Partnership,
        subject=lambda row: row.organisation,
        together=(_AGREEMENT,),
    )


def _unit() -> Changeable:
    return Changeable(
        model=Organisation,
        action=units.CHANGED,
        fields=units.FACTS,
        find=_find_unit,
        change=lambda row, **how: services.save_unit(organisation=row.organisation, unit=row, **how),
        where=lambda row, project: _partner_page(project, row.organisation),
        told=_told,
        columns=Unit,
        subject=lambda row: row.organisation,
        key=units.unit_key,
        takes_project=True,
    )


def _employer() -> Changeable:
    """But for the owner and the deputy, of whom the trail tells no more than that there was one."""
    return Changeable(
        model=EmployerPartnership,
        action=services.EMPLOYER_CHANGED,
        fields=EMPLOYER_FACTS - {"owner", "deputy"},
        find=_find_employer,
        change=lambda row, **how: services.change_employer(partnership=row, **how),
        where=lambda row, project: reverse("register:employer_edit", args=[project.slug, row.pk]),
        told=_told,
        together=(frozenset({"next_step", "next_step_on"}),),
    )


def _told(_request: Any, event: AuditEvent) -> tuple[Change, ...]:
    return history.changes_of(event)


def _partner_page(project: Project, organisation: Organisation) -> str:
    return reverse("register:partner", args=[project.slug, organisation.slug])


def _find_partnership(user: Any, project: Project, key: int) -> Partnership | None:
    rows = Partnership.objects.filter(project=project, organisation=key)
    found: Partnership | None = rows.select_related("project", "organisation").first()
    return found if access.can_edit_project(user, project) else None


def _find_unit(user: Any, project: Project, key: int) -> Unit | None:
    """Of a partner, to the project's coordinators and the partner's own contact."""
    rows = Unit.objects.filter(organisation__partnerships__project=project, pk=key)
    found: Unit | None = rows.select_related("organisation").first()
    return found if found and access.can_edit_organisation(user, project, found.organisation) else None


def _find_employer(user: Any, project: Project, key: int) -> EmployerPartnership | None:
    rows = EmployerPartnership.objects.present().filter(employers.visible_to(user, project), pk=key)
    found: EmployerPartnership | None = rows.select_related("project", "school", "workplace").first()
    return found if found and access.can_edit_organisation(user, project, found.school) else None


@transaction.atomic
def _change_agreement(*, row: Partnership, facts: dict[str, Any], seen: int, actor: Any) -> None:
    """What is not set back stays as it is. Raises NoAgreement, and what set_agreement raises."""
    lock_partners(row.project)
    row.refresh_from_db()
    stands = {name: getattr(row, name) for name in _AGREEMENT} | facts
    is_none = stands["agreement"] == Partnership.Agreement.NONE
    if is_none and any(value for name, value in facts.items() if name != "agreement"):
        raise NoAgreement
    services.set_agreement(
        partnership=row,
        agreement=stands["agreement"],
        on=stands["agreement_on"],
        document=stands["agreement_document"],
        seen=seen,
        actor=actor,
    )
