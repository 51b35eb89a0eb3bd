"""What the stories about peer coaching share: a network, its coaches, and somebody who asks."""

from __future__ import annotations

from typing import Any

from django.test import Client

from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import networks, requests
from projects.register.models import Project, Region
from tests.accounts.people import Queue, address
from yhes.accounts.models import User

ASKER = "essi@example.org"
NEED = "Kokouksemme ovat muuttuneet ilmoitusasioiksi."


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def make_network(project: Project, name: str = "Esimerkkiverkosto", **facts: Any) -> CoachNetwork:
    values = {"name_fi": name, "regions": [], "is_public": True, **facts}
    return networks.save_network(project=project, network=None, facts=values, actor=None)


def make_coach(network: CoachNetwork, name: str, *, regions: tuple[str, ...] = (), **facts: Any) -> Coach:
    values = {
        "name": name,
        "email": f"{name.split(maxsplit=1)[0].lower()}@example.org",
        "topics": ["trust"],
        "languages": ["fi"],
        "places": 2,
        "is_public": True,
        "regions": [region(code) for code in regions],
        **facts,
    }
    return networks.save_coach(network=network, coach=None, facts=values, actor=None)


def own_profile(network: CoachNetwork, user: User, **facts: Any) -> Coach:
    """The profile of a coach who has an account."""
    return make_coach(network, user.name, email=user.email, **facts)


def need(**changes: Any) -> requests.Need:
    values = {
        "name": "Essi Esimerkki",
        "email": ASKER,
        "workplace": "Esimerkkiopisto",
        "region": None,
        "topic": "trust",
        "language": "fi",
        "need": NEED,
    }
    return requests.Need(**{**values, **changes})


def form(**changes: str) -> dict[str, str]:
    """What a person writes into the public form."""
    values = {
        "name": "Essi Esimerkki",
        "email": ASKER,
        "workplace": "Esimerkkiopisto",
        "region": "",
        "topic": "trust",
        "language": "fi",
        "need": NEED,
    }
    return {**values, **changes}


def ask(network: CoachNetwork, **changes: Any) -> tuple[CoachingRequest, str]:
    """A request, not confirmed, and the path of its personal link."""
    made = requests.request_coaching(network=network, need=need(**changes), letter_language="fi")
    return made, Queue().link(made.email)


def token_in(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def ask_and_confirm(network: CoachNetwork, **changes: Any) -> CoachingRequest:
    _made, link = ask(network, **changes)
    return requests.confirm(token=token_in(link))


def proposal(request: CoachingRequest) -> Pairing:
    return Pairing.objects.get(request=request, state=Pairing.State.PROPOSED)


def desk(name: str, project: Project, *args: Any) -> str:
    return address(f"peercoaching:{name}", project.slug, *args)


def state_of(request: CoachingRequest) -> str:
    request.refresh_from_db()
    return request.state


def profile(**changes: Any) -> dict[str, Any]:
    """What a coach writes into the form of the own profile."""
    values = {
        "name": "Cecilia C",
        "introduction": "Hej!",
        "topics": ["trust"],
        "languages": ["sv"],
        "places": "1",
        "is_public": "on",
    }
    return {**values, **changes}


def count(client: Client, project: Project, pair: Pairing, day: Any, minutes: str = "60") -> int:
    """The answer to counting a session of the pair on that day."""
    data = {"held_on": day.isoformat(), "minutes": minutes}
    return client.post(desk("pair", project, pair.pk), data).status_code
