"""The rail and the list of things to do ask the database as often for fifty of everything as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from peercoaching.models import CoachingRequest
from projects.plans.models import Action, ActionPlan, Indicator
from projects.register import access
from projects.register.models import (
    Deliverable,
    GroupMember,
    Meeting,
    MeetingLetter,
    Membership,
    Milestone,
    Partnership,
    Risk,
    Unit,
)
from projects.workshops.models import Workshop
from roadmap.models import Proposal, Roadmap
from surveys.models import FreeText, Group, HeadcountInquiry, Release, ResponseRate, Round, SurveyOrder
from tests.contracts.test_long_lists import (
    Grow,
    employers,
    first,
    more,
    new_of_project,
    of_project,
    organisations,
    partners,
    secret,
)
from tests.contracts.world import World
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.registry import RailItem, Todo
from yhes.desk import rail
from yhes.desk.models import FunderReport

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 50
MOST = 15  # queries for the whole rail
NOW, TODAY = timezone.now(), timezone.localdate()
PAST = TODAY - timedelta(days=3)


def in_turn(rows: Iterable[Any]) -> Callable[[int], Any]:
    left = iter(rows)
    return lambda _number: next(left)


def rounds(world: World, count: int) -> None:
    """About to close, with nobody invited and low rates; drafts whose numbers of people are asked for."""
    known = Round.objects.get(pk=world.own["surveys.pk"])
    opened = more(known, count, closes_at=lambda _number: NOW + timedelta(days=2))
    trees: dict[int | None, Any] = {None: [None] * count}
    for group in Group.objects.filter(round=known).order_by("level"):
        of_round, under = in_turn(opened), in_turn(trees[group.parent_id])
        trees[group.pk] = more(group, count, round=of_round, parent=under)
        rates = (ResponseRate(group=made, invited=25, tens=2) for made in trees[group.pk])
        ResponseRate.objects.bulk_create(rates)
    drafts = more(known, count, state=lambda _number: "draft")
    inquiry = first(HeadcountInquiry, round__project=world.cast.project)
    more(inquiry, count, round=in_turn(drafts), token_hash=secret)


def closed_rounds(world: World, count: int) -> None:
    """Some whose open answers wait to be read, and some whose results nobody has replied to."""
    counted = Round.objects.get(pk=world.own["surveys:texts.pk"])
    text = first(FreeText, round=counted)
    more(text, count, pk=lambda _number: uuid4(), round=in_turn(more(counted, count)))
    released = Round.objects.get(pk=world.own["surveys:reply.pk"])
    others = more(released, count)
    more(first(Release, round=released), count, round=in_turn(others))
    own = Group.objects.get(pk=world.own["surveys:reply.group"])
    more(own, count, round=in_turn(others))


def own_schools(world: World, count: int) -> None:
    """Of which Bertil is the contact, with a unit that has no headcount."""
    new = organisations(world, count)
    more(first(Partnership, project=world.cast.project, role="partner"), count, organisation=in_turn(new))
    contact = first(Membership, user=world.cast.bertil, project=world.cast.project)
    more(contact, count, organisation=in_turn(new))
    Unit.objects.bulk_create(Unit(organisation=school, name_fi="Yksikkö") for school in new)


def invited(world: World, count: int) -> None:
    partners(world, count)
    silent = {"state": "invited", "changed_at": NOW - timedelta(days=20)}
    Partnership.objects.filter(project=world.cast.project).update(**silent)


def next_steps(world: World, count: int) -> None:
    employers(world, count)
    mine = {"owner": world.cast.aino, "deputy": world.cast.bertil, "next_step_on": PAST}
    world.cast.project.employer_partnerships.update(**mine)


def meetings(world: World, count: int) -> None:
    """Groups of Bertil's, each with a meeting without papers, one without minutes and one with papers."""
    place = first(GroupMember, user=world.cast.bertil, group=world.own["register.group"])
    groups = more(place.group, count, kind=lambda _number: "theme")
    places = more(place, count, group=in_turn(groups))
    held = Meeting.objects.get(pk=world.own["register.meeting"])
    for days in (-3, 6):
        starts = NOW + timedelta(days=days)
        when = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
        Meeting.objects.bulk_create(
            Meeting(project=group.project, group=group, year=2000, number=50 + days, **when)
            for group in groups
        )
    letter = first(MeetingLetter, meeting__group=held.group)
    coming = Meeting.objects.filter(group__in=groups, starts_at__gt=NOW).order_by("group")[::2]
    mine = {place.group_id: place for place in places}
    members = in_turn([mine[meeting.group_id] for meeting in coming])
    more(letter, len(coming), meeting=in_turn(coming), member=members, token_hash=secret)


def actions(world: World, count: int) -> None:
    """Late ones in plans of their own: Aino's, Bertil's and nobody's."""
    known = first(Action, aim__plan__project=world.cast.project)
    new = more(known.plan, count, slug="odottava-suunnitelma-{}".format)
    aims = more(known.aim, count, plan=in_turn(new))
    for person in (world.cast.aino, world.cast.bertil, None):
        late = {"due_on": lambda _number: PAST, "responsible": in_turn([person] * count)}
        more(known, count, aim=in_turn(aims), **late)
    ActionPlan.objects.filter(project=world.cast.project).update(state="published")
    more(first(Indicator, plan=known.plan), count, plan=in_turn(new))


def coaching_requests(world: World, count: int) -> None:
    known = first(CoachingRequest, network__project=world.cast.project)
    more(known, count, token_hash=secret, state=lambda _number: "open")


def proposals(world: World, count: int) -> None:
    made = Roadmap.objects.get(project=world.cast.project)
    more(Proposal(roadmap=made, kind="theme", document={}), count, key="odottava-{}".format)


WAITING: dict[str, Grow] = {
    "rounds": rounds,
    "closed rounds": closed_rounds,
    "orders": of_project(SurveyOrder, token_hash=secret),
    "own schools": own_schools,
    "partners": invited,
    "employers": next_steps,
    "workshops": of_project(Workshop, slug="odottava-{}".format),
    "actions": actions,
    "meetings": meetings,
    "milestones": new_of_project(Milestone, title_fi="Myöhässä", due_on=PAST),
    "deliverables": new_of_project(Deliverable, title_fi="Myöhässä", due_on=PAST),
    "risks": new_of_project(Risk, title="Riski", likelihood=2, impact=2, review_on=PAST),
    "reports": of_project(FunderReport, due_on=lambda _number: TODAY),
    "coaching requests": coaching_requests,
    "proposals": proposals,
}


@pytest.mark.parametrize("what", WAITING)
def test_what_waits_is_found_in_as_many_queries_for_many_as_for_few(what: str, world: World) -> None:
    people = (world.cast.aino, world.cast.bertil)  # who coordinates, and whose school takes part
    WAITING[what](world, FEW)
    few = [looked_at(person, world) for person in people]
    WAITING[what](world, MANY - FEW)
    many = [looked_at(person, world) for person in people]
    for before, after in zip(few, many, strict=True):
        assert len(after.rail) <= len(before.rail) <= MOST, "\n".join(after.rail)
        assert len(after.todo) <= len(before.todo), "\n".join(after.todo)
    assert [seen.shown for seen in few] != [seen.shown for seen in many]


@pytest.mark.parametrize("room", ["surveys", "workshops", "register.groups"])
def test_the_number_in_the_rail_is_that_of_the_list(room: str, world: World) -> None:
    for grow in (rounds, closed_rounds, WAITING["workshops"], meetings):
        grow(world, 4)
    numbers = {}
    for name in ("aino", "bertil", "maija", "admin"):
        asked = (getattr(world.cast, name), world.cast.project)
        listed = list(registry.providers("todo")[room](*asked))
        numbers[name] = [item.badge for item in registry.providers("rail")[room](*asked)]
        assert sum(numbers[name]) == len(listed)
    assert sum(numbers["aino"]) >= 4


@dataclass(frozen=True)
class LookedAt:
    """The queries of the rail and of the list of things to do, and what they showed."""

    rail: list[str]
    todo: list[str]
    shown: tuple[list[RailItem], list[Todo]]


def looked_at(person: User, world: World) -> LookedAt:
    user = User.objects.get(pk=person.pk)  # as a request finds the person, with the roles read
    access.remember(user)
    with CaptureQueriesContext(connection) as of_rail:
        rooms = rail.rooms(user, world.cast.project, anew=True)
    with CaptureQueriesContext(connection) as of_todo:
        providers = registry.providers("todo").values()
        todos = [todo for provider in providers for todo in provider(user, world.cast.project)]
    return LookedAt(statements(of_rail), statements(of_todo), (rooms, todos))


def statements(asked: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in asked]
