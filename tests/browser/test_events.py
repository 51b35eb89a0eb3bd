"""Events as people with a phone meet them: registering, the personal page, votes; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from projects.workshops import services
from projects.workshops.models import Registration, Workshop
from tests.browsing import Site, arriving, follow
from tests.cast import Cast
from tests.worker import Letters, Worker, text_of
from tests.workshops.recipes import address, begin, come, make_held, make_workshop, token, write

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("fi", "sv", "en")
Inspect = Callable[[Any], None]
TITLES = {"title_fi": "Aikaa työlle", "title_sv": "Tid för arbetet", "title_en": "Time for work"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return make_workshop(
        cast.project, **TITLES, capacity=1, organiser=cast.college, description_fi="## Ohjelma"
    )


def link_in(letters: Letters, name: str, count: int = 1) -> str:
    letter = letters.wait(count, to=f"{name}@example.org")[-1]
    found = re.search(r"https?://\S+", text_of(letter))
    assert found
    return found[0]


def fill_in(page: Any, name: str) -> None:
    page.fill("#id_name", name.title())
    page.fill("#id_email", f"{name}@example.org")
    follow(page.locator("main form button[type=submit]"))


def test_a_visitor_finds_the_event_registers_and_cancels_by_the_letter(
    site: Site, phone: Any, worker: Worker, letters: Letters, workshop: Workshop, inspect: Inspect
) -> None:
    phone.goto(site.url + address("event_list", language="fi"))
    inspect(phone)
    follow(phone.get_by_role("link", name="Aikaa työlle"))
    inspect(phone)
    follow(phone.locator(f"a[href='{address('register', workshop.slug, language='fi')}']"))
    inspect(phone)
    fill_in(phone, "ville")
    expect(phone).to_have_url(site.url + address("registered", workshop.slug, language="fi"))
    inspect(phone)
    phone.goto(link_in(letters, "ville"))
    inspect(phone)
    phone.locator("[data-dialog-open=cancel]").click()
    expect(phone.locator("dialog[open]")).to_be_visible()
    follow(phone.locator("dialog[open] button.button-danger"))
    assert Registration.objects.get().state == "cancelled"
    inspect(phone)
    follow(phone.locator(".alert button"))
    assert Registration.objects.get().state == "registered"


def test_without_javascript_the_same_by_keyboard_alone(
    site: Site, worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    come(workshop, "Wilma")
    page = site.open(javascript=False, language="sv")
    page.goto(site.url + address("register", workshop.slug, language="sv"))
    page.locator("#id_name").focus()
    for words in ("Ville", "ville@example.org", "Esimerkkiopisto"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    with arriving(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(site.url + address("registered", workshop.slug, language="sv"))
    page.goto(link_in(letters, "ville"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    follow(page.locator("a.event-cancel"))
    follow(page.locator("main button.button-danger"))
    assert Registration.objects.get(name="Ville").state == "cancelled"


def test_errors_come_first_with_the_focus_and_what_was_typed_stays(
    site: Site, phone: Any, workshop: Workshop, inspect: Inspect
) -> None:
    phone.goto(site.url + address("register", workshop.slug, language="en"))
    phone.fill("#id_name", "Ville")
    phone.fill("#id_email", "ville at example.org")
    follow(phone.locator("main form button[type=submit]"))
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator("#id_name")).to_have_value("Ville")
    expect(phone.locator("#id_email")).to_have_value("ville at example.org")
    inspect(phone)
    phone.fill("#id_email", "ville@example.org")
    begin(workshop)
    follow(phone.locator("main form button[type=submit]"))
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator(".error-summary")).to_contain_text("Registration for this event has closed.")
    inspect(phone)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_participant_votes(
    site: Site, cast: Cast, workshop: Workshop, javascript: bool, inspect: Inspect
) -> None:
    link = address("registration", token(come(workshop, "Ville")), language="en")
    held = services.mark_held(workshop=begin(workshop), participants_count=1)
    first, second = write(held, "Varataan aikaa", text_en="Time"), write(held, "Vastataan", is_quote=True)
    page = site.open(javascript=javascript, language="en")
    page.goto(site.url + link)
    inspect(page)
    button = page.locator(f"#vote-{second.pk}")
    button.press("Enter")
    expect(button).to_contain_text("Take the vote back")
    expect(page.locator(f"#outcome-{second.pk}")).to_contain_text("1 vote")
    if javascript:
        expect(button).to_be_focused()
        expect(page).to_have_url(site.url + link)
    button.click()
    expect(button).not_to_contain_text("Take the vote back")
    expect(page.locator(f"#outcome-{second.pk}")).to_contain_text("0 votes")
    expect(page.locator(f"#outcome-{first.pk}")).to_contain_text("0 votes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_event_stands_up_to_inspection(
    site: Site, cast: Cast, workshop: Workshop, inspect: Inspect, language: str
) -> None:
    full = workshop
    seat, queue = come(full, "Ville"), come(full, "Wilma")
    off = make_workshop(cast.project, "Peruttu")
    services.cancel_workshop(workshop=off, note="Sairastapaus.")
    held = make_held(cast.project, "Pidetty", organiser=cast.college)
    write(held, "Varataan aikaa", text_sv="Vi reserverar tid", is_quote=True)
    write(held, "Mittari", kind="stepping_stone", year=timezone.localdate().year + 2)
    left = services.cancel_registration(registration=come(make_workshop(cast.project, "Toinen"), "Yngve"))
    page = site.open(width=768, height=1024, language=language)
    for name, arguments in (
        ("event", [full.slug]),
        ("event", [off.slug]),
        ("event", [held.slug]),
        ("register", [full.slug]),
        ("register", [off.slug]),
        ("registered", [full.slug]),
        ("registration", [token(seat)]),
        ("registration", [token(queue)]),
        ("registration", [token(left)]),
        ("registration_cancel", [token(seat)]),
        ("registration", ["ei-ole"]),
    ):
        page.goto(site.url + address(name, *arguments, language=language))
        inspect(page)
    page.goto(f"{site.url}{address('event_list', language=language)}?when=past")
    inspect(page)


def test_the_coordinator_writes_down_what_came_of_it(
    site: Site, desktop: Any, cast: Cast, inspect: Inspect
) -> None:
    held = make_held(cast.project)
    place = (cast.project.slug, held.slug)
    site.sign_in(desktop, cast.aino)
    desktop.goto(site.url + address("outcome_add", *place))
    inspect(desktop)
    for text in ("Varataan aikaa", "Vastataan"):
        desktop.fill("#id_text_fi", text)
        follow(desktop.locator("button[name=another]"))
    desktop.goto(site.url + address("workshop", *place))
    inspect(desktop)
    first = held.outcomes.get(text_fi="Varataan aikaa")
    follow(desktop.locator(f"#outcome-{first.pk} + li button[value=down]"))
    expect(desktop).to_have_url(re.compile(f"#outcome-{first.pk}$"))
    assert [outcome.text for outcome in held.outcomes.all()] == ["Vastataan", "Varataan aikaa"]
