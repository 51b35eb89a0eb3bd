"""Fixtures of the stories about peer coaching. Django is imported late: settings do not exist yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
    from tests.accounts.people import Queue
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Requests are counted in the cache, and another test's must not stop this one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def queue(db: None) -> Queue:
    from tests.accounts.people import Queue

    return Queue()


@pytest.fixture
def network(cast: Cast) -> CoachNetwork:
    """A public network of the project, without coaches."""
    from tests.peercoaching.network import make_network

    return make_network(cast.project)


@pytest.fixture
def cecilia(cast: Cast, network: CoachNetwork) -> Coach:
    """Cecilia's profile: she speaks both languages and works in Ostrobothnia."""
    from tests.peercoaching.network import own_profile

    return own_profile(network, cast.cecilia, languages=["sv", "fi"], regions=("15",))


@pytest.fixture
def pair(cast: Cast, cecilia: Coach) -> Pairing:
    """Cecilia and Essi have begun."""
    from peercoaching.services import pairing
    from tests.peercoaching.network import ask_and_confirm, proposal

    return pairing.accept(pairing=proposal(ask_and_confirm(cecilia.network)))


@pytest.fixture
def others(cast: Cast, cecilia: Coach) -> CoachingRequest:
    """A request for which another coach has been asked."""
    from tests.peercoaching.network import ask_and_confirm, make_coach

    make_coach(cecilia.network, "Toini Toinen", topics=["recovery"], languages=["en"])
    return ask_and_confirm(cecilia.network, email="muu@example.org", topic="recovery", language="en")
