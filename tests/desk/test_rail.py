"""The numbers in the rail: remembered for half a minute, and never in the way of what a person does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import translation

from projects.register.models import Membership, Project, Role
from tests.cast import Cast, give_role, sign_in
from yhes.common import registry
from yhes.common.registry import RailItem

pytestmark = pytest.mark.django_db


class Room:
    """A room whose number the test decides, and which tells how often it was asked."""

    def __init__(self) -> None:
        self.waiting = 1
        self.asked = 0

    def rail(self, user: Any, project: Project) -> Iterator[RailItem]:
        self.asked += 1
        yield RailItem(30, f"Room of {user.name}", "plan", "/en/room/", self.waiting)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    caches["parts"].clear()
    room = Room()
    monkeypatch.setitem(registry._providers, "rail", {"test": room.rail})
    return room


def address(name: str, *arguments: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name, args=arguments)


def number(client: Client, cast: Cast, name: str = "register:partner_list", language: str = "en") -> int:
    response = client.get(address(name, cast.project.slug, language=language))
    (item,) = response.context["rail"]
    return int(item["badge"])


def test_pages_read_one_after_another_ask_once(cast: Cast, as_aino: Client, room: Room) -> None:
    assert number(as_aino, cast) == 1
    room.waiting = 2
    assert number(as_aino, cast) == 1
    assert room.asked == 1


def test_who_has_done_something_sees_what_is_left(cast: Cast, as_aino: Client, room: Room) -> None:
    number(as_aino, cast)
    room.waiting = 0
    as_aino.post(address("register:settings", cast.project.slug), {})
    assert number(as_aino, cast) == 0


def test_the_overview_always_asks(cast: Cast, as_aino: Client, room: Room) -> None:
    number(as_aino, cast)
    room.waiting = 3
    assert number(as_aino, cast, "desk:project") == 3
    assert number(as_aino, cast) == 3


def test_each_person_and_project_and_language_has_its_own(
    cast: Cast, as_aino: Client, as_bertil: Client, room: Room
) -> None:
    give_role(cast.aino, cast.other_project, Role.COORDINATOR)
    labels = set()
    for client, person in ((as_aino, cast.aino), (as_bertil, cast.bertil)):
        page = client.get(address("surveys:rounds", cast.project.slug))
        labels.add(page.context["rail"][0]["label"])
        assert page.context["rail"][0]["label"] == f"Room of {person.name}"
    assert len(labels) == 2
    as_aino.get(address("surveys:rounds", cast.other_project.slug))
    assert number(as_aino, cast, language="sv") == 1
    assert room.asked == 4


def test_a_remembered_room_opens_nothing_to_who_lost_the_role(cast: Cast, as_bertil: Client) -> None:
    surveys = address("surveys:rounds", cast.project.slug)
    caches["parts"].clear()
    assert as_bertil.get(surveys).status_code == 200
    Membership.objects.filter(user=cast.bertil).delete()
    assert as_bertil.get(surveys).status_code == 404
    give_role(cast.bertil, cast.project, Role.COACH)
    assert sign_in(Client(), cast.bertil).get(surveys).status_code == 403


def test_what_is_drawn_once_names_its_own_reader_and_holds_nobodys_token(
    cast: Cast, as_bertil: Client, as_maija: Client
) -> None:
    where = address("desk:project", cast.project.slug)
    pages = [client.get(where).content.decode() for client in (as_bertil, as_maija, as_bertil)]
    assert ["Bertil Berg" in page for page in pages] == [True, False, True]
    rail = [page.split('<nav class="rail-nav"', 1)[1].split("</details>", 1)[0] for page in pages]
    assert "csrfmiddlewaretoken" not in rail[0]
    form = re.search(r'<form id="sign-out" method="post" action="([^"]+)" hidden>(.*?)</form>', pages[0])
    assert form
    assert "csrfmiddlewaretoken" in form[2]
    assert 'type="submit" form="sign-out"' in rail[0]
    as_bertil.post(form[1])
    assert as_bertil.get(where).status_code == 302
