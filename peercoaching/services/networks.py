"""Networks and the coaches in them."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from peercoaching import links
from peercoaching.errors import AlreadyAnswered, CoachTwice
from peercoaching.models import Coach, CoachNetwork, Pairing
from peercoaching.services import pairing
from projects.register.models import Project
from yhes.accounts.models import User
from yhes.common import audit

# What tells who the coach is: changes of these are not written into the trail, which stays for ever.
_PERSONAL: Final = ("name", "email", "introduction")


@transaction.atomic
def save_network(
    *, project: Project, network: CoachNetwork | None, facts: dict[str, Any], actor: User | None
) -> CoachNetwork:
    """Make a network or change one. `facts`: name and description in three languages, regions, is_public."""
    values = dict(facts)
    regions = values.pop("regions")
    made = network or CoachNetwork(project=project, slug=_free_slug(values["name_fi"]))
    changes = audit.assign(made, values)
    made.save()
    made.regions.set(regions)
    action = "peercoaching.network_changed" if network else "peercoaching.network_made"
    audit.record(actor=actor, action=action, on=made, project_id=project.pk, changes=changes)
    return made


@transaction.atomic
def save_coach(
    *, network: CoachNetwork, coach: Coach | None, facts: dict[str, Any], actor: User | None
) -> Coach:
    """Add a coach or change the profile. Raises CoachTwice for an address the network has already.

    A person with an account under the address sees the coaching as their own.
    """
    values = dict(facts)
    regions = values.pop("regions")
    made = coach or Coach(network=network)
    before = made.email
    changes = audit.assign(made, values)
    made.email = made.email.lower()
    if made.email != before:
        made.user = User.objects.filter(email=made.email).first()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise CoachTwice from None
    made.regions.set(regions)
    kept = {field: pair for field, pair in changes.items() if field not in _PERSONAL}
    _record(actor, "coach_changed" if coach else "coach_added", made, kept)
    return made


@transaction.atomic
def set_paused(*, coach: Coach, is_paused: bool, actor: User) -> Coach:
    """Take no requests for a while, or take them again. Pairs that have begun go on."""
    coach.is_paused = is_paused
    coach.save(update_fields=["is_paused"])
    _record(actor, "coach_paused" if is_paused else "coach_resumed", coach)
    return coach


@transaction.atomic
def set_left(*, coach: Coach, has_left: bool, actor: User) -> Coach:
    """The coach leaves the network, or comes back. What was counted stays.

    Whoever waits for an answer of a coach who leaves gets the next best one.
    """
    coach.left_at = timezone.now() if has_left else None
    coach.save(update_fields=["left_at"])
    _record(actor, "coach_left" if has_left else "coach_returned", coach)
    if has_left:
        for proposed in Pairing.objects.filter(coach=coach, state=Pairing.State.PROPOSED):
            with suppress(AlreadyAnswered):  # accepted, or called off, this very moment: so it stays
                pairing.decline(pairing=proposed)
    return coach


def join_accounts(now: datetime) -> None:
    """Called by the clock: coaches who got an account after they had been added see the coaching there."""
    accounts = User.objects.filter(email=models.OuterRef("email"))
    for coach in Coach.objects.filter(models.Exists(accounts), user=None):
        coach.user = User.objects.filter(email=coach.email).first()
        coach.save(update_fields=["user"])


def _record(
    actor: User | None, action: str, coach: Coach, changes: dict[str, tuple[Any, Any]] | None = None
) -> None:
    audit.record(
        actor=actor,
        action=f"peercoaching.{action}",
        on=coach,
        project_id=coach.network.project_id,
        changes=changes,
        label="",
    )


def _free_slug(name: str) -> str:
    plain = slugify(name)[:70] or "verkosto"
    taken = set(CoachNetwork.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    taken |= links.reserved_slugs()
    number = 1
    slug = plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug
