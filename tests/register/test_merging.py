"""Two entries of one organisation become one; nothing is lost, and nothing frozen changes."""

from __future__ import annotations

import pytest
from django.test import Client

from projects.register import services
from projects.register.models import (
    FormerAddress,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Role,
    WorkPackage,
)
from projects.register.services import merging
from tests.cast import Cast, give_role, join, make_organisation
from tests.register.pages import address
from tests.surveys import fielding
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(cast: Cast) -> Organisation:
    return make_organisation(
        "esimerkkikaksonen", "Esimerkkikaksonen", name_sv="Exempeltvillingen", business_id="0000001-9"
    )


def test_every_relation_to_an_organisation_has_its_place() -> None:
    """A new one is decided about here first: does it move, and what would moving change?"""
    assert {name for name, _field in merging.relations()} == set(merging.RELATIONS)


def test_what_belongs_to_the_one_that_goes_moves_over_and_its_addresses_lead_on(
    cast: Cast, twin: Organisation, as_aino: Client, visitor: Client
) -> None:
    kept = cast.institute
    join(cast.project, twin)
    unit = twin.units.create(name_fi="Kaksosyksikkö", headcount=12)
    school = make_organisation("esimerkkikoulu", "Esimerkkikoulu", kind="school", provider=twin)
    package = WorkPackage.objects.create(project=cast.project, title_fi="Paketti")
    package.co_implementers.add(twin, kept)
    give_role(cast.maija, cast.project, Role.CONTACT, twin)
    give_role(cast.maija, cast.project, Role.CONTACT, kept)
    services.save_names(organisation=twin, aliases=["EKA"], former=[], ended_on=None, successors=[])
    services.invite(
        project=cast.project,
        role=Role.CONTACT,
        email="uusi@example.org",
        language="fi",
        invited_by=cast.aino,
        organisation=twin,
    )
    number = twin.pk
    page = address("organisation_merge", cast.project.slug, kept.slug)
    assert "Esimerkkikaksonen" in as_aino.get(page, {"q": "kaksonen"}).content.decode()
    preview = as_aino.get(page, {"other": twin.slug})
    text = preview.content.decode()
    assert list(preview.context["form"].fields) == ["take_name_fi"]
    assert "Business ID, Name in Swedish" in text or "Name in Swedish, Business ID" in text
    assert "Both take part in Esimerkkipolku" in text
    done = as_aino.post(f"{page}?other={twin.slug}", {"take_name_fi": "kept"})
    assert done["Location"] == address("partner", cast.project.slug, kept.slug)

    kept.refresh_from_db()
    assert (kept.name_fi, kept.name_sv, kept.business_id) == (
        "Esimerkkiskolan",
        "Exempeltvillingen",
        "0000001-9",
    )
    assert not Organisation.objects.filter(pk=number).exists()
    assert Partnership.objects.filter(project=cast.project, organisation=kept).count() == 1
    unit.refresh_from_db()
    school.refresh_from_db()
    assert (unit.organisation, school.provider) == (kept, kept)
    assert list(package.co_implementers.all()) == [kept]
    assert Membership.objects.filter(user=cast.maija, organisation=kept).count() == 1
    assert Invitation.objects.get(email="uusi@example.org").organisation == kept
    assert {row.name for row in kept.other_names.all()} == {"EKA", "Esimerkkikaksonen"}
    event = AuditEvent.objects.get(action=merging.MERGED)
    assert event.changes["merged"] == ["Esimerkkikaksonen", "Esimerkkiskolan"]
    assert event.changes["business_id"] == ["", "0000001-9"]
    for old in (address("organisation", "esimerkkikaksonen"), f"/id/organisation/{number}"):
        answer = visitor.get(old)
        assert answer.status_code == 301
        assert answer["Location"].endswith(f"/{kept.slug}/")
    desk = as_aino.get(address("partner", cast.project.slug, "esimerkkikaksonen"))
    assert (desk.status_code, desk["Location"]) == (301, address("partner", cast.project.slug, kept.slug))
    assert as_aino.get(address("partner", cast.other_project.slug, "esimerkkikaksonen")).status_code == 404
    history = as_aino.get(desk["Location"]).content.decode()
    assert "merged another organisation into this one" in history
    assert "invited a person" in history  # done to the one that went
    again = services.create_organisation(facts={"kind": "provider", "name_fi": "Esimerkkikaksonen"})
    assert again.slug == "esimerkkikaksonen-2"
    services.merge_organisations(kept=cast.college, dropped=kept)
    assert FormerAddress.objects.filter(organisation=cast.college).count() == 2


def test_two_legal_bodies_a_school_and_its_provider_and_clashing_units_stay_apart(
    cast: Cast, twin: Organisation
) -> None:
    Organisation.objects.filter(pk=cast.institute.pk).update(business_id="0000002-7")
    cast.institute.units.create(name_fi="Yksikkö")
    twin.units.create(name_fi="Toinen", name_sv="yksikkö")
    cast.institute.refresh_from_db()
    with pytest.raises(services.CannotMerge) as refused:
        services.merge_organisations(kept=cast.institute, dropped=twin)
    assert len(str(refused.value).splitlines()) == 2
    school = make_organisation("koulu", "Esimerkkikoulu", kind="school", provider=twin)
    with pytest.raises(services.CannotMerge):
        services.merge_organisations(kept=twin, dropped=school)
    with pytest.raises(services.CannotMerge):
        services.merge_organisations(kept=twin, dropped=twin)
    with pytest.raises(services.CannotMerge):
        services.merge_organisations(kept=cast.institute, dropped=cast.college)
    assert Organisation.objects.filter(pk=twin.pk).exists()


def test_groups_of_an_opened_round_never_change_hands(
    cast: Cast, twin: Organisation, as_aino: Client
) -> None:
    fielding.make_open(cast)
    join(cast.project, twin)
    page = address("organisation_merge", cast.project.slug, twin.slug)
    Partnership.objects.filter(organisation=cast.college).update(role="partner")
    text = as_aino.get(page, {"other": cast.college.slug}).content.decode()
    assert "Its figures are frozen" in text
    assert 'name="merge"' not in text
    assert as_aino.post(f"{page}?other={cast.college.slug}", {"merge": "1"}).status_code == 400
    assert Organisation.objects.filter(pk=cast.college.pk).exists()
    services.merge_organisations(kept=cast.college, dropped=twin)
    cast.college.refresh_from_db()
    assert cast.college.name_fi == "Esimerkkiopisto"


def test_who_merges_coordinates_every_project_that_is_concerned(
    cast: Cast, twin: Organisation, as_aino: Client, as_bertil: Client, as_admin: Client
) -> None:
    join(cast.other_project, twin)
    page = address("organisation_merge", cast.project.slug, cast.institute.slug)
    assert "a project you do not coordinate" in as_aino.get(page, {"other": twin.slug}).content.decode()
    as_aino.post(f"{page}?other={twin.slug}", {"take_name_fi": "kept", "merge": "1"})
    assert Organisation.objects.filter(pk=twin.pk).exists()
    assert as_bertil.get(page).status_code == 403
    assert as_aino.get(page, {"other": "ei-ole"}).status_code == 404
    as_admin.post(f"{page}?other={twin.slug}", {"take_name_fi": "dropped", "merge": "1"})
    cast.institute.refresh_from_db()
    assert cast.institute.name_fi == "Esimerkkikaksonen"
    assert Partnership.objects.filter(project=cast.other_project, organisation=cast.institute).exists()
