"""Search: what people find, what they do not, and how the index stays right.

One scene holds something of every app in two projects; each person's search is compared with it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from projects.register import services as register
from projects.register.models import Project
from projects.workshops import services as workshops
from surveys.models import Round
from tests.cast import Cast, give_second_factor, join, make_organisation, sign_in
from tests.peercoaching.network import make_coach, make_network
from tests.surveys import fielding
from tests.ticking import let_a_minute_pass
from tests.workshops.recipes import come, make_draft, make_held, make_workshop, write
from yhes.common.throttle import allows
from yhes.desk.models import SearchEntry, SearchPosting, SearchTerm
from yhes.desk.search import finding, index, views

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """Every word that begins with "salattu" is one that not everybody may find."""
    Project.objects.filter(pk=cast.project.pk).update(
        summary_fi="Henkilöstön hyvinvointi paranee", summary_sv="Personalens välbefinnande", acronym_fi="EPO"
    )
    Project.objects.filter(pk=cast.other_project.pk).update(is_public=False, summary_fi="Salattuhanke")
    hidden = make_organisation("salattukoulu", "Salattukoulu")
    join(cast.other_project, hidden)
    register.add_partner(
        project=cast.project,
        organisation=make_organisation("a", "Salattukutsuttu"),
        role="partner",
        state="invited",
    )
    make_workshop(cast.project, "Hyvinvointityöpaja", summary_fi="Puhutaan hyvinvoinnista <b>yhdessä</b>")
    make_draft(cast.project, "Salattuluonnos", days=20)
    held = make_held(cast.project, "Pidetty paja")
    write(held, "Opettajien aikaa suunnitteluun")
    come(make_workshop(cast.project, "Toinen", days=12), "Salattuosallistuja")
    with translation.override("fi"):
        make_draft_round(cast, "Salattukysely")
    network = make_network(cast.project, "Esimerkkiverkosto", is_public=True)
    make_coach(network, "Kaisa Korhonen", is_public=True)
    make_coach(network, "Salattu Valmentaja", is_public=False)
    assert index.refresh()
    return cast


def make_draft_round(cast: Cast, title: str) -> Round:
    from yhes.common.words import Words

    return fielding.make_draft(cast, title=Words(fi=title, sv=title, en=title))


def search(client: Client, typed: str, *, place: str = "", language: str = "en", **more: str) -> Any:
    with translation.override(language):
        from django.urls import reverse

        address = reverse(f"search:{place or 'public'}")
    return client.get(address, {"q": typed, **more})


def titles(response: Any) -> list[str]:
    """Titles of what was found, in the order of the page."""
    page = response.content.decode()
    found = re.findall(r'link-card-title"[^>]*>(.*?)</a>', page)
    return [unescape(re.sub("<[^>]+>", "", each)) for each in found]


def test_a_visitor_finds_what_is_public_in_any_form_of_the_word(scene: Cast, client: Client) -> None:
    for typed in (
        "hyvinvointi",
        "hyvinvoinnin",
        "HYVINVOINNISTA",
        "hyvinvoi",
        "hyvinvoimti",
        "paranee hyvinvointi",
    ):
        assert "Esimerkkipolku" in titles(search(client, typed)), typed
    assert "Hyvinvointityöpaja" in titles(search(client, "hyvinvointi"))
    assert titles(search(client, "opettaja")) == ["Pidetty paja"]
    assert titles(search(client, "välbefinnandet", language="sv")) == ["Esimerkkipolku"]
    assert "Privacy notice" in titles(search(client, "privacy notice"))
    assert "Kaisa Korhonen" in titles(search(client, "korhonen"))
    assert titles(search(client, "Esimerkkiopisto"))[0] == "Esimerkkiopisto"
    assert titles(search(client, "esimerkkiopisto puuttuvasana")) == []


def test_the_page_says_why_and_what_to_do_and_leaves_no_trace(scene: Cast, client: Client) -> None:
    response = search(client, "hyvinvointi")
    page = response.content.decode()
    assert "Puhutaan <mark>hyvinvoinnista</mark> &lt;b&gt;yhdessä&lt;/b&gt;" in page
    assert "<mark>Hyvinvointityöpaja</mark>" in page
    assert 'lang="fi"' in page  # the text is Finnish, the page English
    assert '<meta name="robots" content="noindex">' in page
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]
    assert "Nothing was found with “xyzzy”" in search(client, "xyzzy").content.decode()
    for odd in (
        "",
        "  ",
        "\x00",
        "%",
        "' OR 1=1 --",
        "a" * 5_000,
        "🙂",
        "ä" * 99 + " " + "b " * 80,
        "<script>",
    ):
        answer = search(client, odd, kind="ei-ole", page="99999999999999999999")
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode().split("<main")[1].split("</main")[0]


def test_what_a_visitor_may_not_see_is_neither_found_nor_counted(scene: Cast, client: Client) -> None:
    for typed in (
        "salattu",
        "salattuhanke",
        "salattukoulu",
        "salattuluonnos",
        "salattukysely",
        "esimerkkisilta",
    ):
        response = search(client, typed)
        assert titles(response) == []
        nothing = search(client, "xyzzyxy").content.decode().replace("xyzzyxy", typed)
        assert (
            response.content.decode().split("<main")[1].split("nonce")[0]
            == nothing.split("<main")[1].split("nonce")[0]
        )


def test_each_person_finds_in_the_desk_what_is_theirs(scene: Cast, client: Client) -> None:
    for person in (scene.bertil, scene.maija, scene.cecilia):
        give_second_factor(person)
    found = {
        name: set(titles(search(sign_in(Client(), getattr(scene, name)), "salattu", place="desk")))
        for name in ("aino", "bertil", "maija", "cecilia", "eero", "admin")
    }
    mine = {"Salattukutsuttu", "Salattuluonnos", "Salattukysely"}
    assert found["aino"] == mine
    assert found["bertil"] == found["maija"] == found["cecilia"] == found["eero"] == set()
    assert found["admin"] >= {*mine, "Salattukoulu", "Esimerkkisilta"}
    assert "Salattu Valmentaja" not in set().union(*found.values())
    assert "Salattuosallistuja" not in {term.word.capitalize() for term in SearchTerm.objects.all()}
    # A contact finds the own organisation as a partner, and not the others of the project.
    desk = search(sign_in(Client(), scene.bertil), "esimerkki", place="desk", kind="partner")
    assert titles(desk) == ["Esimerkkiopisto"]
    # What has a page in the desk leads there, and the public page is not shown beside it.
    page = search(sign_in(Client(), scene.bertil), "hyvinvointityöpaja", place="desk")
    assert titles(page) == ["Hyvinvointityöpaja"]
    assert "/desk/esimerkkipolku/workshops/" in page.content.decode()
    assert search(client, "salattu", place="desk").status_code == 302


def test_a_part_that_ends_and_a_thing_that_is_withdrawn_are_gone_at_once(
    scene: Cast, as_aino: Client
) -> None:
    """Without the index having been touched."""
    assert titles(search(as_aino, "hyvinvointi", place="desk"))
    Round.objects.all().delete()
    assert "Salattukysely" not in titles(search(as_aino, "salattu", place="desk"))
    scene.aino.memberships.all().delete()
    assert titles(search(as_aino, "salattu", place="desk")) == []
    Project.objects.filter(pk=scene.project.pk).update(is_public=False)
    for typed in ("hyvinvointi", "korhonen", "esimerkkiopisto", "epo"):
        assert titles(search(Client(), typed)) == [], typed


def test_the_clock_keeps_the_index_and_writes_only_what_changed(scene: Cast, client: Client) -> None:
    before = dict(SearchEntry.objects.values_list("pk", "fingerprint"))
    assert index.refresh()
    assert dict(SearchEntry.objects.values_list("pk", "fingerprint")) == before
    workshop = make_workshop(scene.project, "Metsäretki", days=30)
    let_a_minute_pass()
    assert titles(search(client, "metsäretkestä")) == ["Metsäretki"]
    workshops.update_workshop(workshop=workshop, facts={"title_fi": "Venematka"}, actor=scene.aino)
    let_a_minute_pass()
    assert titles(search(client, "venematkan")) == ["Venematka"]
    assert not SearchTerm.objects.filter(word="metsäretki").exists()
    assert len(before.keys() - set(SearchEntry.objects.values_list("pk", flat=True))) == 0
    call_command("rebuild_search")
    assert SearchEntry.objects.count() == len(before) + 1
    # Without anything done the clock asks one question; and it never writes more at once than it may.
    index.tick(timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        index.tick(timezone.now())
    assert len(asked) <= 2  # of the audit trail, and of the cache where that is a table
    SearchEntry.objects.all().delete()
    assert not index.refresh(at_most=3)
    assert SearchEntry.objects.count() == 3


def test_however_much_there_is_a_search_asks_as_often(scene: Cast, as_aino: Client, client: Client) -> None:
    def asked(user: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert finding.find("esimerkki", kinds=index.kinds(), user=user).groups
        return len(queries)

    few = asked(None), asked(scene.aino)
    for number in range(30):
        join(scene.project, make_organisation(f"esimerkki-{number}", f"Esimerkkilaitos {number}"))
    assert index.refresh()
    assert (asked(None), asked(scene.aino)) == few
    assert few[0] <= 4
    assert few[1] <= 7
    page = search(client, "esimerkkilaitos").content.decode()
    assert "30 results" in page
    assert "Organisations: show all 30" in page
    first = titles(search(client, "esimerkkilaitos", kind="organisation"))
    second = titles(search(client, "esimerkkilaitos", kind="organisation", page="2"))
    assert (len(first), len(second)) == (20, 10)
    assert not set(first) & set(second)


def test_whoever_searches_without_end_is_asked_to_wait(scene: Cast, client: Client) -> None:
    for _time in range(views.A_MINUTE - 1):
        assert allows("search", "127.0.0.1", limit=views.A_MINUTE, seconds=60)
    assert search(client, "epo").status_code == 200
    refused = search(client, "epo")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "no-store" in refused["Cache-Control"]
    assert "epo" in refused.content.decode()  # the words are not lost
    assert client.get("/en/search/").status_code == 200


def test_no_address_and_no_answer_is_in_the_index(scene: Cast) -> None:
    words = set(SearchTerm.objects.values_list("word", flat=True))
    assert not words & {"example", "org", "osallistuja", "aino", "bertil", "salattuosallistuja"}
    assert SearchPosting.objects.filter(entry__kind="survey").exists()
    assert not SearchEntry.objects.filter(kind="survey", is_public=True).exists()
