"""The demo's network: fictional, as the roadmap's picture tells, and loaded once."""

from __future__ import annotations

import pytest
from django.test import Client

from peercoaching.evidence import figures
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing, Session
from projects.register.models import Project
from tests.accounts.people import address
from tests.cast import sign_in
from tests.peercoaching.network import desk
from yhes.accounts.demo import create_demo_people
from yhes.accounts.models import User
from yhes.common import registry

pytestmark = pytest.mark.django_db
MODELS = (CoachNetwork, Coach, CoachingRequest, Pairing, Session)


@pytest.fixture
def project() -> Project:
    from projects.register import demo

    context = demo.load(people=create_demo_people(), say=lambda line: None)
    for _time in range(2):
        registry.providers("demo")["peercoaching"](context)
    return context.project


def test_it_counts_what_the_picture_tells(project: Project) -> None:
    found = {figure.key.rpartition(":")[2]: figure for figure in figures(project, audience="public")}
    assert (found["regions"].value, found["regions"].of) == (11, 19)
    assert (found["coaches"].value, found["sessions"].value) == (8, 64)
    assert all(figure.is_example for figure in found.values())


def test_loading_again_changes_nothing(project: Project) -> None:
    assert [model.objects.count() for model in MODELS] == [1, 8, 9, 10, 64]


def test_nobody_in_it_exists(project: Project) -> None:
    for coach in Coach.objects.select_related("organisation"):
        assert coach.organisation is not None
        assert coach.organisation.is_fictional
        assert coach.email.endswith(".example")
    for request in CoachingRequest.objects.all():
        assert request.email.endswith(".example")


def test_the_coordinator_and_the_coach_have_something_to_do(project: Project) -> None:
    todo = registry.providers("todo")["peercoaching"]
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    [for_aino] = todo(people["aino"], project)
    [for_cecilia] = todo(people["cecilia"], project)
    client = sign_in(Client(), people["cecilia"])
    assert 'name="accept"' in client.get(for_cecilia.url).content.decode()
    waiting = CoachingRequest.objects.get(state="open")
    assert for_aino.url == desk("request", project, waiting.pk)
    page = Client().get(address("peercoaching:network", CoachNetwork.objects.get().slug)).content.decode()
    assert "badge-example" in page
