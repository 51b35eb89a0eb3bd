"""What peer coaching holds of a person, for the export of own data and before leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from peercoaching.models import Coach, CoachingRequest, Pairing
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`: the coach's profiles and pairs, and requests from the own address."""
    own = Coach.objects.filter(user=user.pk).for_listing()
    pairs = Pairing.objects.filter(coach__in=own.values("pk")).with_sessions()
    requests = CoachingRequest.objects.filter(email=user.email.lower()).order_by("pk")
    return {
        "profiles": [_profile(coach) for coach in own],
        "pairs": [
            {
                "topic": pair.request.topic,
                "state": pair.state,
                "proposed_at": pair.proposed_at,
                "answered_at": pair.answered_at,
                "sessions": pair.session_count,  # type: ignore[attr-defined]
                "minutes": pair.session_minutes or 0,  # type: ignore[attr-defined]
            }
            for pair in pairs
        ],
        "requests": list(
            requests.values("name", "email", "workplace", "topic", "language", "need", "state", "created_at")
        ),
    }


def _profile(coach: Coach) -> dict[str, Any]:
    return {
        "network": coach.network.name,
        "name": coach.name,
        "email": coach.email,
        "organisation": str(coach.organisation or ""),
        "introduction": coach.introduction,
        "introduction_language": coach.introduction_language,
        "topics": coach.topics,
        "languages": coach.languages,
        "regions": [str(region) for region in coach.regions.all()],
        "places": coach.places,
        "is_public": coach.is_public,
        "is_paused": coach.is_paused,
        "created_at": coach.created_at,
        "left_at": coach.left_at,
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line a profile, and one a request."""
    for coach in Coach.objects.filter(user=user.pk).select_related("network").order_by("pk"):
        yield _("Your profile as a peer coach in the network %(network)s") % {"network": coach.network.name}
    for request in CoachingRequest.objects.filter(email=user.email.lower()).select_related("network"):
        yield _("Your request for a peer coach in the network %(network)s") % {
            "network": request.network.name
        }
