"""Every desk address of the register, and what each person gets there.

200 may; 403 belongs to the project but may not do this; 404 learns nothing; 302 is sent to sign in.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from projects.register import followup_urls, groups_urls, logos_urls, partners_urls
from projects.register.models import Invitation, Membership, Objective, Unit
from projects.register.services import invite, remove_partner
from tests.cast import Cast, sign_in
from tests.register.pages import address

pytestmark = pytest.mark.django_db

PEOPLE = ("aino", "bertil", "maija", "cecilia", "eero", "admin")
COORDINATORS = (200, 403, 403, 403, 404, 200)
OWN = (200, 200, 403, 404, 404, 200)  # the organisation that Bertil is contact of
FOREIGN = (200, 404, 404, 404, 404, 200)  # an organisation neither Bertil nor Maija belongs to

# name → (arguments, what the people get in the order of PEOPLE)
PAGES: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "partner_list": ([], (200, 302, 302, 404, 404, 200)),
    "partner_csv": ([], COORDINATORS),
    "partner_xlsx": ([], COORDINATORS),
    "partner_add": ([], COORDINATORS),
    "partner_create": ([], COORDINATORS),
    "partner": (["esimerkkiopisto"], (200, 200, 200, 404, 404, 200)),
    "partner_edit": (["esimerkkiopisto"], COORDINATORS),
    "organisation_edit": (["esimerkkiopisto"], OWN),
    "partner_remove": (["esimerkkiopisto"], COORDINATORS),
    "headcounts": (["esimerkkiopisto"], OWN),
    "unit_add": (["esimerkkiopisto"], OWN),
    "unit_edit": (["esimerkkiopisto", "UNIT"], OWN),
    "unit_remove": (["esimerkkiopisto", "UNIT"], OWN),
    "settings": ([], COORDINATORS),
    "project_state": ([], COORDINATORS),
    "history": ([], COORDINATORS),
    "history_csv": ([], COORDINATORS),
    "history_xlsx": ([], COORDINATORS),
    "desk_network": ([], (200, 200, 200, 200, 404, 200)),
    "plan": ([], (200, 200, 200, 200, 404, 200)),
    "plan_item_add": (["objective"], COORDINATORS),
    "plan_item": (["objective", "OBJECTIVE"], COORDINATORS),
    "plan_item_delete": (["objective", "OBJECTIVE"], COORDINATORS),
    "members": ([], COORDINATORS),
    "member_invite": ([], COORDINATORS),
    "member_remove": (["MEMBER"], COORDINATORS),
}
FOREIGN_PAGES = ("partner", "organisation_edit", "headcounts", "unit_add")
POSTS = {
    "partner_bulk": ([], {}),
    "partner_restore": (["EVENT"], {}),
    "invitation_again": (["INVITATION"], {}),
    "invitation_withdraw": (["INVITATION"], {}),
}
PUBLIC = {
    "project_list",
    "project_csv",
    "project_xlsx",
    "project",
    "project_timeline",
    "organisation",
    "organisation_list",
    "organisation_csv",
    "organisation_xlsx",
    "network",
}
ADMINISTRATORS = {"project_create", "project_clone"}


@pytest.fixture
def numbers(cast: Cast) -> dict[str, Any]:
    """Something of each kind to point at."""
    invitation: Invitation = invite(
        project=cast.project,
        role="contact",
        email="kutsuttu@example.org",
        language="fi",
        organisation=cast.college,
        invited_by=cast.aino,
    )
    part = cast.project.partnerships.get(organisation=cast.institute)
    return {
        "UNIT": Unit.objects.create(organisation=cast.college, name_fi="Tekniikka", headcount=5).pk,
        "OBJECTIVE": Objective.objects.create(project=cast.project, title_fi="Tavoite").pk,
        "MEMBER": Membership.objects.get(user=cast.cecilia).pk,
        "INVITATION": invitation.pk,
        "EVENT": remove_partner(partnership=part).pk,
    }


def test_the_tables_here_name_every_address() -> None:
    resolver = get_resolver()
    names = {
        name
        for entry in resolver.url_patterns
        for pattern in getattr(entry, "url_patterns", [])
        if getattr(pattern, "namespace", "") == "register"
        for name in (inner.name for inner in pattern.url_patterns)
    }
    # Rooms with addresses of their own are in the table of every address: contracts/verdicts.py.
    elsewhere = {
        pattern.name
        for room in (followup_urls, groups_urls, logos_urls, partners_urls)
        for pattern in room.urlpatterns
    }
    assert names - elsewhere == {*PAGES, *POSTS, *PUBLIC, *ADMINISTRATORS}


@pytest.mark.parametrize("name", PAGES)
def test_each_person_gets_what_the_role_allows(cast: Cast, numbers: dict[str, Any], name: str) -> None:
    arguments, expected = PAGES[name]
    url = address(name, cast.project.slug, *(numbers.get(part, part) for part in arguments))
    got = tuple(_status(sign_in(Client(), getattr(cast, person)).get(url)) for person in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, expected, strict=True))


def _status(response: Any) -> int:
    """After a file has been read to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return int(response.status_code)


@pytest.mark.parametrize("name", FOREIGN_PAGES)
def test_another_organisations_pages_do_not_exist_for_contact_and_management(cast: Cast, name: str) -> None:
    url = address(name, cast.project.slug, cast.institute.slug)
    got = tuple(sign_in(Client(), getattr(cast, person)).get(url).status_code for person in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, FOREIGN, strict=True))


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("person", ["bertil", "maija", "cecilia", "eero"])
def test_only_coordinators_may_do_these(cast: Cast, numbers: dict[str, Any], name: str, person: str) -> None:
    arguments, data = POSTS[name]
    url = address(name, cast.project.slug, *(numbers.get(part, part) for part in arguments))
    response = sign_in(Client(), getattr(cast, person)).post(url, data)
    assert response.status_code == (404 if person == "eero" else 403)
    assert Invitation.objects.filter(pk=numbers["INVITATION"], accepted_at=None).exists()


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_who_has_not_signed_in_is_asked_to(
    cast: Cast, visitor: Client, numbers: dict[str, Any], name: str
) -> None:
    arguments = PAGES.get(name, POSTS.get(name, ([], ())))[0]
    url = address(name, cast.project.slug, *(numbers.get(part, part) for part in arguments))
    response = visitor.get(url)
    assert response.status_code == 302
    assert "sign-in" in response["Location"] or "kirjaudu" in response["Location"]


@pytest.mark.parametrize("person", PEOPLE)
def test_only_administrators_make_projects(cast: Cast, person: str) -> None:
    client = sign_in(Client(), getattr(cast, person))
    expected = 200 if person == "admin" else 403
    assert client.get(address("project_create")).status_code == expected


def test_a_project_the_person_is_not_in_looks_like_one_that_does_not_exist(
    cast: Cast, as_aino: Client
) -> None:
    foreign = as_aino.get(address("partner_list", cast.other_project.slug))
    missing = as_aino.get(address("partner_list", "ei-ole"))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert cast.other_project.name not in foreign.content.decode()


def test_management_cannot_write_a_headcount_by_posting_it(cast: Cast, as_maija: Client) -> None:
    unit = Unit.objects.create(organisation=cast.college, name_fi="Tekniikka", headcount=5)
    url = address("headcounts", cast.project.slug, cast.college.slug)
    assert as_maija.post(url, {f"unit_{unit.pk}": 50}).status_code == 403
    unit.refresh_from_db()
    assert unit.headcount == 5


def test_a_contact_cannot_reach_another_organisations_unit_through_the_own_page(
    cast: Cast, as_bertil: Client
) -> None:
    unit = Unit.objects.create(organisation=cast.institute, name_fi="Vieras", headcount=5)
    url = address("unit_edit", cast.project.slug, cast.college.slug, unit.pk)
    assert as_bertil.get(url).status_code == 404
    assert as_bertil.post(url, {"name_fi": "Oma", "headcount": 1}).status_code == 404
    unit.refresh_from_db()
    assert unit.name == "Vieras"
