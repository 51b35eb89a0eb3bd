"""Proposing a coach for a request, the coach's answer, and what follows from it.

Everything begins by locking the request, then the network: two people acting at once wait for each other.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from peercoaching import links, matching
from peercoaching.errors import AlreadyAnswered, AlreadyAsked, NoFreePlace, NotWaiting, UnknownLink
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters

REMIND_AFTER: Final = timedelta(days=7)
_AT_ONCE: Final = 100


def candidates(request: CoachingRequest) -> list[matching.Candidate]:
    """Coaches who can be asked about the request, the best first; those asked before are left out."""
    asked = Pairing.objects.filter(request=request, coach__isnull=False).values("coach")
    coaches = (
        Coach.objects.available()
        .filter(network=request.network_id)
        .exclude(pk__in=asked)
        .prefetch_related("regions")
        .annotate(
            taken=Count("pairings", filter=Q(pairings__state__in=["proposed", "accepted"]), distinct=True),
            held=Count("pairings__sessions", distinct=True),
        )
    )
    return matching.rank(need_of(request), [_candidate(coach) for coach in coaches])


def _candidate(coach: Coach) -> matching.Candidate:
    return matching.Candidate(
        coach=coach.pk,
        topics=frozenset(coach.topics),
        languages=frozenset(coach.languages),
        regions=frozenset(region.pk for region in coach.regions.all()),
        free=coach.places - coach.taken,  # type: ignore[attr-defined]
        sessions=coach.held,  # type: ignore[attr-defined]
    )


def need_of(request: CoachingRequest) -> matching.Need:
    return matching.Need(request.topic, request.language, request.region_id)


def lock(request_id: int) -> CoachingRequest:
    """The request as it is now, held until the transaction ends."""
    locked = CoachingRequest.objects.select_for_update(of=("self",)).select_related("network")
    return locked.get(pk=request_id)


@transaction.atomic
def propose_best(*, request: CoachingRequest) -> Pairing | None:
    """Ask the coach who suits best; None when nobody is left to ask, and the coordinator sees it."""
    request = _waiting(request)
    ranked = candidates(request)
    return _propose(request, ranked[0]) if ranked else None


@transaction.atomic
def propose(*, request: CoachingRequest, coach: Coach, user: User) -> Pairing:
    """A coordinator asks a coach of their own choice. Raises NotWaiting, AlreadyAsked, NoFreePlace."""
    request = _waiting(request)
    if Pairing.objects.filter(request=request, coach=coach).exists():
        raise AlreadyAsked
    chosen = next((c for c in candidates(request) if c.coach == coach.pk), None)
    if chosen is None:
        raise NoFreePlace
    made = _propose(request, chosen)
    _record(user, "proposed", made)
    return made


def _waiting(request: CoachingRequest) -> CoachingRequest:
    """The request and its network locked: places are counted by one at a time. Raises NotWaiting."""
    locked = lock(request.pk)
    if locked.state != CoachingRequest.State.OPEN:
        raise NotWaiting
    CoachNetwork.objects.select_for_update().get(pk=locked.network_id)
    return locked


def _propose(request: CoachingRequest, chosen: matching.Candidate) -> Pairing:
    made = Pairing.objects.create(
        request=request,
        coach_id=chosen.coach,
        token_hash=links.token_hash(links.proposal_token(request.pk, chosen.coach)),
        reason=matching.reason(need_of(request), chosen),
    )
    _set_state(request, CoachingRequest.State.PROPOSED)
    _write("coaching_proposal", made)
    return made


def _write(template: str, pairing: Pairing) -> None:
    """A letter to the coach with the link to the proposal. What is needed is told behind the link only."""
    coach = pairing.coach
    assert coach is not None
    language = language_of(coach)
    token = links.proposal_token(pairing.request_id, coach.pk)
    letters.queue(
        template,
        to=coach.email,
        language=language,
        context={
            "pairing": pairing,
            "asked": pairing.request,
            "coach": coach,
            "link": links.address("peercoaching:answer", token, language),
        },
    )


def language_of(coach: Coach) -> str:
    """The language of letters to a coach: of the account, else the first of the profile."""
    return coach.user.language if coach.user else (coach.languages or ["fi"])[0]


def find(token: str) -> Pairing:
    """The proposal a coach's link belongs to. Raises UnknownLink."""
    found = (
        Pairing.objects.filter(token_hash=links.token_hash(token), coach__isnull=False)
        .select_related("request__network__project", "request__region", "coach__user")
        .first()
    )
    if found is None:
        raise UnknownLink
    return found


@transaction.atomic
def accept(*, pairing: Pairing) -> Pairing:
    """The coach says yes: both get each other's address. Repeating it changes nothing.

    Raises AlreadyAnswered when it was declined or called off.
    """
    request = lock(pairing.request_id)
    if not _answer(pairing, Pairing.State.ACCEPTED):
        if pairing.state == Pairing.State.ACCEPTED:
            return pairing
        raise AlreadyAnswered
    _set_state(request, CoachingRequest.State.PAIRED)
    coach = pairing.coach
    assert coach is not None
    context = {"pairing": pairing, "asked": request, "coach": coach}
    letters.queue(
        "coaching_paired_asker", to=request.email, language=request.letter_language, context=context
    )
    letters.queue("coaching_paired_coach", to=coach.email, language=language_of(coach), context=context)
    return pairing


@transaction.atomic
def decline(*, pairing: Pairing) -> Pairing | None:
    """The coach says no: the next best is asked. Repeating it changes nothing. Raises AlreadyAnswered."""
    request = lock(pairing.request_id)
    if not _answer(pairing, Pairing.State.DECLINED):
        if pairing.state == Pairing.State.DECLINED:
            return None
        raise AlreadyAnswered
    _set_state(request, CoachingRequest.State.OPEN)
    return propose_best(request=request)


@transaction.atomic
def take_back(*, pairing: Pairing, user: User) -> Pairing:
    """The coordinator waits for this coach no longer and may ask another. Raises AlreadyAnswered."""
    request = lock(pairing.request_id)
    if not call_off(pairing):
        raise AlreadyAnswered
    _set_state(request, CoachingRequest.State.OPEN)
    _record(user, "taken_back", pairing)
    return pairing


def call_off(pairing: Pairing) -> bool:
    """The coach need not answer any more and is told so; the caller has locked the request."""
    if not _answer(pairing, Pairing.State.CALLED_OFF):
        return False
    coach = pairing.coach
    if coach is not None:
        context = {"coach": coach, "asked": pairing.request}
        letters.queue("coaching_called_off", to=coach.email, language=language_of(coach), context=context)
    return True


def pass_on(now: datetime) -> None:
    """Called by the clock: when a coach has erased the account, the next best is asked instead."""
    orphans = Pairing.objects.filter(state=Pairing.State.PROPOSED, coach__isnull=True)
    for pairing in orphans[:_AT_ONCE]:
        with transaction.atomic():
            request = lock(pairing.request_id)
            if call_off(pairing):
                _set_state(request, CoachingRequest.State.OPEN)
                propose_best(request=request)


def remind(now: datetime) -> None:
    """Called by the clock: a coach who has not answered in a week is reminded, once."""
    silent = Pairing.objects.filter(
        state=Pairing.State.PROPOSED,
        proposed_at__lte=now - REMIND_AFTER,
        reminded_at__isnull=True,
        coach__isnull=False,
    )
    for pairing in silent.select_related("coach__user", "request__network__project")[:_AT_ONCE]:
        with transaction.atomic():
            if silent.filter(pk=pairing.pk).update(reminded_at=now):
                _write("coaching_reminder", pairing)


def _answer(pairing: Pairing, state: Pairing.State) -> bool:
    """Compare and set: of two answers at the same time one counts."""
    answered = Pairing.objects.filter(pk=pairing.pk, state=Pairing.State.PROPOSED).update(
        state=state, answered_at=timezone.now()
    )
    pairing.refresh_from_db(fields=["state", "answered_at"])
    return bool(answered)


def _set_state(request: CoachingRequest, state: CoachingRequest.State) -> None:
    request.state = state
    request.save(update_fields=["state"])


def _record(user: User, action: str, pairing: Pairing) -> None:
    project_id = pairing.request.network.project_id
    audit.record(actor=user, action=f"peercoaching.{action}", on=pairing, project_id=project_id, label="")
