"""A fictional network of peer coaches, as far along as the roadmap's picture tells.

Nobody in it exists. It is made once and whole; loading again leaves everything as it is. What would
send letters is written straight into the database: the demo's people have asked nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from peercoaching import links, matching
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing, Session
from peercoaching.services import pairing as pairing_services
from peercoaching.services.networks import save_coach, save_network
from projects.register.models import Region
from yhes.common.registry import DemoContext

_FILE = Path(__file__).with_name("demo.yaml")
Entry = dict[str, Any]


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`."""
    facts = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    known = CoachNetwork.objects.filter(project=context.project, name_fi=facts["network"]["name_fi"])
    if known.exists():
        return
    regions = {region.code: region for region in Region.objects.all()}
    network = _network(context, facts["network"], [entry["regions"] for entry in facts["coaches"]], regions)
    coaches = {entry["key"]: _coach(context, network, entry, regions) for entry in facts["coaches"]}
    for entry in facts["requests"]:
        _request(network, entry, coaches, regions)
    sessions = Session.objects.filter(pairing__request__network=network).count()
    context.say(f"{network.name_fi}: {len(coaches)} fictional coaches, {sessions} sessions")  # type: ignore[attr-defined]


def _network(
    context: DemoContext, facts: Entry, codes: list[list[str]], regions: dict[str, Region]
) -> CoachNetwork:
    covered = [regions[code] for code in sorted({code for some in codes for code in some})]
    network = save_network(
        project=context.project,
        network=None,
        facts={**facts, "regions": covered, "is_public": True},
        actor=None,
    )
    network.is_example = True
    network.save(update_fields=["is_example"])
    return network


def _coach(context: DemoContext, network: CoachNetwork, entry: Entry, regions: dict[str, Region]) -> Coach:
    user = context.people.get(entry.get("person", ""))
    facts = {
        "name": user.name if user else entry["name"],
        "email": user.email if user else f"{entry['key']}@esimerkki.example",
        "organisation": context.organisations[entry["organisation"]],
        "introduction": entry["introduction"],
        "introduction_language": entry["languages"][0],
        "topics": entry["topics"],
        "languages": entry["languages"],
        "regions": [regions[code] for code in entry["regions"]],
        "places": entry.get("places", 2),
        "is_public": True,
    }
    coach = save_coach(network=network, coach=None, facts=facts, actor=None)
    if entry.get("paused"):
        Coach.objects.filter(pk=coach.pk).update(is_paused=True)
    return coach


def _request(
    network: CoachNetwork, entry: Entry, coaches: dict[str, Coach], regions: dict[str, Region]
) -> None:
    now = timezone.now()
    asked_at = now - timedelta(days=entry["days_ago"])
    request = CoachingRequest.objects.create(
        network=network,
        token_hash=links.token_hash(links.new_token()),
        name=entry["name"],
        email=f"{entry['key']}@esimerkki.example",
        workplace=entry["workplace"],
        region=regions.get(entry.get("region", "")),
        topic=entry["topic"],
        language=entry.get("language", "fi"),
        need=entry["need"],
        state=entry["state"],
        confirmed_at=asked_at,
        ended_at=now - timedelta(days=entry["ended"]) if "ended" in entry else None,
    )
    CoachingRequest.objects.filter(pk=request.pk).update(created_at=asked_at)
    for key in entry.get("declined", []):
        _pairing(request, coaches[key], Pairing.State.DECLINED)
    if "coach" in entry:
        states = {"proposed": Pairing.State.PROPOSED, "paired": Pairing.State.ACCEPTED}
        state = states.get(entry["state"], Pairing.State.ENDED)
        pairing = _pairing(request, coaches[entry["coach"]], state)
        Session.objects.bulk_create(_sessions(pairing, entry))


def _pairing(request: CoachingRequest, coach: Coach, state: str) -> Pairing:
    chosen = matching.Candidate(
        coach=coach.pk,
        topics=frozenset(coach.topics),
        languages=frozenset(coach.languages),
        regions=frozenset(coach.regions.values_list("pk", flat=True)),
        free=1,
        sessions=0,
    )
    asked_at = request.confirmed_at
    assert asked_at is not None
    pairing = Pairing.objects.create(
        request=request,
        coach=coach,
        token_hash=links.token_hash(links.proposal_token(request.pk, coach.pk)),
        reason=matching.reason(pairing_services.need_of(request), chosen),
        state=state,
        answered_at=None if state == Pairing.State.PROPOSED else asked_at + timedelta(days=1),
        ended_at=request.ended_at,
    )
    Pairing.objects.filter(pk=pairing.pk).update(proposed_at=asked_at)
    return pairing


def _sessions(pairing: Pairing, entry: Entry) -> Iterator[Session]:
    """Every other week from the first one on."""
    assert pairing.request.confirmed_at is not None
    first = timezone.localdate(pairing.request.confirmed_at) + timedelta(days=8)
    for number in range(entry.get("sessions", 0)):
        yield Session(
            pairing=pairing,
            held_on=first + timedelta(days=14 * number),
            minutes=45 if number % 3 else 60,
            is_online=number % 2 == 1,
        )
