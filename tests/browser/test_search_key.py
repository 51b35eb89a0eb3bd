"""The key "/" leads to the search field, on a wide screen and on a phone, until somebody turns it off."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import Site
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def shown_field(page: Any) -> Any:
    return page.locator("input[type=search][name=q]:visible").first


def test_the_key_leads_to_the_field_and_opens_the_menu_it_is_folded_into(cast: Cast, site: Site) -> None:
    wide = site.open(width=1440, height=900, language="en")
    phone = site.open(width=390, height=844, language="en")
    for page in (wide, phone):
        page.goto("/en/")
        page.keyboard.press("/")
        expect(shown_field(page)).to_be_focused()
        page.keyboard.type("polku/x")  # in the field it is a letter like the others
        expect(shown_field(page)).to_have_value("polku/x")
    site.sign_in(phone, cast.bertil)
    phone.goto(f"/en/desk/{cast.project.slug}/")
    expect(phone.locator(".rail-menu")).not_to_have_attribute("open", "")
    phone.keyboard.press("/")
    expect(shown_field(phone)).to_be_focused()
    wide.goto("/en/search/")
    wide.locator("[data-search-key] input").uncheck()
    wide.locator("h1").click()
    wide.keyboard.press("/")
    expect(shown_field(wide)).not_to_be_focused()
    wide.goto("/en/")
    wide.keyboard.press("/")
    expect(shown_field(wide)).not_to_be_focused()
