"""What peer coaching lets people find (yhes.common.registry.SearchKind): what its public pages show, no more.

A coach is found by the public profile only, as long as the coach has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from peercoaching.models import Coach, CoachNetwork, Topic
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import Words, in_every_language, joined, of_field


def kinds() -> Iterator[SearchKind]:
    yield SearchKind(
        "network",
        60,
        _("Networks of peer coaches"),
        _networks,
        anyone=lambda: CoachNetwork.objects.published().values("pk"),
    )
    yield SearchKind(
        "coach", 65, _("Peer coaches"), _coaches, anyone=lambda: Coach.objects.public().values("pk")
    )


def _networks() -> Iterator[SearchItem]:
    for network in CoachNetwork.objects.published().prefetch_related("regions").order_by("pk"):
        regions = [of_field(region, "name") for region in network.regions.all()]
        yield SearchItem(
            pk=network.pk,
            title=of_field(network, "name"),
            text=joined([of_field(network, "description"), *regions]),
            public=Place("peercoaching:network", (network.slug,)),
            is_example=network.is_example,
        )


def _coaches() -> Iterator[SearchItem]:
    topics = {topic.value: in_every_language(topic.label.__str__) for topic in Topic}
    for coach in Coach.objects.public().for_listing():
        about = Words(fi="", sv="", en="")
        about[coach.introduction_language] = coach.introduction  # type: ignore[literal-required]
        places = [of_field(coach.organisation, "name")] if coach.organisation else []
        helps = [topics[topic] for topic in coach.topics if topic in topics]
        yield SearchItem(
            pk=coach.pk,
            title=Words(fi=coach.name, sv="", en=""),
            text=joined([*places, about, *helps]),
            public=Place("peercoaching:network", (coach.network.slug,)),
            is_example=coach.network.is_example,
        )
