"""What people do on the register's pages in a browser; test_every_page.py looks at each page as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from projects.register import demo
from projects.register.services import update_organisation
from tests.browsing import Site, arriving, follow
from yhes.accounts.demo import create_demo_people
from yhes.accounts.models import User
from yhes.common.registry import DemoContext

pytestmark = pytest.mark.django_db(transaction=True)

Inspect = Callable[[Any], None]


@pytest.fixture
def loaded(transactional_db: None) -> DemoContext:
    with translation.override("fi"):
        return demo.load(people=create_demo_people(), say=lambda line: None)


def addresses(language: str, *pages: tuple[str, list[Any]]) -> list[str]:
    with translation.override(language):
        return [reverse(name, args=arguments) for name, arguments in pages]


def administrator() -> User:
    """Opens every desk page and needs no invitation; the second factor is passed by `sign_in`."""
    from tests.cast import give_second_factor, make_person

    person = make_person("Admin Aalto", is_staff=True, is_superuser=True)
    give_second_factor(person)
    return person


def test_a_refused_form_moves_focus_to_what_must_be_corrected(
    loaded: DemoContext, site: Site, inspect: Inspect
) -> None:
    page = site.open(width=390, height=844, language="en")
    site.sign_in(page, administrator())
    page.goto(addresses("en", ("register:settings", ["yhes"]))[0])
    page.locator("#id_ends_on").fill("2020-01-01")
    page.locator("#id_tagline_en").fill("Typed and kept")
    follow(page.get_by_role("button", name="Save the project"))
    expect(page.locator(".error-summary")).to_be_focused()
    inspect(page)
    page.locator(".error-summary a").click()
    expect(page.locator("#id_ends_on")).to_be_focused()
    expect(page.locator("#id_tagline_en")).to_have_value("Typed and kept")
    expect(page.locator("#id_ends_on")).to_have_value("2020-01-01")


def test_a_contact_edits_the_details_by_keyboard_while_a_coordinator_does_too(
    loaded: DemoContext, site: Site, inspect: Inspect
) -> None:
    """The second is told what changed, keeps the own text, and saves knowingly."""
    kuusi = loaded.organisations["kuusi"]
    page = site.open(width=390, height=844, language="en")
    site.sign_in(page, loaded.people["contact"])
    page.goto(addresses("en", ("register:partner", ["yhes", kuusi.slug]))[0])
    with arriving(page):
        page.get_by_role("link", name="Edit the details").press("Enter")
    page.locator("#id_website").fill("https://kuusi.example/")
    inspect(page)
    with translation.override("en"):
        update_organisation(
            organisation=kuusi, facts={"trade_name_fi": "Kuusi"}, actor=loaded.people["coordinator"]
        )
    with arriving(page):
        page.locator("#id_website").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Somebody else has changed these details")
    changes = page.get_by_role("region", name="What others changed meanwhile")
    expect(changes).to_contain_text("A user of the portal")  # names wait for a second factor
    expect(changes).not_to_contain_text("Aino")
    expect(changes).to_contain_text("Kuusi")
    expect(page.locator("#id_trade_name_fi")).to_have_value("Kuusi")
    expect(page.locator("#id_website")).to_have_value("https://kuusi.example/")
    inspect(page)
    with arriving(page):
        page.get_by_role("button", name="Save the details").press("Enter")
    expect(page.get_by_text("The change was saved.")).to_be_visible()
    kuusi.refresh_from_db()
    assert (kuusi.website, kuusi.trade_name_fi) == ("https://kuusi.example/", "Kuusi")


def test_partners_are_ticked_counted_and_changed_by_keyboard(
    loaded: DemoContext, site: Site, inspect: Inspect
) -> None:
    page = site.open(width=1440, height=900, language="en")
    site.sign_in(page, administrator())
    page.goto(addresses("en", ("register:partner_list", ["yhes"]))[0])
    for name in ("Example College Aspen", "Example College Pine"):
        page.get_by_role("checkbox", name=f"Select {name}").focus()
        page.keyboard.press("Space")
    expect(page.get_by_text("2 selected")).to_be_visible()
    inspect(page)
    page.get_by_role("button", name="Clear selection").click()
    expect(page.locator("[data-selection-count]")).to_be_hidden()
    page.get_by_role("checkbox", name="Select Example College Aspen").check()
    page.get_by_label("New state").select_option("joined")
    with arriving(page):
        page.get_by_role("button", name="Set the state").press("Enter")
    expect(page.get_by_text("The state of 1 partner was changed.")).to_be_visible()
    inspect(page)


def test_the_partner_list_works_without_javascript(loaded: DemoContext, site: Site) -> None:
    page = site.open(width=1440, height=900, javascript=False, language="en")
    site.sign_in(page, administrator())
    page.goto(addresses("en", ("register:partner_list", ["yhes"]))[0])
    page.get_by_label("Search by name or business ID").fill("birch")
    follow(page.get_by_role("button", name="Filter"))
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("checkbox").check()
    page.get_by_label("New state").select_option("declined")
    follow(page.get_by_role("button", name="Set the state"))
    assert loaded.organisations["koivu"].partnerships.get().state == "declined"


def test_a_partner_is_removed_and_brought_back(loaded: DemoContext, site: Site, inspect: Inspect) -> None:
    page = site.open(width=390, height=844, language="en")
    site.sign_in(page, administrator())
    page.goto(addresses("en", ("register:partner_remove", ["yhes", loaded.organisations["kuusi"].slug]))[0])
    follow(page.get_by_role("button", name="Remove from the project"))
    expect(page.get_by_text("was removed from the project")).to_be_visible()
    inspect(page)
    follow(page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("The partner is back.")).to_be_visible()
    assert loaded.organisations["kuusi"].memberships.count() == 2
