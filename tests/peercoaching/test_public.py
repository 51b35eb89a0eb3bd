"""Public pages: who is shown, filters, and that they can be cached. And the figures for the roadmap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from peercoaching.evidence import figures
from peercoaching.models import Coach, CoachNetwork, Pairing, Session
from peercoaching.services import networks, pairing
from projects.register.models import Region
from tests.accounts.people import address
from tests.cast import Cast
from tests.peercoaching.network import (
    ask_and_confirm,
    desk,
    make_coach,
    make_network,
    profile,
    proposal,
)

pytestmark = pytest.mark.django_db


def page_of(network: CoachNetwork, query: str = "", language: str = "fi") -> str:
    response = Client().get(address("peercoaching:network", network.slug, language=language) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"left_at": "2026-01-01T00:00:00Z"}])
def test_only_who_agrees_and_is_there_is_shown(
    network: CoachNetwork, cecilia: Coach, hidden: dict[str, object]
) -> None:
    shown = make_coach(network, "Toini Toinen")
    Coach.objects.filter(pk=cecilia.pk).update(**hidden)
    page = page_of(network)
    assert shown.name in page
    assert cecilia.name not in page
    for coach in (shown, cecilia):
        assert coach.email not in page


def test_an_introduction_says_in_which_language_it_is(
    cast: Cast, network: CoachNetwork, cecilia: Coach, as_cecilia: Client
) -> None:
    """A screen reader would read Swedish words as Finnish ones."""
    edit = desk("coach_edit", cast.project, cecilia.pk)
    written = {"introduction": "Jag lyssnar.", "introduction_language": "sv"}
    assert as_cecilia.post(edit, profile(**written, is_public="on")).status_code == 302
    assert 'lang="sv">Jag lyssnar.</p>' in page_of(network)
    assert as_cecilia.post(edit, profile(introduction="Jag lyssnar.", is_public="on")).status_code == 302
    assert 'lang="sv">Jag lyssnar.</p>' in page_of(network), "what is not sent is left as it was"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Aatu", "Bea", "Cid"}),
        ("?topic=trust", {"Aatu", "Bea"}),
        ("?language=sv", {"Bea", "Cid"}),
        ("?region=15", {"Cid"}),
        ("?topic=trust&language=sv", {"Bea"}),
        ("?topic=trust&region=15", set()),
        ("?topic=nonsense&region=99&language=%00", {"Aatu", "Bea", "Cid"}),
    ],
)
def test_filters_find_by_topic_language_and_region(
    network: CoachNetwork, query: str, found: set[str]
) -> None:
    make_coach(network, "Aatu", topics=["trust"], languages=["fi"], regions=("06",))
    make_coach(network, "Bea", topics=["trust", "meaning"], languages=["sv"])
    make_coach(network, "Cid", topics=["meaning"], languages=["fi", "sv"], regions=("15", "16"))
    page = page_of(network, query)
    assert {name for name in ("Aatu", "Bea", "Cid") if f">{name}</h3>" in page} == found


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_public_pages_set_no_cookie_and_read_the_same_in_every_language(
    network: CoachNetwork, cecilia: Coach, language: str
) -> None:
    client = Client()
    for url in (
        address("peercoaching:networks", language=language),
        address("peercoaching:network", network.slug, language=language),
    ):
        response = client.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")
        assert f'<html lang="{language}">' in response.content.decode()


def test_more_coaches_and_networks_take_no_more_queries(cast: Cast, network: CoachNetwork) -> None:
    def queries() -> list[int]:
        counts = []
        for url in (address("peercoaching:networks"), address("peercoaching:network", network.slug)):
            with CaptureQueriesContext(connection) as caught:
                Client().get(url)
            counts.append(len(caught))
        return counts

    make_coach(network, "Aatu", regions=("06",))
    before = queries()
    for number in range(8):
        make_coach(network, f"Coach{number}", regions=("06", "15"), organisation=cast.college)
        make_network(cast.project, f"Verkosto {number}")
    assert queries() == before


def test_the_permanent_address_leads_to_the_page(network: CoachNetwork) -> None:
    response = Client().get(f"/id/coach-network/{network.pk}", headers={"accept-language": "sv"})
    assert response["Location"] == address("peercoaching:network", network.slug, language="sv")
    assert "Accept-Language" in response["Vary"]


# --- Figures -------------------------------------------------------------------------------------------


def values(cast: Cast, audience: str = "public") -> dict[str, tuple[int | None, int | None]]:
    found = figures(cast.project, audience=audience)
    return {figure.key.rpartition(":")[2]: (figure.value, figure.of) for figure in found}


def test_figures_are_what_the_database_counts(cast: Cast, network: CoachNetwork) -> None:
    assert values(cast) == {"regions": (0, 19), "coaches": (0, None), "sessions": (0, None)}
    make_coach(network, "Aatu", regions=("06", "15"))
    make_coach(network, "Bea", regions=("15",), is_public=False)
    gone = make_coach(network, "Cid", regions=("01",))
    networks.set_left(coach=gone, has_left=True, actor=cast.aino)
    pair = pairing.accept(pairing=proposal(ask_and_confirm(network)))
    for days in range(3):
        Session.objects.create(pairing=pair, held_on=timezone.localdate() - timedelta(days=days))
    assert values(cast) == {"regions": (2, 19), "coaches": (2, None), "sessions": (3, None)}
    assert Region.objects.count() == 19


def test_figures_of_another_project_and_of_hidden_networks_are_not_mixed_in(
    cast: Cast, network: CoachNetwork
) -> None:
    make_coach(network, "Aatu", regions=("06",))
    make_coach(make_network(cast.other_project, "Toinen"), "Bea", regions=("01",))
    make_coach(make_network(cast.project, "Piilo", is_public=False), "Cid", regions=("02",))
    assert values(cast)["coaches"] == (1, None)
    assert values(cast, "inside")["coaches"] == (2, None)
    assert values(cast, "inside")["regions"] == (2, 19)


def test_a_figure_tells_nothing_about_a_person_and_leads_to_a_page_that_opens(
    cast: Cast, network: CoachNetwork, cecilia: Coach
) -> None:
    Pairing.objects.all().delete()
    pairing.accept(pairing=proposal(ask_and_confirm(network)))
    for audience in ("public", "inside"):
        for figure in figures(cast.project, audience=audience):
            words = str(figure.to_document())
            for secret in ("Cecilia", "Essi", "example.org"):
                assert secret not in words
            assert Client().get(figure.address, follow=True).status_code == 200
            assert all(figure.label.values())


def test_without_a_public_network_the_public_gets_no_figure(cast: Cast) -> None:
    make_network(cast.project, "Piilo", is_public=False)
    assert figures(cast.project, audience="public") == []
    assert [figure.address for figure in figures(cast.project, audience="inside")] == [""] * 3
