"""Asking for a coach: the request, the confirmed address, taking it back, closing it, forgetting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from peercoaching import links
from peercoaching.errors import AlreadyOver, NetworkClosed, NotWaiting, UnknownLink
from peercoaching.models import CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import pairing
from projects.register.models import Region
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters

CONFIRM_WITHIN: Final = timedelta(days=7)
KEPT_AFTER_END: Final = timedelta(days=365)
SAME_WITHIN: Final = timedelta(hours=1)
States = CoachingRequest.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a person writes into the request form."""

    name: str
    email: str
    workplace: str
    region: Region | None
    topic: str
    language: str
    need: str


@transaction.atomic
def request_coaching(*, network: CoachNetwork, need: Need, letter_language: str) -> CoachingRequest:
    """Store the request and send the link that confirms the address. Raises NetworkClosed, AddressRefused.

    The same request sent twice (a double click) is one request.
    """
    network = CoachNetwork.objects.select_for_update().get(pk=network.pk)
    if not network.may_be_read_by_anyone:
        raise NetworkClosed
    if same := _same(network, need):
        return same
    token = links.new_token()
    made = CoachingRequest.objects.create(
        network=network,
        token_hash=links.token_hash(token),
        name=need.name,
        email=need.email.lower(),
        workplace=need.workplace,
        region=need.region,
        topic=need.topic,
        language=need.language,
        letter_language=letter_language,
        need=need.need,
    )
    link = links.address("peercoaching:own_request", token, letter_language)
    letters.queue(
        "coaching_confirm",
        to=made.email,
        language=letter_language,
        context={"asked": made, "network": network, "link": link, "days": CONFIRM_WITHIN.days},
    )
    return made


def _same(network: CoachNetwork, need: Need) -> CoachingRequest | None:
    just_now = timezone.now() - SAME_WITHIN
    return CoachingRequest.objects.filter(
        network=network,
        email=need.email.lower(),
        topic=need.topic,
        need=need.need,
        created_at__gte=just_now,
        state__in=[States.UNCONFIRMED, States.OPEN, States.PROPOSED, States.PAIRED],
    ).first()


def find(token: str) -> CoachingRequest:
    """The request a personal link belongs to. Raises UnknownLink, also for one never confirmed in time."""
    found = (
        CoachingRequest.objects.filter(token_hash=links.token_hash(token))
        .select_related("network__project", "region")
        .first()
    )
    if found is None:
        raise UnknownLink
    return found


@transaction.atomic
def confirm(*, token: str) -> CoachingRequest:
    """The address is right: the request is open, and the best coach is asked at once.

    Repeating it changes nothing. Raises UnknownLink.
    """
    request = pairing.lock(find(token).pk)
    if request.state == States.UNCONFIRMED:
        request.state, request.confirmed_at = States.OPEN, timezone.now()
        request.save(update_fields=["state", "confirmed_at"])
        pairing.propose_best(request=request)
        request.refresh_from_db()
    return request


@transaction.atomic
def withdraw(*, token: str) -> CoachingRequest:
    """The person no longer needs a coach; a coach who has been asked is told. Repeating it changes nothing.

    Raises UnknownLink, and NotWaiting once a coach has accepted.
    """
    request = pairing.lock(find(token).pk)
    if request.state == States.WITHDRAWN:
        return request
    if request.state not in (States.UNCONFIRMED, States.OPEN, States.PROPOSED):
        raise NotWaiting
    settle(request, States.WITHDRAWN)
    return request


def _to_ask_again(request: CoachingRequest) -> str:
    """Where a new request is sent; "" when the network is not public and its page does not exist."""
    if not request.network.may_be_read_by_anyone:
        return ""
    return links.address("peercoaching:ask", request.network.slug, request.letter_language)


@transaction.atomic
def close(*, request: CoachingRequest, note: str, user: User) -> CoachingRequest:
    """The coordinator gives up finding a coach: the asker is told, and a coach who has been asked.

    note: the coordinator's own words in the asker's letter, kept nowhere else. Raises NotWaiting once a
    coach has accepted, AlreadyOver when the request was withdrawn or closed in the meantime.
    """
    request = pairing.lock(request.pk)
    if request.state not in (States.OPEN, States.PROPOSED):
        raise NotWaiting if request.state == States.PAIRED else AlreadyOver
    settle(request, States.CLOSED)
    letters.queue(
        "coaching_closed",
        to=request.email,
        language=request.letter_language,
        context={
            "asked": request,
            "note": note,
            "link": _to_ask_again(request),
        },
    )
    project_id = request.network.project_id
    audit.record(
        actor=user, action="peercoaching.request_closed", on=request, project_id=project_id, label=""
    )
    return request


def settle(request: CoachingRequest, state: CoachingRequest.State) -> None:
    """The request, which is locked, is over without a pair; a coach who has been asked need not answer."""
    request.state, request.ended_at = state, timezone.now()
    request.save(update_fields=["state", "ended_at"])
    for asked in Pairing.objects.filter(request=request, state=Pairing.State.PROPOSED):
        pairing.call_off(asked)


@transaction.atomic
def forget(now: datetime) -> None:
    """Called by the clock: unconfirmed requests go after a week, ended ones lose their person after a year.

    The letters sent to those people go too.
    """
    unconfirmed = CoachingRequest.objects.filter(
        state=States.UNCONFIRMED, created_at__lt=now - CONFIRM_WITHIN
    )
    ended = CoachingRequest.objects.filter(ended_at__lt=now - KEPT_AFTER_END).exclude(email="")
    addresses = {*unconfirmed.values_list("email", flat=True), *ended.values_list("email", flat=True)}
    if addresses:
        letters.forget_sent(addresses)
        unconfirmed.delete()
        ended.update(name="", email="", workplace="", need="")
