"""The coordinator prints a questionnaire for those who decide whether it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from surveys.services.questionnaires import store_version
from tests.browsing import Site
from tests.cast import Cast
from tests.surveys.many_kinds import many_kinds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.mark.parametrize("width", [390, 1440])
def test_a_questionnaire_of_every_kind_is_read_and_printed(
    width: int, site: Site, cast: Cast, inspect: Callable[[Any], None]
) -> None:
    version = store_version(questionnaire=many_kinds())
    page = site.open(width=width)
    site.sign_in(page, cast.aino)
    with translation.override("fi"):
        page.goto(reverse("surveys:questionnaire_print", args=[cast.project.slug, version.pk]) + "?in=sv")
    inspect(page)
    expect(page.locator(".paper")).to_have_attribute("lang", "sv")
    expect(page.locator(".paper-many li")).not_to_have_count(0)
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-print]")).to_be_hidden()
    expect(page.locator(".paper h2").first).to_be_visible()
