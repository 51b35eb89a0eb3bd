"""An organisation orders a survey on a phone; the coordinator accepts; its contact opens the ready round."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from surveys.models import Round, SurveyOrder
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.surveys import ordering
from tests.surveys.fielding import url
from tests.worker import Letters, Worker, text_of, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

Inspect = Callable[[Any], None]


def link_in(letters: Letters, to: str, count: int) -> str:
    """Where the newest letter leads, once there are so many."""
    found = re.search(r"https?://\S+/(?:survey-order|desk)/\S+", text_of(letters.wait(count, to=to)[-1]))
    assert found
    return found[0]


def test_from_an_order_on_a_phone_to_a_round_that_the_contact_opens(
    cast: Cast, site: Site, phone: Any, worker: Worker, letters: Letters, inspect: Inspect
) -> None:
    ordering.page(cast)
    ordering.known(cast)
    order_on_the_phone(phone, cast, inspect)
    confirm_from_the_letter(phone, cast, letters)
    accept_on_the_desk(site, cast)
    open_as_the_contact(site, cast, letters, inspect)


def order_on_the_phone(page: Any, cast: Cast, inspect: Inspect) -> None:
    page.goto(url("order", cast.project.slug, language="en"))
    opens = timezone.localdate() + timedelta(days=7)
    typed = {
        "organisation_name": "Esimerkkiopisto",
        "business_id": ordering.KNOWN_ID,
        "headcount": "30",
        "units": "Kitchen, 18\nOffice, 13",
        "opens_on": opens.isoformat(),
        "closes_on": (opens + timedelta(days=14)).isoformat(),
        "purpose": "To improve our daily work",
        "name": "Bertil Berg",
        "email": cast.bertil.email,
    }
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    send = page.locator("main form button[type=submit]")
    follow(send)
    expect(page.locator(".error-summary")).to_be_focused()  # the units have one person too many
    expect(page.locator("[name=purpose]")).to_have_value(typed["purpose"])
    inspect(page)
    page.locator("[name=units]").fill("Kitchen, 18\nOffice, 12")
    follow(send)
    expect(page.locator("main form")).to_have_count(0)


def confirm_from_the_letter(page: Any, cast: Cast, letters: Letters) -> None:
    page.goto(link_in(letters, cast.bertil.email, 1))
    expect(page.locator("main")).to_contain_text("Kitchen: 18")
    follow(page.locator("button[name=confirm]"))
    expect(page.locator("button[name=confirm]")).to_have_count(0)


def accept_on_the_desk(site: Site, cast: Cast) -> None:
    page = site.open(language="en")
    site.sign_in(page, cast.aino)
    page.goto(f"/en/desk/{cast.project.slug}/")
    order = SurveyOrder.objects.get()
    follow(
        page.locator(f"main a[href='{url('order_page', cast.project.slug, order.pk, language='en')}']").first
    )
    expect(page.locator("main")).to_contain_text("Bertil Berg – Esimerkkiopisto")
    follow(page.locator("main form[action$='accept/'] button"))
    expect(page.locator("h1")).to_contain_text("Esimerkkiopisto")


def open_as_the_contact(site: Site, cast: Cast, letters: Letters, inspect: Inspect) -> None:
    page = site.open(language="en", has_touch=True)
    site.sign_in(page, cast.bertil)
    page.goto(link_in(letters, cast.bertil.email, 2))
    round_ = Round.objects.get()
    follow(
        page.locator(f"main a[href='{url('own_round', cast.project.slug, round_.pk, language='en')}']").first
    )
    page.locator("[name=purpose_en]").fill("To make our days better")
    follow(page.locator("main form button[type=submit]"))
    for tick in ("is_staff_informed", "is_cooperation_handled"):
        page.locator(f"[name={tick}]").check()
    page.locator("[name=research_permit][value=not_needed]").check()
    inspect(page)
    follow(page.locator("main form[action$='/open/'] button").first)
    wait_for(lambda: Round.objects.get(pk=round_.pk).is_accepting, what="the round to open")
    page.goto(url("round", cast.project.slug, round_.pk, language="en"))
    invite = url("invitations", cast.project.slug, round_.pk, language="en")
    expect(page.locator(f"main a[href='{invite}']").first).to_be_visible()
    assert Round.objects.get(pk=round_.pk).purpose_en == "To make our days better"
