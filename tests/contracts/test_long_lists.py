"""Every list that comes in pages asks the database as often for ten thousand rows as for ten."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from functools import partial
from inspect import unwrap
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from peercoaching.models import CoachingRequest, Pairing
from projects.plans.models import Action, ActionPlan, Review
from projects.register.models import (
    Decision,
    Deliverable,
    Document,
    EmployerPartnership,
    Meeting,
    Membership,
    Milestone,
    Organisation,
    Partnership,
    ProjectGroup,
    Risk,
)
from projects.workshops.models import Registration, Workshop
from surveys.models import (
    FreeText,
    QuestionnaireVersion,
    ReleasedText,
    Round,
    SurveyOrder,
)
from surveys.services.deletions import ANSWERS
from tests.contracts.addresses import every_address
from tests.contracts.world import World
from tests.services import ROOT
from yhes.common.models import AuditEvent
from yhes.desk.models import FunderReport

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 10_000
Grow = Callable[[World, int], Any]
# The demo's letters are files, the gallery shows the component, translations and the bank are texts of
# questionnaires, the report of an import is one document, and how search fares with ten thousand things is measured by the benchmark `searching`.
NO_ROWS = {
    "yhes/accounts/views/demo.py",
    "yhes/site/gallery/objects.py",
    "projects/plans/views/importing.py",
    "surveys/views/translating/page.py",
    "surveys/views/drafting/bank.py",
    "yhes/desk/search/finding.py",
}


def more(row: Model, count: int, **changes: Callable[[int], Any]) -> list[Any]:
    """`count` rows like this one; `changes` gives what must differ, by their number."""
    start = type(row)._base_manager.count()
    rows = (_like(row, start + number, changes) for number in range(count))
    made = type(row)._base_manager.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:  # as the database does by itself soon after so many new rows
        cursor.execute(f'ANALYZE "{row._meta.db_table}"')
    return made


def _like(row: Model, number: int, changes: dict[str, Callable[[int], Any]]) -> Model:
    made = copy(row)
    made.pk, made._state = None, ModelState()
    for name, change in changes.items():
        setattr(made, name, change(number))
    return made


def first(model: type[Model], **known: Any) -> Any:
    return model._base_manager.filter(**known).earliest("pk")


def organisations(world: World, count: int) -> list[Any]:
    kind = first(Organisation, slug=world.cast.institute.slug)
    return more(kind, count, slug="pitka-lista-{}".format, business_id=lambda _number: "")


def partners(world: World, count: int) -> None:
    joined = first(Partnership, project=world.cast.project, role="partner")
    new = iter(organisations(world, count))
    more(joined, count, organisation=lambda _number: next(new))


def employers(world: World, count: int) -> None:
    known = first(EmployerPartnership, project=world.cast.project)
    new = iter(organisations(world, count))
    more(known, count, workplace=lambda _number: next(new))


def of_project(model: type[Model], field: str = "project", **changes: Callable[[int], Any]) -> Grow:
    """More like one that the project has."""

    def grow(world: World, count: int) -> None:
        more(first(model, **{field: world.cast.project}), count, **changes)

    return grow


def new_of_project(model: type[Model], **facts: Any) -> Grow:
    """Of what the project has none of."""

    def grow(world: World, count: int) -> None:
        more(model(project=world.cast.project, **facts), count)

    return grow


def secret(number: int) -> bytes:
    return number.to_bytes(32, "big")


def projects(world: World, count: int) -> None:
    more(world.cast.project, count, slug="pitka-hanke-{}".format)


def requests(world: World, count: int) -> None:
    more(first(CoachingRequest, network__project=world.cast.project), count, token_hash=secret)


def pairs(world: World, count: int) -> None:
    known = first(Pairing, state="accepted", request__network__project=world.cast.project)
    new = more(known.request, count, token_hash=secret)
    more(known, count, token_hash=secret, request=lambda _number: new.pop())


def meetings(world: World, count: int) -> None:
    known = first(Meeting, group=world.own["register.group"])
    more(known, count, number=lambda number: 100 + number)


def members(world: World, count: int) -> None:
    known = Membership.objects.get(project=world.cast.project, user=world.cast.bertil)
    new = more(world.cast.bertil, count, email="jasen-{}@example.org".format)
    more(known, count, user=lambda _number: new.pop())


def reviews(world: World, count: int) -> None:
    known = first(Review, plan__slug=world.own["plans.plan"])
    approved: dict[str, Callable[[int], Any]] = {
        "state": lambda _number: "approved",
        "approved_at": lambda _number: timezone.now(),
        "held_on": lambda number: TODAY - timedelta(days=number),
    }
    more(known, count, **approved)


def registrations(world: World, count: int) -> None:
    workshop = Workshop.objects.get(slug=world.own["workshops.workshop"])
    known = first(Registration, workshop=workshop)
    more(known, count, token_hash=secret, email="{}@example.org".format, number=lambda number: 100 + number)


def texts(world: World, count: int) -> None:
    more(first(FreeText, round=world.own["surveys:texts.pk"]), count, pk=lambda _number: uuid4())


def released_texts(world: World, count: int) -> None:
    known = ReleasedText.objects.filter(release__round=world.own["surveys:group_texts.pk"]).earliest("pk")
    more(known, count, place=lambda number: 1000 + number)


def deleted_milestones(world: World, count: int) -> None:
    more(first(Milestone, project=world.cast.project, deleted_at__isnull=False), count)


def events(world: World, count: int) -> None:
    changed = {"project_id": world.cast.project.pk, "action": "register.partner_added"}
    more(AuditEvent.objects.filter(**changed).earliest("pk"), count)


def deletions(world: World, count: int) -> None:
    told = {"action": ANSWERS, "object_type": "surveys.round", "changes": {"answers": [None, 50]}}
    rounds = Round.objects.filter(project=world.cast.project)
    keys = [str(key) for key in rounds.values_list("pk", flat=True)]
    event = AuditEvent(project_id=world.cast.project.pk, object_label="", **told)
    more(event, count, object_id=lambda number: keys[number % len(keys)])


# Address → what makes it longer, who looks, and what stands behind the question mark.
LISTS: dict[str, tuple[Grow, str, str]] = {
    "desk:bin": (deleted_milestones, "aino", ""),
    "desk:overview": (projects, "admin", ""),
    "reports:list": (of_project(FunderReport), "aino", ""),
    "plans:plan_list": (of_project(ActionPlan, slug="pitka-suunnitelma-{}".format), "aino", ""),
    "plans:action_list": (of_project(Action, "aim__plan__project"), "aino", ""),
    "register:employer_list": (employers, "aino", ""),
    "register:partner_list": (partners, "aino", ""),
    "register:project_list": (projects, "visitor", ""),
    "register:organisation_list": (partners, "visitor", ""),
    "register:desk_network": (partners, "aino", ""),
    "register:history": (events, "aino", ""),
    "register:group": (meetings, "aino", ""),
    "register:meeting_list": (meetings, "aino", ""),
    "workshops:event_list": (of_project(Workshop, slug="pitka-paja-{}".format), "visitor", ""),
    "workshops:workshop_list": (of_project(Workshop, slug="pitka-paja-{}".format), "aino", ""),
    "workshops:participants": (registrations, "aino", ""),
    "surveys:orders": (of_project(SurveyOrder, token_hash=secret), "aino", ""),
    "surveys:texts": (texts, "aino", ""),
    "surveys:group_texts": (released_texts, "aino", ""),
    "surveys:deletions": (deletions, "aino", ""),
    "surveys:rounds": (of_project(Round), "aino", ""),
    "surveys:questionnaires": (of_project(QuestionnaireVersion, code="pitka{}".format), "aino", ""),
    "peercoaching:room": (requests, "aino", ""),
    "peercoaching:pairs": (pairs, "aino", ""),
}
TODAY = timezone.localdate()
# What stands on one page, as nobody has thousands: measured to a hundred.
ON_ONE_PAGE: dict[str, tuple[Grow, str]] = {
    "plans:review_list": (reviews, "aino"),
    "register:group_list": (of_project(ProjectGroup, kind=lambda _number: "theme"), "aino"),
    "register:members": (members, "aino"),
}
FOLLOWED_UP: dict[str, Grow] = {
    "milestones": new_of_project(Milestone, title_fi="Pitkä", due_on=TODAY),
    "deliverables": new_of_project(Deliverable, title_fi="Pitkä", due_on=TODAY),
    "risks": new_of_project(Risk, title="Pitkä", likelihood=2, impact=2),
    "decisions": new_of_project(Decision, title="Pitkä", decided_on=TODAY),
    "documents": of_project(Document),
}


def test_every_list_is_here() -> None:
    """Whatever turns pages is measured below, or is no list of rows."""
    folders = ("yhes", "projects", "peercoaching", "surveys", "roadmap")
    sources = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    paged = {str(path.relative_to(ROOT)) for path in sources if "Paginator(" in path.read_text()}
    views = {address.name: unwrap(address.view).__module__ for address in every_address()}
    known = {views[name].replace(".", "/") + ".py" for name in (*LISTS, "register:followup_list")}
    assert paged - known == {*NO_ROWS}


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_asks_as_often_as_a_short_one(name: str, world: World, client_of: Any) -> None:
    grow, role, query = LISTS[name]
    address = next(address for address in every_address() if address.name == name)
    assert_as_often(client_of(role), f"{address.url(world.own)}{query}", partial(grow, world))


@pytest.mark.parametrize("kind", FOLLOWED_UP)
def test_and_so_does_what_is_followed_up(kind: str, world: World, client_of: Any) -> None:
    url = reverse("register:followup_list", args=[world.cast.project.slug, kind])
    assert_as_often(client_of("aino"), url, partial(FOLLOWED_UP[kind], world))


@pytest.mark.parametrize("name", ON_ONE_PAGE)
def test_and_so_does_what_stands_on_one_page(name: str, world: World, client_of: Any) -> None:
    grow, role = ON_ONE_PAGE[name]
    address = next(address for address in every_address() if address.name == name)
    assert_as_often(client_of(role), address.url(world.own), partial(grow, world), many=100)


def assert_as_often(client: Client, url: str, grow: Callable[[int], Any], *, many: int = MANY) -> None:
    grow(FEW)
    few = looked_at(client, url)
    grow(many - FEW)
    asked = looked_at(client, url)
    assert len(asked) <= len(few), "\n".join(asked)


def looked_at(client: Client, url: str) -> list[str]:
    """The queries of a page that shows a list."""
    cache.clear()  # or what is remembered for half a minute might be forgotten between the two
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return [query["sql"] for query in queries]
