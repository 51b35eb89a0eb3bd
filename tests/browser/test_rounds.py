"""The coordinator's pages for fielding a survey, looked at in three languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from surveys.models import Invitation, Round
from surveys.services import rates
from surveys.services.invitations import scheduling, shared_links
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_draft, make_open, url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_a_round_is_accessible_valid_and_narrow_enough(
    site: Site, cast: Cast, inspect: Callable[[Any], None], language: str
) -> None:
    draft, round_ = make_draft(cast), make_open(cast)
    for number in range(25):
        invite(leaf(round_), f"a{number}@example.org")
    rates.refresh(round_=round_, now=timezone.now())
    link = shared_links.share_link(group=leaf(round_, "Esimerkkiskolan"), user=cast.aino)
    at = timezone.now() + timedelta(days=2)
    letters = scheduling.schedule(round_=round_, group=None, kind="reminder", at=at, user=cast.aino)
    Invitation.objects.filter(email="a1@example.org").update(has_failed=True)
    page = site.open(language=language)
    site.sign_in(page, cast.aino)
    slug = cast.project.slug
    for address in (
        url("rounds", slug, language=language),
        url("rounds", slug, language=language) + "?q=nothing-like-this",
        url("round_create", slug, language=language),
        url("round", slug, draft.pk, language=language),
        url("round_edit", slug, draft.pk, language=language),
        url("round_groups", slug, draft.pk, language=language),
        url("round", slug, round_.pk, language=language),
        url("round_closing_time", slug, round_.pk, language=language),
        url("round_calendar", slug, language=language),
        url("mailing_create", slug, round_.pk, language=language),
        url("mailing_move", slug, round_.pk, letters.pk, language=language),
        url("invitations", slug, round_.pk, language=language),
        url("group_invitations", slug, round_.pk, leaf(round_).pk, language=language),
        url("group_invitations", slug, round_.pk, leaf(round_, "Pohjoinen").pk, language=language),
        url("group_invitations", slug, round_.pk, link.group_id, language=language),
        url("poster", slug, round_.pk, link.group_id, language=language),
    ):
        page.goto(address)
        inspect(page)


def test_empty_room_says_what_to_do_next(site: Site, cast: Cast, inspect: Callable[[Any], None]) -> None:
    page = site.open()
    site.sign_in(page, cast.aino)
    page.goto(url("rounds", cast.project.slug))
    inspect(page)
    expect(page.get_by_role("link", name="Uusi kierros")).to_have_count(2)


def test_pages_that_answer_a_form_are_accessible(
    site: Site, cast: Cast, inspect: Callable[[Any], None]
) -> None:
    round_ = make_open(cast)
    slug, south = cast.project.slug, leaf(round_)
    page = site.open()
    site.sign_in(page, cast.aino)
    page.goto(url("round_create", slug))
    follow(page.locator("main form button[type=submit]").last)
    expect(page.locator(".error-summary")).to_be_focused()
    inspect(page)
    page.goto(url("group_invitations", slug, round_.pk, south.pk))
    page.locator("[name=addresses]").fill("liisa\nmatti@example.org")
    follow(page.get_by_role("button", name="Tarkista luettelo"))
    expect(page.locator(".error-summary")).to_be_visible()
    inspect(page)
    page.locator("[name=addresses]").fill("matti@example.org")
    follow(page.get_by_role("button", name="Tarkista luettelo"))
    expect(page.get_by_role("heading", name="Lähetetäänkö 1 kutsu?")).to_be_visible()
    inspect(page)
    follow(page.get_by_role("button", name="Lähetä kutsut"))
    expect(page.get_by_text("1 kutsu lähetetään")).to_be_visible()
    page.locator("[name=count]").fill("4")
    follow(page.get_by_role("button", name="Tee laput"))
    expect(page.locator(".slip-code")).to_have_count(4)
    inspect(page)
    page.goto(url("group_invitations", slug, round_.pk, south.pk))
    inspect(page)
    follow(page.locator("main .link-button"))
    expect(page.locator("input[name=confirmed]")).to_be_attached()
    inspect(page)
    follow(page.locator("main .form-actions a"))
    page.locator("[name=email]").fill("matti@example.org")
    follow(page.locator("form:has([name=email]) button[type=submit]"))
    expect(page.locator("input[name=confirmed]")).to_be_attached()
    inspect(page)
    follow(page.locator("main form button[type=submit]"))
    expect(page.locator("[name=email]")).to_be_visible()
    assert not Invitation.objects.exclude(email="").exists()


def test_round_with_a_lost_key_is_started_over(
    site: Site, cast: Cast, inspect: Callable[[Any], None]
) -> None:
    round_ = make_open(cast)
    Round.objects.update(is_key_lost=True)
    page = site.open()
    site.sign_in(page, cast.aino)
    page.goto(url("round", cast.project.slug, round_.pk))
    inspect(page)
    follow(page.get_by_role("link", name="Aloita alusta"))
    inspect(page)
    later = timezone.localtime() + timedelta(days=2)
    page.locator("[name=closes_at]").fill(later.strftime("%Y-%m-%dT%H:%M"))
    follow(page.get_by_role("button", name="Poista vastaukset ja aloita alusta"))
    expect(page.get_by_text("Aloitetaan alusta uudella avaimella")).to_be_visible()
