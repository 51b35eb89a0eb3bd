"""The roadmap in a browser: accessible, valid, narrow; by keyboard, without JavaScript, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roadmap import services
from roadmap.models import Edition, Step
from tests.browsing import Site
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
    assert hidden.count() > 0
    assert not hidden.first.is_visible()
    later.get_by_role("button").click()
    assert hidden.first.is_visible()
    assert phone.evaluate("document.activeElement.closest('.fold') !== null")
    assert later.get_by_role("button").count() == 0


def test_without_javascript_everything_is_shown_and_filters_have_a_button(
    editions: Edition, site: Site
) -> None:
    page = site.open(javascript=False, language="en")
    page.goto("/en/roadmap/")
    steps = page.locator(".lane-cards li")
    assert all(steps.nth(place).is_visible() for place in range(steps.count()))
    page.locator("details.sheet summary").click()
    page.get_by_label("Size of workplace").select_option("1")
    page.locator("noscript button, .filters-form button").first.click()
    assert "size=1" in page.url
    assert page.get_by_role("link", name="Show all steps").is_visible()


def test_the_theme_column_stays_in_view_while_its_lane_is_read(editions: Edition, desktop: Any) -> None:
    desktop.goto("/en/roadmap/")
    theme = desktop.locator(".roadmap-theme").nth(0)
    lane = desktop.locator(".lane-now.row-1")
    box = lane.bounding_box()
    desktop.mouse.wheel(0, box["y"] + box["height"] - 300)
    desktop.wait_for_timeout(200)
    assert theme.locator("> div").bounding_box()["y"] >= 0


def test_paper_has_every_step_and_no_controls(editions: Edition, phone: Any) -> None:
    phone.goto("/en/roadmap/")
    phone.emulate_media(media="print")
    steps = phone.locator(".lane-cards li")
    assert all(steps.nth(place).is_visible() for place in range(steps.count()))
    assert not phone.locator(".menu, .switch, .filters-bar, .fold-button").locator("visible=true").count()


def test_downloads_and_citation_are_reached_by_keyboard(editions: Edition, desktop: Any) -> None:
    desktop.goto("/en/roadmap/")
    desktop.get_by_text("Download", exact=True).focus()
    desktop.keyboard.press("Enter")
    assert desktop.get_by_role("link", name="JSON").is_visible()
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.closest('.menu-list') !== null")
    desktop.keyboard.press("Escape")
    assert not desktop.get_by_role("link", name="JSON").is_visible()
