"""A person's registrations go when they ask or when their account does; a freed seat goes to the next.

Votes stay and are nobody's; how many came is a number of its own, and stays too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from projects.workshops.models import Registration, Workshop
from projects.workshops.services import seats
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters


@transaction.atomic
def erase_from_workshop(*, workshop: Workshop, email: str, actor: User) -> None:
    """Erase one person's registration; says the same whether there was one or not."""
    _erase(workshop.pk, [email.strip().lower()])
    audit.record(actor=actor, action="workshops.person_erased", on=workshop, project_id=workshop.project_id)


@transaction.atomic
def erase_everywhere(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: no event knows the addresses of an account that goes, past or to come."""
    mine = {address.lower() for address in addresses}
    found = Registration.objects.filter(email__in=mine).values_list("workshop_id", flat=True)
    for workshop_id in sorted(set(found)):
        _erase(workshop_id, mine)


def _erase(workshop_id: int, addresses: Collection[str]) -> None:
    workshop = seats.lock(workshop_id)
    deleted, _models = Registration.objects.filter(workshop=workshop, email__in=addresses).delete()
    if deleted:
        letters.forget_sent(addresses)
        seats.fill(workshop)
