"""Rows of two merged organisations of which there can be one only: which they are, and what becomes of them.

The kept organisation's row stays and is given what it lacks. Of rows that say more than that they exist, the
other one is told about in the preview; of an employer partnership it waits in the bin besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from projects.register.models import ContactLink, EmployerPartnership, Membership, Organisation, Partnership
from projects.register.services.agreements import AGREEMENT_CHANGED
from projects.register.services.changes import assign
from projects.register.services.employers import EMPLOYER_CHANGED, EMPLOYER_FACTS, without_people
from projects.register.services.partnerships import CHANGED as PARTNER_CHANGED
from yhes.accounts.models import User
from yhes.common import audit, bins

Facts = dict[str, Any]
_AGREEMENT: Final = ("agreement", "agreement_on", "agreement_document")
_RANK: Final = Partnership.Agreement.values  # from not sent to signed


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the kept organisation, its twin of the one that goes, and what the first is given of it."""

    stays: Any
    goes: Any
    given: Facts

    @property
    def is_employer(self) -> bool:
        return isinstance(self.stays, EmployerPartnership)

    @property
    def given_names(self) -> list[str]:
        """In words."""
        return [str(self.stays._meta.get_field(name).verbose_name) for name in self.given]


def twins(field: models.Field[Any, Any], kept: Organisation, dropped: Organisation) -> dict[int, int]:
    """Key of a row of the one that goes → key of the kept one's, beside which it cannot stand.

    What a constraint is not about, such as a row in the bin, stands in nobody's way.
    """
    found: dict[int, int] = {}
    for columns, condition in _unique(field):
        # A plain queryset: the translated ones put the columns of `values_list` in another order.
        rows: models.QuerySet[Any] = models.QuerySet(field.model).filter(condition)
        theirs = rows.filter(**{field.name: dropped}).values_list("pk", *columns)
        ours = rows.filter(**{field.name: kept}).values_list("pk", *columns)
        held = {values: key for key, *rest in ours if None not in (values := tuple(rest))}
        found |= {key: held[values] for key, *rest in theirs if (values := tuple(rest)) in held}
    return found


def pairs(kept: Organisation, dropped: Organisation) -> list[Pair]:
    """Those of which the preview tells one by one: parts in projects, and employers."""
    related = {
        Partnership: ("project", "organisation", "agreement_document"),
        EmployerPartnership: ("project", "school", "workplace", "owner", "deputy"),
    }
    found: list[Pair] = []
    for model, names in related.items():
        for field in model._meta.local_fields:
            if field.related_model is Organisation:
                keys = twins(field, kept, dropped)
                plain: models.QuerySet[Any] = models.QuerySet(model)
                rows = plain.select_related(*names).in_bulk([*keys, *keys.values()])
                found += (pair(rows[stays], rows[goes]) for goes, stays in sorted(keys.items()))
    return found


def pair(stays: Any, goes: Any) -> Pair:
    lacks = _LACKS.get(type(stays))
    return Pair(stays, goes, lacks(stays, goes) if lacks else {})


def settle(field: models.Field[Any, Any], pair: Pair, kept: Organisation, actor: User | None) -> None:
    """The row that stays gets what it lacks, which is recorded; the other goes."""
    stays, goes = pair.stays, pair.goes
    if isinstance(stays, EmployerPartnership):
        _into_bin(field, goes, kept, actor)
    elif isinstance(stays, Membership):
        _keep_link(stays, goes)
        goes.delete()
    else:
        goes.delete()
    if pair.given:
        changes = assign(stays, pair.given, frozenset(pair.given))
        stays.save()
        _record(stays, changes, actor)


def _unique(field: models.Field[Any, Any]) -> Iterator[tuple[list[str], models.Q]]:
    """The other columns of every constraint that allows one row only for an organisation."""
    meta = field.model._meta
    groups = [
        (c.fields, c.condition or models.Q())
        for c in meta.constraints
        if isinstance(c, models.UniqueConstraint)
    ]
    groups += [(each, models.Q()) for each in meta.unique_together]
    for columns, condition in groups:
        if field.name in columns:
            yield [each for each in columns if each != field.name], condition


def _of_partnership(stays: Partnership, goes: Partnership) -> Facts:
    """An agreement that is further, and a note where there is none."""
    given: Facts = {}
    if _RANK.index(goes.agreement) > _RANK.index(stays.agreement):
        given = {name: getattr(goes, name) for name in _AGREEMENT}
    elif goes.agreement_document and not stays.agreement_document and goes.agreement == stays.agreement:
        given = {"agreement_document": goes.agreement_document}
    if goes.note and not stays.note:
        given["note"] = goes.note
    return {name: value for name, value in given.items() if getattr(stays, name) != value}


def _of_employer(stays: EmployerPartnership, goes: EmployerPartnership) -> Facts:
    """Whoever looks after it, agreements, the latest contact and, where none is planned, the next step."""
    owners = (person for person in (goes.owner, goes.deputy) if person and person != stays.deputy)
    owner = stays.owner or next(owners, None)
    deputies = (person for person in (goes.deputy, goes.owner) if person and person != owner)
    new: Facts = {"owner": owner, "deputy": stays.deputy or next(deputies, None)}
    for name in ("has_apprenticeships", "has_training_agreements", "other_agreement"):
        new[name] = getattr(stays, name) or getattr(goes, name)
    contacts = [day for day in (stays.last_contact_on, goes.last_contact_on) if day]
    new["last_contact_on"] = max(contacts, default=None)
    if not stays.next_step:
        new |= {"next_step": goes.next_step, "next_step_on": goes.next_step_on}
    return {name: value for name, value in new.items() if getattr(stays, name) != value}


_LACKS: Final[dict[type[models.Model], Callable[[Any, Any], Facts]]] = {
    Partnership: _of_partnership,
    EmployerPartnership: _of_employer,
}


def _into_bin(
    field: models.Field[Any, Any], goes: EmployerPartnership, kept: Organisation, actor: User | None
) -> None:
    """As the kept organisation's, whose people may look there what it said."""
    bins.put_in(goes)
    setattr(goes, field.name, kept)
    goes.save(update_fields=[field.name])
    audit.record(
        actor=actor,
        action="register.employer_removed",
        on=goes,
        project_id=goes.project_id,
        changes={"stage": (goes.stage, None)},
    )


def _keep_link(stays: Membership, goes: Membership) -> None:
    """The link in a letter goes on working."""
    if not ContactLink.objects.filter(membership=stays).exists():
        ContactLink.objects.filter(membership=goes).update(membership=stays)


def _record(stays: Any, changes: dict[str, tuple[Any, Any]], actor: User | None) -> None:
    if isinstance(stays, EmployerPartnership):
        told = without_people({name: pair for name, pair in changes.items() if name in EMPLOYER_FACTS})
        audit.record(
            actor=actor, action=EMPLOYER_CHANGED, on=stays, project_id=stays.project_id, changes=told
        )
        return
    parts = {
        AGREEMENT_CHANGED: {name: pair for name, pair in changes.items() if name in _AGREEMENT},
        PARTNER_CHANGED: {name: pair for name, pair in changes.items() if name == "note"},
    }
    for action, told in parts.items():
        if told:
            audit.record(
                actor=actor, action=action, on=stays.organisation, project_id=stays.project_id, changes=told
            )
