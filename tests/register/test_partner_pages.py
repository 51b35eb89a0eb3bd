"""The coordinator's partners: finding, adding, changing, removing, taking away as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from openpyxl import load_workbook

from projects.register import services
from projects.register.models import Invitation, Membership, Organisation, Partnership
from tests.cast import Cast, make_organisation
from tests.register.pages import address, many_partners
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def listed(client: Client, cast: Cast, **query: str) -> list[str]:
    response = client.get(address("partner_list", cast.project.slug), query)
    return [row.partnership.organisation.name for row in response.context["rows"]]


def test_a_coordinator_sees_the_partners_of_the_own_project(cast: Cast, as_aino: Client) -> None:
    services.add_partner(
        project=cast.other_project, organisation=make_organisation("muu", "Esimerkki muu"), role="partner"
    )
    assert listed(as_aino, cast) == ["Esimerkkiopisto", "Esimerkkiskolan"]


def test_contact_and_management_start_at_their_own_organisation(
    cast: Cast, as_bertil: Client, as_maija: Client
) -> None:
    for client in (as_bertil, as_maija):
        response = client.get(address("partner_list", cast.project.slug))
        assert response["Location"] == address("partner", cast.project.slug, cast.college.slug)


def test_the_list_is_searched_and_filtered(cast: Cast, as_aino: Client) -> None:
    region = services.load_regions()["15"]
    Organisation.objects.filter(pk=cast.institute.pk).update(region=region, business_id="0000001-9")
    services.change_partner(partnership=_part(cast), state="invited")
    for query in (
        {"q": "SKOLAN"},
        {"q": "0000001-9"},
        {"q": "1-9"},
        {"region": "15"},
        {"role": "partner"},
        {"state": "invited"},
    ):
        assert listed(as_aino, cast, **query) == ["Esimerkkiskolan"], query
    assert listed(as_aino, cast, q="skolan", role="coordinator") == []


def test_the_list_is_sorted(cast: Cast, as_aino: Client) -> None:
    services.change_partner(partnership=_part(cast), state="invited")
    assert listed(as_aino, cast, sort="-name") == ["Esimerkkiskolan", "Esimerkkiopisto"]
    assert listed(as_aino, cast, sort="state") == ["Esimerkkiskolan", "Esimerkkiopisto"]
    assert listed(as_aino, cast, sort="-changed") == ["Esimerkkiskolan", "Esimerkkiopisto"]
    assert listed(as_aino, cast, sort="nonsense") == ["Esimerkkiopisto", "Esimerkkiskolan"]


def test_an_empty_list_says_what_to_do_next(cast: Cast, as_aino: Client) -> None:
    page = text(as_aino.get(address("partner_list", cast.project.slug), {"q": "zzz"}))
    assert "No partner matches the filters" in page
    assert "to see all 2" in page
    Partnership.objects.all().delete()
    page = text(as_aino.get(address("partner_list", cast.project.slug)))
    assert "The project has no partners yet" in page
    assert address("partner_add", cast.project.slug) in page


def test_the_list_has_pages_and_keeps_its_filters_on_them(cast: Cast, as_aino: Client) -> None:
    many_partners(cast.project, 60)
    first = as_aino.get(address("partner_list", cast.project.slug), {"q": "partneri", "page": "1"})
    assert len(first.context["rows"]) == 25
    assert "?q=partneri&amp;page=2" in text(first)
    assert len(listed(as_aino, cast, q="partneri", page="3")) == 10


def test_query_counts_do_not_grow_with_the_partners(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (10, 190):
        many_partners(cast.project, more) if more == 10 else _many_more(cast, more)
        for name in ("partner_list", "partner_csv"):
            caches["parts"].clear()  # what the rail remembers is not what is counted here
            with django_assert_max_num_queries(40) as queries:
                as_aino.get(address(name, cast.project.slug))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_list_is_taken_away_as_it_is_filtered(cast: Cast, as_aino: Client) -> None:
    services.save_unit(organisation=cast.college, facts={"name_fi": "A", "headcount": 12})
    services.save_unit(organisation=cast.college, facts={"name_fi": "B", "headcount": 30})
    Organisation.objects.filter(pk=cast.institute.pk).update(name_fi="@SUM(A1)")
    response = as_aino.get(address("partner_csv", cast.project.slug))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any(line.startswith("'@SUM(A1);") for line in lines)
    assert any(";42;" in line for line in lines)
    one = as_aino.get(address("partner_csv", cast.project.slug), {"q": "opisto"})
    assert len(one.content.decode("utf-8-sig").splitlines()) == 2
    sheet = load_workbook(BytesIO(as_aino.get(address("partner_xlsx", cast.project.slug)).content)).active
    assert sheet is not None
    assert sheet.max_row == 3


# --- Many at once ------------------------------------------------------------------------------


def test_one_state_is_recorded_for_all_that_are_ticked(cast: Cast, as_aino: Client) -> None:
    ticked = list(cast.project.partnerships.values_list("pk", flat=True))
    response = as_aino.post(
        address("partner_bulk", cast.project.slug), {"partner": ticked, "state": "declined"}, follow=True
    )
    assert "The state of 2 partners was changed." in text(response)
    assert set(cast.project.partnerships.values_list("state", flat=True)) == {"declined"}


def test_without_ticks_or_a_state_nothing_happens_and_the_ticks_stay(cast: Cast, as_aino: Client) -> None:
    url = address("partner_bulk", cast.project.slug)
    nothing = as_aino.post(url, {"state": "declined"})
    assert nothing.status_code == 400
    assert "Tick at least one partner first." in text(nothing)
    no_state = as_aino.post(url, {"partner": [_part(cast).pk]})
    assert no_state.status_code == 400
    assert no_state.context["ticked"] == {_part(cast).pk}
    assert _part(cast).state == "joined"


def test_partners_of_another_project_cannot_be_ticked(cast: Cast, as_aino: Client) -> None:
    other = services.add_partner(project=cast.other_project, organisation=cast.college, role="partner")
    response = as_aino.post(
        address("partner_bulk", cast.project.slug), {"partner": [other.pk], "state": "declined"}
    )
    assert response.status_code == 400
    other.refresh_from_db()
    assert other.state == "draft"


def test_reminders_go_to_the_ticked_who_have_an_invitation(cast: Cast, as_aino: Client) -> None:
    part = services.change_partner(partnership=_part(cast), state="invited")
    url = address("partner_bulk", cast.project.slug)
    response = as_aino.post(url, {"partner": [part.pk], "remind": "1"}, follow=True)
    assert "Nothing was sent" in text(response)
    services.invite(
        project=cast.project,
        role="contact",
        email="kutsuttu@example.org",
        language="fi",
        organisation=cast.institute,
        invited_by=cast.aino,
    )
    before = bytes(Invitation.objects.get().token_hash)
    response = as_aino.post(url, {"partner": [part.pk], "remind": "1"}, follow=True)
    assert "1 reminder is on its way." in text(response)
    assert bytes(Invitation.objects.get().token_hash) != before


# --- Adding ----------------------------------------------------------------------------------------


def test_the_register_is_searched_before_something_new_is_written(cast: Cast, as_aino: Client) -> None:
    found = make_organisation("esimerkki-vieras", "Esimerkki vieras", business_id="0000001-9")
    url = address("partner_add", cast.project.slug)
    page = text(as_aino.get(url, {"q": "00000019"}))
    assert "Esimerkki vieras" in page
    response = as_aino.post(url, {"organisation": found.slug, "role": "working_life"}, follow=True)
    assert "Esimerkki vieras was added as a draft" in text(response)
    part = cast.project.partnerships.get(organisation=found)
    assert (part.role, part.state) == ("working_life", "draft")


def test_a_partner_is_not_added_twice(cast: Cast, as_aino: Client) -> None:
    url = address("partner_add", cast.project.slug)
    assert "Already a partner" in text(as_aino.get(url, {"q": "skolan"}))
    response = as_aino.post(url, {"organisation": cast.institute.slug, "role": "partner"}, follow=True)
    assert "Esimerkkiskolan is already a partner of this project." in text(response)
    assert cast.project.partnerships.count() == 2


def test_a_second_coordinator_is_refused_with_the_name_of_the_first(cast: Cast, as_aino: Client) -> None:
    found = make_organisation("esimerkki-vieras", "Esimerkki vieras")
    url = address("partner_add", cast.project.slug)
    response = as_aino.post(url, {"organisation": found.slug, "role": "coordinator"}, follow=True)
    assert "The project already has a coordinator: Esimerkkiopisto." in text(response)


def test_what_was_searched_in_vain_becomes_the_new_name(cast: Cast, as_aino: Client) -> None:
    page = as_aino.get(address("partner_add", cast.project.slug), {"q": "Esimerkki & uusi"})
    assert "?name=Esimerkki%20%26%20uusi" in text(page)
    form = as_aino.get(address("partner_create", cast.project.slug), {"name": "Esimerkki & uusi"})
    assert 'value="Esimerkki &amp; uusi"' in text(form)


def test_a_new_organisation_is_written_with_its_part(cast: Cast, as_aino: Client) -> None:
    data = {"name_fi": "Esimerkki uusi", "kind": "workplace", "business_id": "00000019", "role": "partner"}
    response = as_aino.post(address("partner_create", cast.project.slug), data)
    made = Organisation.objects.get(business_id="0000001-9")
    assert response["Location"] == address("partner", cast.project.slug, made.slug)
    assert made.partnerships.get().project == cast.project


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"business_id": "0211675-3"}, "its check digit does not match"),
        ({"business_id": "0000002-7"}, "The register already has this business ID: Esimerkkiskolan."),
        ({"name_fi": "", "name_sv": " "}, "Write the name in at least one language."),
        ({"role": "coordinator"}, "The project already has a coordinator: Esimerkkiopisto."),
        ({"website": "ei osoite"}, "Write the address of a web page, for example https://www.example.org."),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_stores_nothing(
    cast: Cast, as_aino: Client, change: dict[str, str], words: str
) -> None:
    Organisation.objects.filter(pk=cast.institute.pk).update(business_id="0000002-7")
    typed = {"name_fi": "Esimerkki uusi", "name_sv": "Exempel ny", "kind": "workplace", "role": "partner"}
    response = as_aino.post(address("partner_create", cast.project.slug), {**typed, **change})
    page = text(response)
    assert response.status_code == 400
    assert words in page
    assert 'class="error-summary"' in page
    for value in {**typed, **change}.values():
        assert not value.strip() or f'value="{value}"' in page
    assert Organisation.objects.count() == 2


# --- Changing and removing -----------------------------------------------------------------------


def test_role_and_state_are_changed_and_told_in_the_history(cast: Cast, as_aino: Client) -> None:
    url = address("partner_edit", cast.project.slug, cast.institute.slug)
    response = as_aino.post(
        url, {"role": "co_implementer", "state": "declined", "note": "Ei nyt"}, follow=True
    )
    assert response.context["history"][0].who == "Aino Ahonen"
    changes = {
        change.label: (change.before, change.after) for change in response.context["history"][0].changes
    }
    assert changes["role"] == ("partner", "co-implementer")
    assert changes["state"] == ("joined", "not joining")


def test_a_second_coordinator_is_refused_beside_the_role(cast: Cast, as_aino: Client) -> None:
    url = address("partner_edit", cast.project.slug, cast.institute.slug)
    response = as_aino.post(url, {"role": "coordinator", "state": "joined", "note": "Muistiin"})
    assert response.status_code == 400
    assert "role" in response.context["form"].errors
    assert 'value="Muistiin"' in text(response)
    assert _part(cast).role == "partner"


def test_removing_asks_once_and_can_be_undone(cast: Cast, as_aino: Client) -> None:
    url = address("partner_remove", cast.project.slug, cast.college.slug)
    question = text(as_aino.get(url))
    assert "Remove Esimerkkiopisto from the project?" in question
    assert "2 roles of people" in question
    assert cast.project.partnerships.count() == 2
    response = as_aino.post(url, follow=True)
    assert "Esimerkkiopisto was removed from the project." in text(response)
    assert cast.project.partnerships.count() == 1
    event = AuditEvent.objects.get(action="register.partner_removed")
    back = as_aino.post(address("partner_restore", cast.project.slug, event.pk), follow=True)
    assert "The partner is back." in text(back)
    assert cast.project.partnerships.count() == 2


def test_a_partner_that_would_take_the_only_coordinator_with_it_stays(cast: Cast, as_aino: Client) -> None:
    Membership.objects.filter(user=cast.aino).update(organisation=cast.college)
    url = address("partner_remove", cast.project.slug, cast.college.slug)
    assert "would be left without a coordinator" in text(as_aino.post(url, follow=True))
    assert cast.project.partnerships.count() == 2


def test_undoing_another_projects_removal_is_not_found(cast: Cast, as_aino: Client) -> None:
    elsewhere = services.add_partner(project=cast.other_project, organisation=cast.college, role="partner")
    event = services.remove_partner(partnership=elsewhere)
    assert as_aino.post(address("partner_restore", cast.project.slug, event.pk)).status_code == 404
    assert not cast.other_project.partnerships.exists()


def test_details_are_changed_for_every_project(cast: Cast, as_aino: Client) -> None:
    url = address("organisation_edit", cast.project.slug, cast.institute.slug)
    data = {"name_fi": "Esimerkki uusi", "kind": "provider", "business_id": "211675-2"}
    assert as_aino.post(url, data).status_code == 302
    cast.institute.refresh_from_db()
    assert (cast.institute.name_fi, cast.institute.business_id) == ("Esimerkki uusi", "0211675-2")
    assert cast.institute.is_fictional


def test_the_history_shows_nothing_of_another_project(cast: Cast, as_aino: Client) -> None:
    services.add_partner(
        project=cast.other_project, organisation=cast.institute, role="partner", actor=cast.eero
    )
    page = as_aino.get(address("partner", cast.project.slug, cast.institute.slug))
    assert "Eero" not in text(page)


# --- The contact's own pages ------------------------------------------------------------------------


def test_a_contact_updates_all_headcounts_at_once(cast: Cast, as_bertil: Client) -> None:
    units = [cast.college.units.create(name_fi=name, headcount=1) for name in ("A", "B", "C")]
    url = address("headcounts", cast.project.slug, cast.college.slug)
    data = {f"unit_{units[0].pk}": "12", f"unit_{units[1].pk}": "", f"unit_{units[2].pk}": "1"}
    assert as_bertil.post(url, data).status_code == 302
    assert [unit.headcount for unit in cast.college.units.by_name()] == [12, None, 1]
    assert AuditEvent.objects.filter(action="register.unit_changed", actor=cast.bertil).count() == 2


@pytest.mark.parametrize("typed", ["-1", "kaksi", "100001", "1.5"])
def test_a_headcount_that_is_no_number_of_people_is_refused(
    cast: Cast, as_bertil: Client, typed: str
) -> None:
    unit, other = (cast.college.units.create(name_fi=name, headcount=7) for name in ("A", "B"))
    url = address("headcounts", cast.project.slug, cast.college.slug)
    response = as_bertil.post(url, {f"unit_{unit.pk}": typed, f"unit_{other.pk}": "9"})
    assert response.status_code == 400
    assert f'value="{typed}"' in text(response)
    assert set(cast.college.units.values_list("headcount", flat=True)) == {7}


def test_a_contact_adds_changes_and_removes_units(cast: Cast, as_bertil: Client) -> None:
    slugs = (cast.project.slug, cast.college.slug)
    as_bertil.post(address("unit_add", *slugs), {"name_sv": "Teknik", "headcount": "3"})
    unit = cast.college.units.get()
    twice = as_bertil.post(address("unit_add", *slugs), {"name_sv": "Teknik", "headcount": "4"})
    assert "The organisation already has a unit of this name." in text(twice)
    as_bertil.post(address("unit_edit", *slugs, unit.pk), {"name_sv": "Teknik", "headcount": "5"})
    unit.refresh_from_db()
    assert unit.headcount == 5
    question = text(as_bertil.get(address("unit_remove", *slugs, unit.pk)))
    assert "moved to the bin with its headcount (5)" in question
    as_bertil.post(address("unit_remove", *slugs, unit.pk))
    assert not cast.college.units.exists()


def test_management_reads_without_a_single_link_that_changes(cast: Cast, as_maija: Client) -> None:
    cast.college.units.create(name_fi="Tekniikka", headcount=7)
    page = text(as_maija.get(address("partner", cast.project.slug, cast.college.slug)))
    assert "Tekniikka" in page
    for name in ("headcounts", "unit_add", "partner_edit", "organisation_edit", "partner_remove"):
        assert address(name, cast.project.slug, cast.college.slug) not in page


def test_a_contact_sees_neither_notes_nor_invited_addresses(cast: Cast, as_bertil: Client) -> None:
    Partnership.objects.filter(organisation=cast.college).update(note="Salainen")
    services.invite(
        project=cast.project,
        role="management",
        email="salainen@example.org",
        language="fi",
        organisation=cast.college,
        invited_by=cast.aino,
    )
    page = text(as_bertil.get(address("partner", cast.project.slug, cast.college.slug)))
    assert "alainen" not in page


def _part(cast: Cast) -> Partnership:
    return Partnership.objects.get(project=cast.project, organisation=cast.institute)


def _many_more(cast: Cast, count: int) -> None:
    """Partners whose organisations were made for another project."""
    made = many_partners(cast.other_project, count)
    Partnership.objects.filter(pk__in=[part.pk for part in made]).update(project=cast.project)
