"""The front page: what the apps offer, no holes, and nothing that stops a cache."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from projects.register.models import Project
from tests.cast import Cast, make_project
from yhes.common import registry

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_root_leads_to_the_front_page_in_the_browsers_language(visitor: Client) -> None:
    for asked, path in (("sv", "/sv/"), ("en", "/en/"), ("fi", "/fi/"), ("de", "/fi/")):
        response = visitor.get("/", headers={"accept-language": asked})
        assert response["Location"] == path
        assert "Accept-Language" in response["Vary"]


def test_the_newest_projects_are_shown_with_what_is_known(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(state="running", tagline_en="Paths together")
    make_project("salainen", "Salainen hanke", is_public=False)
    page = text(visitor.get("/en/"))
    assert "Paths together" in page
    assert "Esimerkkisilta" in page
    assert "Running" in page
    assert "Salainen hanke" not in page


def test_a_slot_that_nobody_fills_leaves_no_heading(visitor: Client) -> None:
    page = text(visitor.get("/en/"))
    assert page.count("<h1") == 1
    for heading in ("Next events", "Newest results", ">Projects</h2>"):
        assert heading not in page


def test_what_another_app_offers_stands_in_its_slot(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def events() -> list[registry.HomeSection]:
        return [registry.HomeSection("events", "components/badge.html", {"label": "Webinaari 26.11."})]

    monkeypatch.setitem(registry._providers["home"], "test", events)
    page = text(visitor.get("/en/"))
    assert page.index("Next events") < page.index("Webinaari 26.11.")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_front_page_can_be_cached(
    cast: Cast, visitor: Client, language: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        response = visitor.get(f"/{language}/")
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "public" in response["Cache-Control"]


def test_with_everything_on_it_ten_queries_are_enough(
    visitor: Client, django_assert_max_num_queries: Any
) -> None:
    call_command("load_demo", verbosity=0)
    with django_assert_max_num_queries(10):
        page = text(visitor.get("/en/"))
    for heading in ("Next events", "Newest results", "Projects</h2>"):
        assert heading in page


def test_the_header_names_the_rooms_that_exist(cast: Cast, visitor: Client) -> None:
    page = text(visitor.get("/en/projects/"))
    assert '<a href="/en/projects/" aria-current="page">Projects</a>' in page


def test_the_health_check_asks_the_database(visitor: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = visitor.get("/health")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]
