"""What visitors read: the list of projects, a project's page, an organisation's public facts."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from peercoaching.models import CoachNetwork
from projects.register import services
from projects.register.models import (
    Objective,
    Organisation,
    Partnership,
    Programme,
    Project,
    Result,
    WorkPackage,
)
from tests.cast import Cast, join, make_organisation, make_project
from tests.peercoaching.network import make_network
from tests.register.pages import address, many_partners

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def _without_nonces(response: Any) -> str:
    return re.sub(r'nonce="[^"]*"', "", text(response))


def listed(client: Client, **query: str) -> list[str]:
    """Names in the list, in its order."""
    response = client.get(address("project_list"), query)
    return [project.name for project in response.context["page_obj"]]


def test_only_published_projects_are_listed_and_open(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.other_project.pk).update(is_public=False)
    assert listed(visitor) == ["Esimerkkipolku"]
    assert visitor.get(address("project", "esimerkkisilta")).status_code == 404
    assert visitor.get(address("project", "ei-ole")).status_code == 404
    assert visitor.get(f"/id/project/{cast.other_project.pk}").status_code == 404


def test_the_list_is_filtered_by_state_programme_region_and_text(cast: Cast, visitor: Client) -> None:
    programme = Programme.objects.create(slug="ohjelma", name_fi="Esimerkkiohjelma")
    region = services.load_regions()["06"]
    Project.objects.filter(pk=cast.other_project.pk).update(
        state="closed", programme=programme, summary_sv="Om älgar"
    )
    Organisation.objects.filter(pk=cast.institute.pk).update(region=region)
    assert listed(visitor, state="closed") == ["Esimerkkisilta"]
    assert listed(visitor, programme="ohjelma") == ["Esimerkkisilta"]
    assert listed(visitor, region="06") == ["Esimerkkipolku"]
    assert listed(visitor, q="ÄLGAR") == ["Esimerkkisilta"]
    assert listed(visitor, q="älgar", state="running") == []


def test_the_region_filter_reads_what_the_project_itself_says_too(cast: Cast, visitor: Client) -> None:
    cast.other_project.regions.add(services.load_regions()["19"])
    assert listed(visitor, region="19") == ["Esimerkkisilta"]


def test_a_project_is_found_by_its_line_themes_and_decision_number(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(
        tagline_fi="Aikaa yhdessä", themes_sv="välmående, ledarskap", decision_number="OPH-1234-2024"
    )
    for words in ("yhdessä", "LEDARSKAP", "oph-1234"):
        assert listed(visitor, q=words) == ["Esimerkkipolku"]
    assert listed(visitor, q="oph-9") == []


def test_the_acronym_stands_after_the_name_unless_it_is_the_name(cast: Cast, visitor: Client) -> None:
    def heading() -> str:
        page = text(visitor.get(address("project", cast.project.slug)))
        found = re.search(r"<h1[^>]*>(.*?)</h1>", page)
        assert found
        return re.sub(r"<[^>]+>", "", found[1])

    assert heading() == "Esimerkkipolku"
    Project.objects.filter(pk=cast.project.pk).update(acronym_fi="ESPO")
    assert heading() == "Esimerkkipolku (ESPO)"
    Project.objects.filter(pk=cast.project.pk).update(acronym_fi="Esimerkkipolku")
    assert heading() == "Esimerkkipolku"


def test_only_regions_that_find_something_can_be_chosen(cast: Cast, visitor: Client) -> None:
    regions = services.load_regions()
    Organisation.objects.filter(pk=cast.institute.pk).update(region=regions["06"])
    cast.other_project.regions.add(regions["19"])
    hidden = make_project("esimerkki-salainen", "Esimerkki salainen", is_public=False)
    hidden.regions.add(regions["01"])
    fields = visitor.get(address("project_list")).context["filter"].form.fields
    assert {str(value) for value, _label in fields["region"].choices if value} == {"06", "19"}


def test_the_filters_stay_in_the_links_of_the_page(cast: Cast, visitor: Client) -> None:
    for number in range(25):
        make_project(f"esimerkki-{number}", f"Esimerkki {number:02}", state="running")
    page = text(visitor.get(address("project_list"), {"q": "esimerkki", "state": "running", "page": "1"}))
    query = "q=esimerkki&amp;state=running"
    for kept in (f"?{query}&amp;page=2", f"projects.csv?{query}", f"projects.xlsx?{query}"):
        assert kept in page, kept
    swedish = address("project_list", language="sv")
    assert f'href="{swedish}?{query}' in page
    second = visitor.get(address("project_list"), {"q": "esimerkki", "state": "running", "page": "2"})
    assert len(second.context["page_obj"]) == 5


def test_a_partner_that_has_not_joined_puts_no_project_in_a_region(cast: Cast, visitor: Client) -> None:
    organisation = make_organisation("lappi", "Esimerkki Lappi", region=services.load_regions()["19"])
    services.add_partner(project=cast.project, organisation=organisation, role="partner", state="invited")
    assert listed(visitor, region="19") == []


def test_the_list_is_sorted_as_asked(cast: Cast, visitor: Client) -> None:
    make_project("aamu", "Aamuhanke", starts_on=date(2020, 1, 1), ends_on=None)
    make_project("ilta", "Iltahanke", starts_on=None, ends_on=date(2021, 1, 1))
    assert listed(visitor)[-1] == "Iltahanke"
    assert listed(visitor, sort="name") == ["Aamuhanke", "Esimerkkipolku", "Esimerkkisilta", "Iltahanke"]
    assert listed(visitor, sort="ends")[0] == "Iltahanke"
    assert listed(visitor, sort="ends")[-1] == "Aamuhanke"


@pytest.mark.parametrize(
    "query", ["?state=x", "?region=99", "?region=%00", "?sort=;drop", "?page=999", "?page=x", "?q=%00"]
)
def test_nonsense_in_the_address_is_no_error(cast: Cast, visitor: Client, query: str) -> None:
    assert visitor.get(address("project_list") + query).status_code == 200


def test_an_empty_list_says_what_to_do(cast: Cast, visitor: Client) -> None:
    assert "No project matches" in text(visitor.get(address("project_list"), {"q": "zzz"}))
    Project.objects.update(is_public=False)
    assert "No projects yet" in text(visitor.get(address("project_list")))


def test_the_page_tells_the_facts_and_leaves_out_the_rest(cast: Cast, visitor: Client) -> None:
    page = text(visitor.get(address("project", "esimerkkipolku")))
    assert "1 January 2025" in page.replace("1 Jan 2025", "1 January 2025")
    for heading in ("Funder", "Programme", "Target groups", "Belongs to the network", "Goals and results"):
        assert heading not in page


def test_goals_stand_beside_their_results(cast: Cast, visitor: Client) -> None:
    objective = Objective.objects.create(project=cast.project, title_fi="Tavoite yksi")
    Result.objects.create(project=cast.project, objective=objective, title_fi="Tulos yksi")
    WorkPackage.objects.create(project=cast.project, title_fi="Paketti").co_implementers.add(cast.college)
    page = text(visitor.get(address("project", "esimerkkipolku")))
    assert page.index("Tavoite yksi") < page.index("Tulos yksi") < page.index("Paketti")


def test_what_was_stated_is_told_as_it_was_said(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(
        ends_on=None,
        stated_duration_en="three years",
        stated_partners_en="over 50 working-life partners",
        source_published_on=date(2018, 11, 9),
    )
    page = text(visitor.get(address("project", "esimerkkipolku")))
    assert "three years" in page
    assert "over 50 working-life partners" in page
    assert "9 Nov 2018" in page


def test_partners_that_have_not_joined_are_nobodys_business(cast: Cast, visitor: Client) -> None:
    for state in ("draft", "invited", "declined"):
        organisation = make_organisation(
            f"salainen-{state}", f"Esimerkki salainen {state}", is_fictional=False
        )
        services.add_partner(project=cast.project, organisation=organisation, role="partner", state=state)
        assert visitor.get(address("organisation", organisation.slug)).status_code == 404
        assert visitor.get(f"/id/organisation/{organisation.pk}").status_code == 404
    assert "salainen" not in text(visitor.get(address("project", "esimerkkipolku")))


def test_fictional_partners_are_marked_and_never_called_the_coordinator(cast: Cast, visitor: Client) -> None:
    response = visitor.get(address("project", "esimerkkipolku"))
    assert response.context["coordinators"] == []
    assert response.context["partners"] == []
    assert len(response.context["fictional"]) == 2
    assert "Example data" in text(response)
    assert "Example data" in text(visitor.get(address("organisation", cast.college.slug)))


def test_a_network_that_is_not_published_is_named_without_a_link(cast: Cast, visitor: Client) -> None:
    city = make_organisation("kaupunki", "Kaupunki", is_fictional=False)
    join(cast.other_project, city, Partnership.Role.COORDINATOR)
    Project.objects.filter(pk=cast.project.pk).update(network=cast.other_project)
    Project.objects.filter(pk=cast.other_project.pk).update(is_public=False)
    page = text(visitor.get(address("project", "esimerkkipolku")))
    assert "Esimerkkisilta" in page
    assert "coordinated by Kaupunki" in page
    assert address("project", "esimerkkisilta") not in page


def test_an_organisations_page_holds_public_facts_only(cast: Cast, visitor: Client) -> None:
    cast.college.units.create(name_fi="Salainen yksikkö", headcount=4321)
    Partnership.objects.filter(organisation=cast.college).update(note="Sisäinen muistiinpano")
    Organisation.objects.filter(pk=cast.college.pk).update(business_id="0000001-9")
    page = text(visitor.get(address("organisation", cast.college.slug)))
    assert "0000001-9" in page
    for secret in ("Salainen", "4321", "Sisäinen", "Bertil", "bertil@", "Maija"):
        assert secret not in page


def test_a_school_leads_to_its_provider(cast: Cast, visitor: Client) -> None:
    school = make_organisation("ammattikoulu", "Esimerkkikoulu", kind="school", provider=cast.institute)
    join(cast.other_project, school)
    Partnership.objects.filter(organisation=cast.institute).delete()
    page = text(visitor.get(address("organisation", school.slug)))
    assert address("organisation", cast.institute.slug) in page
    assert "Esimerkkikoulu" in text(visitor.get(address("organisation", cast.institute.slug)))


def test_permanent_addresses_lead_to_the_page_in_the_readers_language(cast: Cast, visitor: Client) -> None:
    for kind, number, slug in (
        ("project", cast.project.pk, cast.project.slug),
        ("organisation", cast.college.pk, cast.college.slug),
    ):
        for language in ("fi", "sv", "en"):
            response = visitor.get(f"/id/{kind}/{number}", headers={"accept-language": language})
            assert response.status_code == 302
            assert response["Location"] == address(kind, slug, language=language)
            assert "Accept-Language" in response["Vary"]
    with translation.override("en"):
        assert f"/id/project/{cast.project.pk}" in text(visitor.get(address("project", "esimerkkipolku")))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_public_pages_can_be_cached(cast: Cast, visitor: Client, as_aino: Client, language: str) -> None:
    """No cookie, no session; somebody signed in gets the same page without a word of the person."""
    for url in (
        address("project_list", language=language),
        address("project", "esimerkkipolku", language=language),
        address("organisation", "esimerkkiopisto", language=language),
    ):
        response = visitor.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert "public" in response["Cache-Control"]
        assert "csrf" not in text(response).lower()
        assert _without_nonces(as_aino.get(url)) == _without_nonces(response)


def test_query_counts_do_not_grow_with_the_list(
    cast: Cast, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    url = address("project_list")
    counts = []
    for wanted in (10, 200):
        for number in range(Project.objects.count(), wanted):
            project = make_project(f"hanke-{number}", f"Hanke {number}")
            join(project, cast.college, Partnership.Role.COORDINATOR)
        with django_assert_max_num_queries(10) as queries:
            visitor.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_query_counts_do_not_grow_with_the_partners(
    cast: Cast, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    objective = Objective.objects.create(project=cast.project, title_fi="Tavoite")
    Result.objects.create(project=cast.project, objective=objective, title_fi="Tulos")
    counts = []
    for wanted in (10, 200):
        many = many_partners(make_project(f"apu-{wanted}", "Apu"), wanted)
        Partnership.objects.filter(pk__in=[p.pk for p in many]).update(project=cast.project)
        for url in (address("project", "esimerkkipolku"), address("organisation", "esimerkkiopisto")):
            with django_assert_max_num_queries(14) as queries:
                visitor.get(url)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_list_comes_as_csv_with_its_filters(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(name_en="=1+1")
    response = visitor.get(address("project_csv"), {"q": "1+1"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]
    assert lines[0].startswith("Project;State;Programme")
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1;")
    assert lines[1].endswith(f"/id/project/{cast.project.pk}")


def test_the_list_comes_as_a_spreadsheet_where_text_stays_text(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(name_en="=1+1")
    sheet = load_workbook(BytesIO(visitor.get(address("project_xlsx"), {"sort": "name"}).content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    cell = next(row[0] for row in rows if row[0].value == "=1+1")
    assert cell.data_type == "s"
    starts = [title.value for title in rows[0]].index("Starts")
    assert rows[1][starts].is_date


def test_a_name_that_is_markup_stays_a_name(cast: Cast, visitor: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(
        name_en="<script>alert(1)</script>", summary_en="<img src=x onerror=alert(1)> **bold**"
    )
    page = text(visitor.get(address("project", "esimerkkipolku")))
    assert "<script>alert" not in page
    assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert "<strong>bold</strong>" in page


def test_a_projects_page_leads_to_what_other_rooms_have_of_it(cast: Cast, visitor: Client) -> None:
    def led_to() -> str:
        return text(visitor.get(address("project", "esimerkkipolku")))

    assert "peer-coaching" not in led_to()
    network = make_network(cast.project, "Coaches of Esimerkkipolku")
    with translation.override("en"):
        link = f'<a href="{reverse("peercoaching:network", args=[network.slug])}">Peer coaches: {network}</a>'
    assert link in led_to()
    CoachNetwork.objects.update(is_public=False)
    assert link not in led_to()
