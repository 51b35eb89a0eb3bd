"""Every page there is: accessible, valid, fitting a narrow phone, in all three languages.

The demo's data fills the lists; the objects come from the world of the contract tests, whose table of
verdicts says which pages exist for whom. A new address is therefore looked at without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from projects.register.models import Organisation, Project, Role
from tests.browsing import DESKTOP, Site
from tests.cast import give_role
from tests.contracts.addresses import Address, every_address
from tests.contracts.verdicts import verdicts
from tests.contracts.world import World, make_world
from yhes.desk.models import FunderReport

pytestmark = pytest.mark.timeout(600)

Look = Callable[[Any], None]
# Files, parts of pages and what only leads on.
NO_PAGES = re.compile(
    r"roadmap_id:|api:|desk_id:calendar$|.*_(csv|xlsx|file|feed|calendar)$|health$|desk:job$|accounts:export$|mfa_download|surveys:answer"
)
# A few rooms at a time, so that two processes share them.
# Whatever address matches none is looked at with the account's.
ROOMS = {
    "register": r"register:",
    "surveys-workshops": r"surveys:|workshops:|plans:",
    "roadmap-peercoaching": r"roadmap:|desk:|peercoaching:",
}
CONTACT = ("desk:project", "register:partner", "surveys:rounds", "surveys:round", "surveys:group_results")
COACH = ("desk:project", "peercoaching:room", "peercoaching:pair", "peercoaching:coach_edit")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for all these tests, which only look; making it takes as long as looking at fifty pages."""
    with django_db_blocker.unblock():
        try:
            yield make_stage()
        finally:
            call_command("flush", interactive=False, verbosity=0)


def make_stage() -> World:
    call_command("load_demo", verbosity=0)
    world = make_world()
    demo, (college, _real) = Project.objects.get(slug="yhes"), organisations_of_demo()
    for person, role in ((world.cast.aino, Role.COORDINATOR), (world.cast.cecilia, Role.COACH)):
        give_role(person, demo, role)
    give_role(world.cast.maija, demo, Role.MANAGEMENT, Organisation.objects.get(slug=college))
    return world


@pytest.fixture
def transactional_db(world: World) -> None:
    """In place of pytest-django's, which empties the database after every test."""


def pages(role: str, pattern: str = "", *, public: bool | None = None) -> list[Address]:
    return [
        address
        for address in every_address()
        if verdicts().get((address.name, "GET"), {}).get(role) == "ok"
        and not NO_PAGES.match(address.name)
        and re.match(pattern, address.name)
        and public in (None, address.is_public)
    ]


def walk(page: Any, look: Look, urls: Iterable[tuple[str, str]]) -> None:
    """Looks at every (name, address) and tells of all that is wrong at the end."""
    wrong = []
    for name, url in urls:
        answer = page.goto(url)
        try:
            assert answer.status < 500, f"{answer.status}: {url}"
            look(page)
        except AssertionError as error:
            wrong.append(f"{name}: {str(error)[:1500]}")
    assert not wrong, "\n\n".join(wrong)


def urls_of(addresses: Iterable[Address], world: World, language: str) -> list[tuple[str, str]]:
    """Of the cast's project, and of the demo's where naming the project is enough."""
    found = []
    with translation.override(language):
        for address in addresses:
            found.append((address.name, address.url(world.own)))
            if address.arguments == ("project",):
                found.append((f"{address.name} of yhes", reverse(address.name, args=["yhes"])))
    return found


def demo_urls(language: str) -> list[tuple[str, str]]:
    """Public pages of the demo's projects and of a real and a fictional organisation; nothing found."""
    with translation.override(language):
        found = [reverse("register:project", args=[project.slug]) for project in Project.objects.published()]
        found += [reverse("register:organisation", args=[slug]) for slug in organisations_of_demo()]
        found += [reverse("roadmap:newest", args=["yhes"]), f"{reverse('register:project_list')}?q=zzz"]
    return [(url, url) for url in found]


def organisations_of_demo() -> list[str]:
    partners = Organisation.objects.filter(partnerships__project__slug="yhes").order_by("slug")
    real = Organisation.objects.filter(is_fictional=False, partnerships__isnull=False).order_by("slug")
    return [partners.filter(is_fictional=True)[0].slug, real[0].slug]


def demo_desk_urls(language: str) -> list[tuple[str, str]]:
    """Lists of the desk as they are filtered, sorted and empty, and a partner with units and people."""
    with translation.override(language):
        partners = reverse("register:partner_list", args=["yhes"])
        found = [f"{partners}?q=zzz", f"{partners}?sort=-name"]
        found += [f"{reverse('register:partner_add', args=['yhes'])}?q=oppilaitos"]
        found += [reverse("register:partner", args=["yhes", organisations_of_demo()[0]])]
        submitted = FunderReport.objects.get(project__slug="yhes", state="submitted")
        found += [reverse("reports:report", args=["yhes", submitted.pk])]
    return [(url, url) for url in found]


def answering_urls(world: World, language: str) -> list[tuple[str, str]]:
    """From the link in a letter to the questions, and the pages of links that lead nowhere."""
    named = {address.name: address for address in every_address()}
    with translation.override(language):
        start, enter = world.own["surveys.pk"], named["surveys_id:enter"].url(world.own)
        return [
            ("surveys_id:enter", enter),
            ("surveys:answer_start", reverse("surveys:answer_start", args=[start])),
            ("surveys:answer", reverse("surveys:answer", args=[start])),
            ("surveys:answer_shared", named["surveys:answer_shared"].url(world.own)),
            ("surveys:tablet_start", named["surveys:tablet_start"].url(world.own)),
            ("surveys:answer_code", reverse("surveys:answer_code")),
            ("surveys:answer_unknown", reverse("surveys:answer_unknown")),
        ]


# --- In Finnish, room by room ------------------------------------------------------------------------


def test_public_pages(world: World, desktop: Any, inspect: Look) -> None:
    walk(desktop, inspect, [*urls_of(pages("visitor", public=True), world, "fi"), *demo_urls("fi")])


def test_answering(world: World, phone: Any, inspect: Look) -> None:
    walk(phone, inspect, answering_urls(world, "fi"))


@pytest.mark.parametrize("room", [*ROOMS, "account"])
def test_the_coordinators_rooms(room: str, world: World, site: Site, desktop: Any, inspect: Look) -> None:
    site.sign_in(desktop, world.cast.aino)
    others = "|".join(ROOMS.values())
    pattern = ROOMS.get(room, f"(?!{others})")
    more = demo_desk_urls("fi") if room == "register" else []
    walk(desktop, inspect, [*urls_of(pages("aino", pattern, public=False), world, "fi"), *more])


def test_what_contacts_and_coaches_see(world: World, site: Site, inspect: Look) -> None:
    for person, names in ((world.cast.bertil, CONTACT), (world.cast.cecilia, COACH)):
        page = site.open(width=DESKTOP[0], height=DESKTOP[1])
        site.sign_in(page, person)
        seen = [address for address in every_address() if address.name in names]
        with translation.override("fi"):
            walk(page, inspect, [(address.name, address.url(world.own)) for address in seen])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_management_meets_first(
    language: str, world: World, site: Site, open_page: Callable[..., Any], inspect: Look
) -> None:
    """With results of the own organisation, and where there are none yet."""
    page = open_page(language=language)
    site.sign_in(page, world.cast.maija)
    with translation.override(language):
        urls = [reverse("desk:project", args=[slug]) for slug in ("yhes", world.cast.project.slug)]
    walk(page, inspect, [(url, url) for url in urls])


# --- In the other languages ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_public_pages_and_answering_in(
    language: str, world: World, open_page: Callable[..., Any], inspect_words: Look
) -> None:
    page = open_page(language=language)
    seen = urls_of(pages("visitor", public=True), world, language)
    walk(page, inspect_words, [*seen, *demo_urls(language), *answering_urls(world, language)])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_desk_in(
    language: str, world: World, site: Site, open_page: Callable[..., Any], inspect_words: Look
) -> None:
    page = open_page(language=language)
    site.sign_in(page, world.cast.aino)
    seen = urls_of(pages("aino", public=False), world, language)
    walk(page, inspect_words, [*seen, *demo_desk_urls(language)])
