"""Search in the rooms of a project: what each role finds of plans, employers and what is followed up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.plans import services as plans
from projects.register import services as register
from projects.register.models import Decision, Deliverable, Document, Milestone, Risk
from projects.register.models.followup import Readers
from tests.cast import Cast, join, sign_in
from tests.desk.test_search import search, titles
from tests.plans.recipes import make_action, make_aim, make_plan, publish
from yhes.desk.models import SearchEntry
from yhes.desk.search import finding, index

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "Puumerkki plan of the college",
    "Puumerkki action of the college",
    "Puumerkki plan",
    "Puumerkki action",
    "Puumerkki draft",
    "Puumerkki workplace",
    "Puumerkki milestone",
    "Puumerkki deliverable",
    "Puumerkki decision",
    "Puumerkki risk",
    "Puumerkki paper",
    "Puumerkki paper of a group",
}
OF_COORDINATORS = {"Puumerkki draft", "Puumerkki risk", "Puumerkki paper of a group"}
OF_COLLEGE = {"Puumerkki plan of the college", "Puumerkki action of the college", "Puumerkki workplace"}


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """One of each, each named "Puumerkki", and the same of the other project named "Muualla"."""
    join(cast.other_project, cast.college)
    for project, name in ((cast.project, "Puumerkki"), (cast.other_project, "Muualla")):
        own = make_plan(project, cast.college, f"{name} plan of the college")
        make_action(make_aim(own), f"{name} action of the college", note="Salaisuus")
        shared = make_plan(project, title=f"{name} plan")
        make_action(make_aim(shared), f"{name} action", role="Salaisuus")
        publish(shared)
        make_plan(project, title=f"{name} draft")
        removed = make_plan(project, title=f"{name} removed")
        plans.delete_plan(plan=removed)
        register.add_employer(
            project=project, school=cast.college, name=f"{name} workplace", facts={"next_step": "Salaisuus"}
        )
        today = timezone.localdate()
        Milestone.objects.create(project=project, title_fi=f"{name} milestone", due_on=today)
        Milestone.objects.create(
            project=project, title_fi=f"{name} in the bin", due_on=today, deleted_at=timezone.now()
        )
        Deliverable.objects.create(project=project, title_fi=f"{name} deliverable")
        Decision.objects.create(
            project=project, title=f"{name} decision", reason="Salaisuus", decided_on=today
        )
        Risk.objects.create(project=project, title=f"{name} risk", likelihood=2, impact=2)
        for title, readers in (
            (f"{name} paper", Readers.PROJECT),
            (f"{name} paper of a group", Readers.GROUP),
        ):
            Document.objects.create(
                project=project, title=title, visibility=readers, name="a.pdf", kind="pdf", size=1
            )
    assert index.refresh()
    return cast


def found_by(person: Any, typed: str = "Puumerkki") -> set[str]:
    kinds = index.kinds()
    found = finding.find(typed, kinds=kinds, user=person)
    return {
        "".join(piece.text for piece in result.title) for group in found.groups for result in group.results
    }


def test_each_role_finds_what_its_lists_show(scene: Cast) -> None:
    assert found_by(scene.aino) == EVERYTHING
    for_members = EVERYTHING - OF_COORDINATORS
    assert found_by(scene.bertil) == for_members
    assert found_by(scene.maija) == for_members
    assert found_by(scene.cecilia) == for_members - OF_COLLEGE
    assert found_by(scene.eero) == set()
    assert found_by(None) == set()
    assert found_by(scene.aino, "Muualla") == set()
    for person in (scene.aino, scene.admin):
        assert found_by(person, "Salaisuus") == set()  # notes, reasons and people are in no index


def test_a_result_leads_to_a_page_that_shows_it(scene: Cast) -> None:
    clients = [sign_in(Client(), person) for person in (scene.aino, scene.bertil, scene.cecilia)]
    for client in clients:
        page = search(client, "Puumerkki", place="desk").content.decode()
        links = {part.split('"')[0] for part in page.split('link-card-title" href="')[1:]}
        assert links
        for link in links:
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.status_code == 200, link
            assert "Puumerkki" in answer.content.decode()


def test_who_loses_the_part_finds_nothing_before_the_index_knows(scene: Cast, client: Client) -> None:
    SearchEntry.objects.get(kind="action_plan", title__fi="Puumerkki plan")
    scene.cecilia.memberships.all().delete()
    assert found_by(scene.cecilia) == set()
    assert titles(search(client, "Puumerkki")) == []
