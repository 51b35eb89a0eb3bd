"""The project's settings: three languages side by side, refusals that keep what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from post_office.models import Email

from projects.register.models import (
    Invitation,
    Measure,
    Membership,
    Objective,
    Organisation,
    Partnership,
    Programme,
    Project,
    Result,
    Role,
    WorkPackage,
)
from tests.cast import Cast, give_role
from tests.register.pages import address
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def typed(**changes: str) -> dict[str, str]:
    """What the form holds for Esimerkkipolku, with changes."""
    return {
        "name_fi": "Esimerkkipolku",
        "starts_on": "2025-01-01",
        "ends_on": "2027-12-31",
        "is_public": "on",
        **changes,
    }


def test_a_coordinator_changes_the_project_in_three_languages(cast: Cast, as_aino: Client) -> None:
    url = address("settings", cast.project.slug)
    data = typed(name_sv="Exempelstigen", name_en="Example path", summary_fi="Kuvaus", ends_on="")
    assert as_aino.post(url, data)["Location"] == url
    cast.project.refresh_from_db()
    assert (cast.project.name_sv, cast.project.name_en) == ("Exempelstigen", "Example path")
    assert cast.project.ends_on is None
    page = as_aino.get(url)
    assert "Aino Ahonen" in text(page)


def test_dates_out_of_order_are_refused_and_what_was_typed_stays(cast: Cast, as_aino: Client) -> None:
    data = typed(name_fi="Uusi nimi", ends_on="2024-12-31", summary_sv="Sammanfattning")
    response = as_aino.post(address("settings", cast.project.slug), data)
    page = text(response)
    assert response.status_code == 400
    assert response.context["form"].errors == {"ends_on": ["The project cannot end before it starts."]}
    assert page.index('class="error-summary"') < page.index('name="name_fi"')
    assert '<a href="#id_ends_on">' in page
    for value in ("Uusi nimi", "2024-12-31", "Sammanfattning"):
        assert value in page
    cast.project.refresh_from_db()
    assert (cast.project.name, cast.project.ends_on) == ("Esimerkkipolku", date(2027, 12, 31))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": "31.2.2025"}, "starts_on"),
        ({"name_fi": ""}, "name_fi"),
        ({"granted": "-1"}, "granted"),
        ({"granted": "paljon"}, "granted"),
        ({"own_share": "12,345"}, "own_share"),
        ({"contact_email": "hanke"}, "contact_email"),
        ({"contact_phone": "soita"}, "contact_phone"),
        ({"website": "hanke"}, "website"),
        ({"name_fi": "x" * 201}, "name_fi"),
        ({"funder": "999999"}, "funder"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    cast: Cast, as_aino: Client, change: dict[str, str], field: str
) -> None:
    response = as_aino.post(address("settings", cast.project.slug), typed(**change))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]


def test_a_circle_of_networks_is_refused_in_words(cast: Cast, as_aino: Client) -> None:
    Project.objects.filter(pk=cast.other_project.pk).update(network=cast.project)
    response = as_aino.post(address("settings", cast.project.slug), typed(network=str(cast.other_project.pk)))
    assert "Esimerkkisilta already belongs to the network of this project" in text(response)
    cast.project.refresh_from_db()
    assert cast.project.network is None


def test_a_new_funder_is_written_into_the_register_once(cast: Cast, as_aino: Client) -> None:
    url = address("settings", cast.project.slug)
    as_aino.post(url, typed(new_funder="Esimerkkivirasto"))
    as_aino.post(url, typed(new_funder="Esimerkkivirasto"))
    cast.project.refresh_from_db()
    assert cast.project.funder == Organisation.objects.get(kind="authority")
    as_aino.post(url, typed(funder=""))
    cast.project.refresh_from_db()
    assert cast.project.funder is None


def test_a_new_programme_is_written_into_the_register_once_in_any_language(
    cast: Cast, as_aino: Client
) -> None:
    url = address("settings", cast.project.slug)
    assert "Another programme" in text(as_aino.get(url))
    for name in ("Parasta palvelua", " parasta PALVELUA "):
        assert as_aino.post(url, typed(new_programme=name)).status_code == 302
    programme = Programme.objects.get()
    assert (programme.slug, programme.name_en, programme.name_fi) == (
        "parasta-palvelua",
        "Parasta palvelua",
        None,
    )
    cast.project.refresh_from_db()
    assert cast.project.programme == programme
    created = AuditEvent.objects.get(action="register.programme_created")
    assert (created.actor, created.object_id) == (cast.aino, str(programme.pk))
    assert programme.name_en in text(as_aino.get(url))


def test_a_refused_form_makes_no_funder_and_no_programme_either(cast: Cast, as_aino: Client) -> None:
    sent = typed(new_funder="Virasto", new_programme="Ohjelma", ends_on="2020-01-01")
    refused = as_aino.post(address("settings", cast.project.slug), sent)
    assert 'value="Ohjelma"' in text(refused)
    assert not Organisation.objects.filter(kind="authority").exists()
    assert not Programme.objects.exists()


def test_an_administrator_makes_a_project_and_is_led_to_invite(cast: Cast, as_admin: Client) -> None:
    response = as_admin.post(address("project_create"), {"name_fi": "Esimerkki alkaa"})
    made = Project.objects.get(name_fi="Esimerkki alkaa")
    assert response["Location"] == address("members", made.slug)
    assert not made.is_public


# --- Goals and results ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "model"),
    [("objective", Objective), ("measure", Measure), ("result", Result), ("work-package", WorkPackage)],
)
def test_each_kind_is_added_changed_and_deleted(cast: Cast, as_aino: Client, kind: str, model: Any) -> None:
    slug = cast.project.slug
    as_aino.post(address("plan_item_add", slug, kind), {"title_fi": "Ensin", "order": "1"})
    item = model.objects.get(project=cast.project)
    as_aino.post(address("plan_item", slug, kind, item.pk), {"title_fi": "Sitten", "order": "2"})
    item.refresh_from_db()
    assert (item.title, item.order) == ("Sitten", 2)
    assert "Sitten" in text(as_aino.get(address("plan", slug)))
    as_aino.get(address("plan_item_delete", slug, kind, item.pk))
    assert model.objects.exists()
    as_aino.post(address("plan_item_delete", slug, kind, item.pk))
    assert not model.objects.exists()


def test_deleting_an_objective_keeps_its_results(cast: Cast, as_aino: Client) -> None:
    objective = Objective.objects.create(project=cast.project, title_fi="Tavoite")
    Result.objects.create(project=cast.project, objective=objective, title_fi="Tulos")
    as_aino.post(address("plan_item_delete", cast.project.slug, "objective", objective.pk))
    assert Result.objects.get().objective is None


def test_a_result_cannot_be_hung_on_another_projects_objective(cast: Cast, as_aino: Client) -> None:
    foreign = Objective.objects.create(project=cast.other_project, title_fi="Vieras")
    response = as_aino.post(
        address("plan_item_add", cast.project.slug, "result"),
        {"title_fi": "Tulos", "order": "1", "objective": str(foreign.pk)},
    )
    assert response.status_code == 400
    assert not Result.objects.exists()


def test_another_projects_items_and_unknown_kinds_are_not_found(cast: Cast, as_aino: Client) -> None:
    foreign = Objective.objects.create(project=cast.other_project, title_fi="Vieras")
    slug = cast.project.slug
    assert as_aino.get(address("plan_item", slug, "objective", foreign.pk)).status_code == 404
    assert as_aino.get(address("plan_item_add", slug, "answer")).status_code == 404


def test_a_title_in_some_language_is_asked_for(cast: Cast, as_aino: Client) -> None:
    response = as_aino.post(address("plan_item_add", cast.project.slug, "result"), {"order": "1"})
    assert "Write the title in at least one language." in text(response)


# --- People ----------------------------------------------------------------------------------------


def test_a_coordinator_invites_a_contact_and_the_draft_begins_to_wait(cast: Cast, as_aino: Client) -> None:
    Partnership.objects.filter(organisation=cast.institute).update(state="draft")
    data = {
        "email": "uusi@example.org",
        "role": "contact",
        "organisation": str(cast.institute.pk),
        "language": "sv",
    }
    response = as_aino.post(address("member_invite", cast.project.slug), data, follow=True)
    assert "The invitation is on its way." in text(response)
    assert "uusi@example.org" in text(response)
    assert Invitation.objects.get().language == "sv"
    assert Email.objects.get().to == ["uusi@example.org"]
    assert Partnership.objects.get(organisation=cast.institute).state == "invited"


def test_a_contact_without_an_organisation_is_refused_in_words(cast: Cast, as_aino: Client) -> None:
    data = {"email": "uusi@example.org", "role": "contact", "organisation": "", "language": "fi"}
    response = as_aino.post(address("member_invite", cast.project.slug), data)
    assert response.status_code == 400
    assert "organisation" in response.context["form"].errors
    assert 'value="uusi@example.org"' in text(response)
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(cast: Cast, as_aino: Client) -> None:
    data = {"email": "uusi@example.org", "role": "coach", "organisation": "", "language": "fi"}
    as_aino.post(address("member_invite", cast.project.slug), data)
    invitation = Invitation.objects.get()
    as_aino.post(address("invitation_again", cast.project.slug, invitation.pk))
    again = Invitation.objects.get()
    assert bytes(again.token_hash) != bytes(invitation.token_hash)
    as_aino.post(address("invitation_withdraw", cast.project.slug, again.pk))
    assert not Invitation.objects.exists()


def test_a_role_is_taken_away_after_a_question(cast: Cast, as_aino: Client) -> None:
    member = Membership.objects.get(user=cast.cecilia)
    url = address("member_remove", cast.project.slug, member.pk)
    assert "Cecilia Cederlöf?" in text(as_aino.get(url))
    as_aino.post(url)
    assert not Membership.objects.filter(user=cast.cecilia).exists()


def test_the_last_coordinator_stays(cast: Cast, as_aino: Client) -> None:
    member = Membership.objects.get(user=cast.aino)
    response = as_aino.post(address("member_remove", cast.project.slug, member.pk), follow=True)
    assert "The project would be left without a coordinator." in text(response)
    assert Membership.objects.filter(user=cast.aino).exists()


def test_another_projects_member_is_not_found(cast: Cast, as_aino: Client) -> None:
    foreign = give_role(cast.eero, cast.other_project, Role.COORDINATOR)
    assert as_aino.post(address("member_remove", cast.project.slug, foreign.pk)).status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()
