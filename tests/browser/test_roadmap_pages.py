"""The roadmap in a browser: accessible, valid, narrow; by keyboard, without JavaScript, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from roadmap import services
from roadmap.models import Edition, Step
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.roadmap.recipes import change, compose_all, publish_changes, release_two_rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

LANGUAGES = {"fi": "tiekartta", "sv": "fardplan", "en": "roadmap"}


@pytest.fixture
def editions(cast: Cast) -> Edition:
    """Two editions, so that there is something to compare."""
    from tests.roadmap.recipes import Shelf
    from tests.roadmap.samples import WORKSHOP
    from yhes.common import registry

    shelf = Shelf(WORKSHOP)
    registry.register("evidence", "test-shelf", shelf)
    release_two_rounds(cast.project)
    first = services.publish_edition(roadmap=compose_all(cast), actor=cast.aino)
    second = publish_changes(cast, first)
    shelf.figures = []
    return second


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_stand_every_inspection_in_each_language(
    cast: Cast, editions: Edition, site: Site, inspect: Callable[[Any], None], language: str
) -> None:
    page = site.open(width=1440, height=900, language=language)
    for address in (f"/{language}/{LANGUAGES[language]}/", "?compare=1", "?view=table", "?size=1"):
        page.goto(address if address.startswith("/") else page.url.split("?")[0] + address)
        inspect(page)
    page.goto(f"/id/step/{Step.objects.order_by('pk')[0].pk}")
    inspect(page)
    page.goto(f"/{language}/")
    inspect(page)


def test_desk_pages_stand_every_inspection(
    cast: Cast, editions: Edition, site: Site, desktop: Any, inspect: Callable[[Any], None]
) -> None:
    site.sign_in(desktop, cast.aino)
    step = Step.objects.order_by("pk")[5]
    change(cast, step, horizon="")
    services.compose_draft(project=cast.project, actor=cast.aino)
    room = f"/en/desk/{cast.project.slug}/roadmap/"
    pages = [
        "",
        "words/",
        "theme/add/",
        f"theme/{step.theme_id}/",
        f"step/{step.pk}/",
        f"step/{step.pk}/evidence/",
    ]
    for tail in [*pages, f"step/{step.pk}/remove/", "preview/", "publish/", "editions/"]:
        desktop.goto(room + tail)
        inspect(desktop)


def test_on_a_phone_a_horizon_folds_and_the_button_brings_the_rest_into_focus(
    editions: Edition, phone: Any
) -> None:
    phone.goto("/en/roadmap/")
    later = phone.locator(".horizon-later")
    hidden = later.locator("li.fold")
    expect(hidden.first).to_be_hidden()
    later.get_by_role("button").click()
    expect(hidden.first).to_be_visible()
    expect(hidden.first.get_by_role("link").first).to_be_focused()
    expect(later.get_by_role("button")).to_have_count(0)


def test_without_javascript_everything_is_shown_and_filters_have_a_button(
    editions: Edition, site: Site
) -> None:
    page = site.open(javascript=False, language="en")
    page.goto("/en/roadmap/")
    all_are_shown(page)
    page.locator("details.sheet summary").click()
    page.get_by_label("Size of workplace").select_option("1")
    follow(page.locator("noscript button, .filters-form button").first)
    expect(page).to_have_url(re.compile("size=1"))
    expect(page.get_by_role("link", name="Show all steps")).to_be_visible()


def test_the_theme_column_stays_in_view_while_its_lane_is_read(editions: Edition, desktop: Any) -> None:
    desktop.goto("/en/roadmap/")
    theme = desktop.locator(".roadmap-theme").nth(0)
    lane = desktop.locator(".lane-now.row-1")
    box = lane.bounding_box()
    down = box["y"] + box["height"] - 300
    desktop.evaluate(f"scrollTo({{top: {down}, behavior: 'instant'}})")
    assert theme.locator("> div").bounding_box()["y"] >= 0
    assert lane.bounding_box()["y"] < 0


def test_paper_has_every_step_and_no_controls(editions: Edition, phone: Any) -> None:
    phone.goto("/en/roadmap/")
    phone.emulate_media(media="print")
    all_are_shown(phone)
    expect(phone.locator(":is(.menu, .switch, .filters-bar, .fold-button):visible")).to_have_count(0)


def all_are_shown(page: Any) -> None:
    steps = page.locator(".lane-cards li")
    expect(steps.first).to_be_visible()
    expect(page.locator(".lane-cards li:visible")).to_have_count(steps.count())


def test_downloads_and_citation_are_reached_by_keyboard(editions: Edition, desktop: Any) -> None:
    desktop.goto("/en/roadmap/")
    desktop.get_by_text("Download", exact=True).focus()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("link", name="JSON")).to_be_visible()
    desktop.keyboard.press("Tab")
    expect(desktop.locator(".menu-list a:focus")).to_have_count(1)
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_role("link", name="JSON")).to_be_hidden()
