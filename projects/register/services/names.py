"""What an organisation is called beside its official name, when it ended and who carries on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from projects.register.errors import (
    EndMissing,
    NameTwice,
    SuccessionGoesInCircles,
    SuccessorUnclear,
    SuccessorUnknown,
)
from projects.register.models import Organisation, OrganisationName, Succession
from projects.register.naming import Register, plain_name
from projects.register.services.changes import Changes, lock_register, refuse_if_changed
from yhes.accounts.models import User
from yhes.common import audit

NAMES_CHANGED = "register.organisation_names_changed"
Named = tuple[str, date | None]  # a former name and its last day


@transaction.atomic
def save_names(
    *,
    organisation: Organisation,
    aliases: Sequence[str],
    former: Sequence[Named],
    ended_on: date | None,
    successors: Sequence[str],
    seen: int | None = None,
    actor: User | None = None,
) -> Organisation:
    """Replace the other names, the end and the successors by what is given.

    successors: a business ID or a whole name each. Nothing changed: nothing is recorded.
    Raises NameTwice, EndMissing, SuccessorUnknown, SuccessorUnclear, SuccessionGoesInCircles,
    ChangedMeanwhile.
    """
    lock_register()
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    heirs = _found(successors) if successors else []
    _check(found, aliases, former, ended_on, heirs)
    before, after = _as_it_is(found), _as_given(aliases, former, ended_on, heirs)
    changes: Changes = {
        field: (before[field], after[field]) for field in after if before[field] != after[field]
    }
    if changes:
        refuse_if_changed(found, NAMES_CHANGED, seen)
        _store(found, aliases, former, ended_on, heirs)
        audit.record(actor=actor, action=NAMES_CHANGED, on=found, changes=changes)
    return found


def _found(texts: Iterable[str]) -> list[Organisation]:
    register = Register.read()
    keys: dict[int, None] = {}
    for text in texts:
        hits = register.exactly(text)
        if not hits:
            raise SuccessorUnknown(name=text)
        if len(hits) > 1:
            raise SuccessorUnclear(name=text)
        keys[hits[0]] = None
    rows = Organisation.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def _check(
    organisation: Organisation,
    aliases: Sequence[str],
    former: Sequence[Named],
    ended_on: date | None,
    heirs: Sequence[Organisation],
) -> None:
    seen: set[str] = set()
    for name in (*aliases, *(name for name, _until in former)):
        if plain_name(name) in seen:
            raise NameTwice(name=name)
        seen.add(plain_name(name))
    if heirs and ended_on is None:
        raise EndMissing
    _refuse_circle(organisation, heirs)


def _refuse_circle(organisation: Organisation, heirs: Iterable[Organisation]) -> None:
    """From the new successors on; the register is locked, so no other change can cross this one."""
    following: dict[int, list[int]] = {}
    for ended, successor in Succession.objects.values_list("ended", "successor"):
        following.setdefault(ended, []).append(successor)
    for heir in heirs:
        waiting, seen = [heir.pk], set()
        while waiting:
            key = waiting.pop()
            if key == organisation.pk:
                raise SuccessionGoesInCircles(organisation=organisation, successor=heir)
            if key not in seen:
                seen.add(key)
                waiting.extend(following.get(key, []))


def _as_it_is(organisation: Organisation) -> dict[str, object]:
    names = list(organisation.other_names.all())
    kinds = OrganisationName.Kind
    rows = Organisation.objects.filter(predecessions__ended=organisation).order_by("predecessions__pk")
    return _as_given(
        [row.name for row in names if row.kind == kinds.ALIAS],
        [(row.name, row.used_until) for row in names if row.kind == kinds.FORMER],
        organisation.ended_on,
        list(rows),
    )


def _as_given(
    aliases: Iterable[str],
    former: Iterable[Named],
    ended_on: date | None,
    heirs: Iterable[Organisation],
) -> dict[str, object]:
    """As the audit trail tells it; in an order of its own, so that sorting the lines is no change."""
    return {
        "aliases": sorted(aliases),
        "former_names": sorted(f"{name} ({until.isoformat()})" if until else name for name, until in former),
        "ended_on": ended_on,
        "successors": sorted((str(heir) for heir in heirs), key=str),
    }


def _store(
    organisation: Organisation,
    aliases: Iterable[str],
    former: Iterable[Named],
    ended_on: date | None,
    heirs: Iterable[Organisation],
) -> None:
    kinds = OrganisationName.Kind
    organisation.other_names.all().delete()
    rows = [OrganisationName(organisation=organisation, name=name, kind=kinds.ALIAS) for name in aliases]
    rows += [
        OrganisationName(organisation=organisation, name=name, kind=kinds.FORMER, used_until=until)
        for name, until in former
    ]
    OrganisationName.objects.bulk_create(rows)
    organisation.successions.all().delete()
    Succession.objects.bulk_create(Succession(ended=organisation, successor=heir) for heir in heirs)
    organisation.ended_on = ended_on
    organisation.save(update_fields=["ended_on"])
