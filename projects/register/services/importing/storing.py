"""Storing what a check has found: a batch at a time, everything or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from projects.register.models import (
    EmployerPartnership,
    FormerAddress,
    Organisation,
    Partnership,
    Project,
)
from projects.register.services.changes import RESERVED_SLUGS, Changes
from projects.register.services.employers import EMPLOYER_CHANGED, without_people
from projects.register.services.importing.planning import BATCH, Outcome
from projects.register.services.organisations import CHANGED
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent


class Slugs:
    """Addresses that are free, without asking the database for each: all that are taken are read once."""

    def __init__(self) -> None:
        self._taken = set(Organisation.objects.values_list("slug", flat=True)) | RESERVED_SLUGS
        self._taken.update(FormerAddress.objects.values_list("slug", flat=True))
        self._numbers: dict[str, int] = {}

    def take(self, text: str) -> str:
        stem = slugify(text)[:70].strip("-") or "organisation"
        slug, number = stem, self._numbers.get(stem, 1)
        while slug in self._taken:
            number += 1
            slug = f"{stem}-{number}"
        self._numbers[stem] = number
        self._taken.add(slug)
        return slug


def store(
    outcomes: Iterable[Outcome], *, project: Project, actor: User | None, each: Callable[[Outcome], None]
) -> None:
    """Inside the caller's transaction, which is rolled back when `each` or the outcomes raise."""
    slugs = Slugs()
    for batch in _batches(outcomes):
        for outcome in batch:
            each(outcome)
        _store_batch(batch, project, actor, slugs)


def store_employers(
    outcomes: Iterable[Outcome], *, project: Project, actor: User | None, each: Callable[[Outcome], None]
) -> None:
    """As `store`, of partnerships with employers: new workplaces come into the register with them."""
    slugs = Slugs()
    for batch in _batches(outcomes):
        for outcome in batch:
            each(outcome)
        _store_employer_batch(batch, project, actor, slugs)


def _store_employer_batch(batch: list[Outcome], project: Project, actor: User | None, slugs: Slugs) -> None:
    stored = [outcome for outcome in batch if outcome.kind in ("new", "changed")]
    _make({id(body): body for body in map(_body, stored) if body.pk is None}.values(), slugs)
    for outcome in stored:
        outcome.part.workplace = _body(outcome)  # now it has a key
    EmployerPartnership.objects.bulk_create(outcome.part for outcome in stored if outcome.kind == "new")
    _update([(outcome.part, outcome.part_changes) for outcome in stored if outcome.kind == "changed"])
    AuditEvent.objects.bulk_create(
        event for outcome in stored for event in _employer_events(outcome, project, actor)
    )


def _employer_events(outcome: Outcome, project: Project, actor: User | None) -> Iterator[AuditEvent]:
    if outcome.changes:
        action = "register.organisation_created"
        yield audit.event(actor=actor, action=action, on=_body(outcome), changes=outcome.changes)
    action = "register.employer_added" if outcome.kind == "new" else EMPLOYER_CHANGED
    changes = without_people(outcome.part_changes)
    yield audit.event(actor=actor, action=action, on=outcome.part, project_id=project.pk, changes=changes)


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    rows = iter(outcomes)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _store_batch(batch: list[Outcome], project: Project, actor: User | None, slugs: Slugs) -> None:
    stored = [outcome for outcome in batch if outcome.kind in ("new", "changed")]
    made = [outcome for outcome in stored if outcome.kind == "new"]
    _make([_body(outcome) for outcome in made], slugs)
    _update([(_body(outcome), outcome.changes) for outcome in stored if outcome.kind == "changed"])
    _store_parts(stored)
    AuditEvent.objects.bulk_create(event for outcome in stored for event in _events(outcome, project, actor))


def _make(bodies: Iterable[Organisation], slugs: Slugs) -> None:
    new = list(bodies)
    for body in new:
        body.slug = slugs.take(str(body))
    Organisation.objects.bulk_create(new)


def _update(rows: list[tuple[Any, Changes]]) -> None:
    """One statement for each set of columns that changed together, however many rows."""
    together: dict[tuple[str, ...], list[Any]] = {}
    for row, changes in rows:
        if changes:
            together.setdefault(tuple(sorted(changes)), []).append(row)
    for columns, changed in together.items():
        type(changed[0])._default_manager.bulk_update(changed, columns)


def _store_parts(stored: list[Outcome]) -> None:
    new, changed = [], []
    for outcome in stored:
        if outcome.part is not None and outcome.part.pk is None:
            outcome.part.organisation = _body(outcome)
            new.append(outcome.part)
        elif outcome.part is not None:
            outcome.part.changed_at = timezone.now()
            changed.append((outcome.part, {**outcome.part_changes, "changed_at": (None, None)}))
    Partnership.objects.bulk_create(new)
    _update(changed)


def _events(outcome: Outcome, project: Project, actor: User | None) -> Iterator[AuditEvent]:
    """As the services of one organisation and of one partner record it."""
    body = _body(outcome)
    if outcome.changes:
        action = "register.organisation_created" if outcome.kind == "new" else CHANGED
        yield audit.event(actor=actor, action=action, on=body, changes=outcome.changes)
    if outcome.part_changes:
        is_new = "state" in outcome.part_changes
        action = "register.partner_added" if is_new else "register.partner_changed"
        yield audit.event(
            actor=actor, action=action, on=body, project_id=project.pk, changes=outcome.part_changes
        )


def _body(outcome: Outcome) -> Organisation:
    assert outcome.organisation is not None  # whatever is new or changed has one
    return outcome.organisation
