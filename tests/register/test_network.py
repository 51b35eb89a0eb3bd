"""Who takes part in public projects: by region, as a network, and the same in the desk."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.register import network, services
from projects.register.models import Organisation, Partnership, Project, Region
from tests.cast import Cast, make_organisation, sign_in
from tests.register.pages import address, many_partners
from yhes.common import charts

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """The college takes part in both projects, of which one is public; a third partner only waits there."""
    Project.objects.filter(pk=cast.project.pk).update(is_public=True)
    Project.objects.filter(pk=cast.other_project.pk).update(is_public=False)
    Partnership.objects.filter(project=cast.project).update(state="joined")
    if not cast.college.partnerships.filter(project=cast.other_project).exists():
        services.add_partner(
            project=cast.other_project, organisation=cast.college, role="partner", state="joined"
        )
    waiting = make_organisation("esimerkki-odottaa", "Esimerkki odottaa")
    services.add_partner(project=cast.project, organisation=waiting, role="partner", state="invited")
    Organisation.objects.filter(pk=cast.college.pk).update(region=Region.objects.get(code="06"))
    return cast


def names(client: Client, **query: str) -> list[str]:
    return [each.name for each in client.get(address("organisation_list"), query).context["page_obj"]]


def tiles_of(page: str) -> dict[str, str]:
    """What a tile of the map asks for → what is written on it."""
    links = re.findall(r'<a href="\?([^"]*)">(<rect.*?)</a>', page, re.DOTALL)
    return {query: " ".join(re.sub(r"<[^>]+>", "", words).split()) for query, words in links}


def test_the_public_list_has_who_joined_and_the_map_narrows_it(scene: Cast) -> None:
    client = Client()
    assert names(client) == ["Esimerkkiopisto", "Esimerkkiskolan"]
    assert names(client, region="06") == ["Esimerkkiopisto"]
    assert names(client, region="19") == []
    assert names(client, q="skolan") == ["Esimerkkiskolan"]
    page = client.get(address("organisation_list"), {"q": "esimerkki"}).content.decode()
    tiles = tiles_of(page)
    assert len(tiles) == 19
    assert tiles["q=esimerkki&amp;region=06"] == "Pirkanmaa 1"
    assert "Partners in 1 region of 19." in page
    chosen = client.get(address("organisation_list"), {"region": "06"}).content.decode()
    assert tiles_of(chosen)[""] == "Pirkanmaa 1"  # pressed again it shows all
    csv = client.get(address("organisation_csv"), {"region": "06"}).content.decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert csv[1].startswith("Esimerkkiopisto;")
    assert client.get(address("organisation_list"), {"region": "\x00"}).status_code == 200


def test_the_public_network_has_public_projects_only(scene: Cast) -> None:
    found = network.public_network()
    assert [project.pk for project in found.projects] == [scene.project.pk]
    assert {member.organisation.name for member in found.members} == {"Esimerkkiopisto", "Esimerkkiskolan"}
    text = Client().get(address("network")).content.decode()
    assert scene.other_project.name not in text
    assert "Esimerkki odottaa" not in text
    assert text.count(f'href="{address("organisation", scene.college.slug)}"') == 3  # wide, narrow, table
    for svg in re.findall(r"<svg[^>]*chart-svg.*?</svg>", text, re.DOTALL):
        root = ET.fromstring(svg)
        assert root.get("role") == "group"
        assert root[0].tag.endswith("title")


def test_in_the_desk_everybody_sees_what_they_may_see(scene: Cast, as_aino: Client) -> None:
    url = address("desk_network", scene.project.slug)
    text = as_aino.get(url).content.decode()
    assert "Esimerkki odottaa" in text
    assert address("partner", scene.project.slug, "esimerkki-odottaa") in text
    assert "an open one: not yet" in text
    assert scene.other_project.name not in text  # Aino has no part in it
    own = sign_in(Client(), scene.bertil).get(url).content.decode()
    assert "Esimerkki odottaa" not in own
    assert address("partner", scene.project.slug, scene.college.slug) in own
    assert address("organisation", scene.institute.slug) in own
    assert sign_in(Client(), scene.eero).get(url).status_code == 404


def test_pictures_and_tables_ask_as_often_for_many(scene: Cast, as_aino: Client) -> None:
    counts = []
    for more in (3, 240):
        many_partners(scene.project if more == 3 else scene.other_project, more)
        Partnership.objects.filter(
            project=scene.other_project, organisation__slug__startswith="esimerkkip"
        ).update(project=scene.project)
        for name in ("network", "organisation_list"):
            with CaptureQueriesContext(connection) as queries:
                page = Client().get(address(name))
            counts.append(len(queries))
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]
    picture = Client().get(address("network")).context["picture"]
    assert picture["left_out"] == 245 - network.MOST_DRAWN
    assert len(page.context["page_obj"]) == 50


def test_the_drawing_is_the_same_each_time_and_connected_ones_come_first() -> None:
    lines = [charts.NetworkLine("A & B", "/a/"), charts.NetworkLine("C")]
    stops = [
        charts.NetworkStop("Yksin", ("full", "")),
        charts.NetworkStop("Kahdessa", ("full", "ring"), "/k/", note="example"),
    ]
    drawn = charts.network(stops, lines=lines, title="Verkosto")
    assert drawn == charts.network(stops, lines=lines, title="Verkosto")
    words = [element.text for element in ET.fromstring(drawn).iter() if element.tag.endswith("text")]
    assert words.index("Kahdessa") < words.index("Yksin")
    assert 'href="/k/"' in drawn
    assert "A &amp; B" in drawn
    assert charts.network_table(stops, lines=lines).rows == (
        ("Yksin", "1", "A & B"),
        ("Kahdessa", "2", "A & B; C"),
    )
    assert charts.network([], lines=[], title="Tyhjä").startswith("<svg")
