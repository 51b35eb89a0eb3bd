"""Two entries of one organisation become one; nothing is lost, and nothing frozen changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from projects.register import services
from projects.register.models import (
    ContactLink,
    EmployerPartnership,
    FormerAddress,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Role,
    Succession,
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


def make_twins(cast: Cast, twin: Organisation) -> None:
    """One row of every kind that both have and only one can stay of, and one beside it that moves."""
    kept, project = cast.institute, cast.project
    package = WorkPackage.objects.create(project=project, title_fi="Paketti")
    package.co_implementers.add(twin, kept)
    WorkPackage.objects.create(project=project, title_fi="Toinen").co_implementers.add(twin)
    join(project, twin)
    join(cast.other_project, twin)
    for body in (kept, twin):
        give_role(cast.maija, project, Role.CONTACT, body)
        body.other_names.create(name="EKA")
        Succession.objects.create(ended=body, successor=cast.college)
        EmployerPartnership.objects.create(project=project, school=cast.college, workplace=body)
        for mail in ("uusi@example.org", "twin@example.org" if body == twin else "kept@example.org"):
            services.invite(
                project=project, role=Role.CONTACT, email=mail, language="fi", invited_by=cast.aino,
                organisation=body,
            )  # fmt: skip
    give_role(cast.maija, project, Role.MANAGEMENT, twin)
    twin.other_names.create(name="KAKSONEN")
    EmployerPartnership.objects.create(project=cast.other_project, school=cast.college, workplace=twin)


def test_the_preview_says_what_will_move_and_what_is_there_already(
    cast: Cast, twin: Organisation, as_aino: Client
) -> None:
    """Of every kind of which there can be one only."""
    make_twins(cast, twin)
    kept = cast.institute
    with translation.override("en"):
        told = {each.label: (each.count, each.already) for each in merging.moving(kept, twin)}
    assert told == {
        "parts in projects": (1, 1),
        "work packages": (1, 1),
        "other names": (1, 1),
        "successors": (0, 1),
        "roles of people": (1, 1),
        "invitations of people": (1, 1),
        "schools of the employer": (1, 1),
    }
    give_role(cast.aino, cast.other_project, Role.COORDINATOR)
    page = address("organisation_merge", cast.project.slug, kept.slug)
    text = as_aino.get(page, {"other": twin.slug}).content.decode()
    assert "Moves over: roles of people (1)" in text
    assert "has the same already: successors (1)" in text
    assert "Moves over: successors" not in text
    before = {
        name: field.model._default_manager.filter(**{field.name: kept}).count()
        for name, field in merging.relations()
    }
    expected = [f"{label}: {moved}" for label, (moved, _already) in told.items() if moved]
    services.merge_organisations(kept=kept, dropped=twin)
    for name, field in merging.relations():
        with translation.override("en"):
            moved, _already = told.get(str(merging.RELATIONS[name]), (0, 0))
        rows = field.model._default_manager.filter(**{field.name: kept})
        if field.model is EmployerPartnership:
            rows = rows.filter(deleted_at=None)
        names = 2 if name == "register.OrganisationName.organisation" else 0  # its own, in two languages
        addresses = 1 if name == "register.FormerAddress.organisation" else 0
        if merging.RELATIONS[name]:
            assert rows.count() == before[name] + moved + names + addresses, name
    said = AuditEvent.objects.get(action=merging.MERGED).changes["moved"][1]
    assert sorted(words["en"] for words in said) == sorted(expected)


def test_an_employer_that_both_have_keeps_what_either_knows(
    cast: Cast, twin: Organisation, as_aino: Client
) -> None:
    """The other one waits in the bin; none is deleted."""
    kept, workplace = cast.institute, make_organisation("paja", "Esimerkkipaja", kind="workplace")
    both: dict[str, Any] = {"project": cast.project, "workplace": workplace}
    ours = EmployerPartnership.objects.create(
        school=kept, **both, stage="talks", owner=cast.bertil, last_contact_on=date(2026, 1, 1)
    )
    theirs = EmployerPartnership.objects.create(
        school=twin, **both, stage="active", owner=cast.maija, has_apprenticeships=True,
        other_agreement="Puitesopimus", last_contact_on=date(2026, 5, 1), next_step="Käynti",
        next_step_on=date(2026, 12, 1),
    )  # fmt: skip
    page = address("organisation_merge", cast.project.slug, kept.slug)
    text = as_aino.get(page, {"other": twin.slug}).content.decode()
    assert "Moves over: employers of the school" not in text
    assert (
        "What the one that stays has written down is kept (in talks); the other is moved to the bin." in text
    )
    assert "It gets from the other: deputy, apprenticeships, other agreement, last contact, next step" in text
    services.merge_organisations(kept=kept, dropped=twin, actor=cast.aino)
    ours.refresh_from_db()
    assert (ours.stage, ours.owner, ours.deputy) == ("talks", cast.bertil, cast.maija)
    assert (ours.has_apprenticeships, ours.other_agreement) == (True, "Puitesopimus")
    assert ours.last_contact_on == date(2026, 5, 1)
    assert (ours.next_step, ours.next_step_on) == ("Käynti", date(2026, 12, 1))
    assert EmployerPartnership.objects.in_bin().get() == theirs
    theirs.refresh_from_db()
    assert (theirs.school, theirs.stage, theirs.owner) == (kept, "active", cast.maija)
    event = AuditEvent.objects.get(action="register.employer_changed", object_id=str(ours.pk))
    assert event.changes["deputy"] == [False, True]
    assert "Esimerkkipaja" in as_aino.get(f"/en/desk/{cast.project.slug}/bin/").content.decode()


def test_a_signed_agreement_and_a_letters_link_outlive_the_part_that_goes(
    cast: Cast, twin: Organisation, as_aino: Client
) -> None:
    part = join(cast.project, twin)
    services.set_agreement(partnership=part, agreement="signed", on=date(2026, 2, 2))
    services.change_partner(partnership=part, note="Soita ensin")
    kept = Partnership.objects.get(project=cast.project, organisation=cast.institute)
    mine, other = (give_role(cast.maija, cast.project, Role.CONTACT, of) for of in (cast.institute, twin))
    link = ContactLink.objects.create(membership=other, token_hash=b"1" * 32, sent_at=timezone.now())
    page = address("organisation_merge", cast.project.slug, cast.institute.slug)
    text = as_aino.get(page, {"other": twin.slug}).content.decode()
    assert "It gets from the other: agreement, sent or signed on, note." in text
    services.merge_organisations(kept=cast.institute, dropped=twin)
    kept.refresh_from_db()
    assert (kept.agreement, kept.agreement_on, kept.note) == ("signed", date(2026, 2, 2), "Soita ensin")
    link.refresh_from_db()
    assert link.membership == mine


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
