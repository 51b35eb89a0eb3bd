"""Two people at the register at the same moment, on PostgreSQL: stored once, and nobody overwrites unseen."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from projects.register import services
from projects.register.errors import (
    AlreadyPartner,
    BusinessIdTaken,
    ChangedMeanwhile,
    CoordinatorTaken,
    NetworkGoesInCircles,
    PredecessorsGoInCircles,
)
from projects.register.models import Invitation, Membership, Organisation, Partnership, Project
from projects.register.services.invitations import InvitationGone, InvitationSpent, accept
from tests.cast import (
    Cast,
    give_role,
    give_second_factor,
    make_organisation,
    make_person,
    make_project,
    sign_in,
)
from tests.register.pages import address
from tests.surveys.crowd import at_once
from yhes.common.models import AuditEvent

# Every test has a worker: what is committed here has letters in its wake, which must be over at the end.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]


@pytest.fixture
def newcomer(db: None) -> Organisation:
    return make_organisation("esimerkki-tulokas", "Esimerkki tulokas")


def refusals(outcomes: list[Any]) -> list[type[Any]]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def test_two_coordinators_add_the_same_partner_and_one_is_told_so_kindly(
    cast: Cast, newcomer: Organisation
) -> None:
    """Through the pages, each in a session of their own."""
    inkeri = make_person("Inkeri Ilola")
    give_role(inkeri, cast.project, "coordinator")
    give_second_factor(inkeri)
    url = address("partner_add", cast.project.slug)
    data = {"organisation": newcomer.slug, "role": "partner"}
    clients = [sign_in(Client(), person) for person in (cast.aino, inkeri)]
    answers = at_once([partial(client.post, url, data) for client in clients])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert cast.project.partnerships.filter(organisation=newcomer).count() == 1
    assert AuditEvent.objects.filter(action="register.partner_added").count() == 1
    pages = [
        client.get(answer["Location"]).content.decode()
        for client, answer in zip(clients, answers, strict=True)
    ]
    assert sum("was added as a draft" in page for page in pages) == 1
    assert sum("Esimerkki tulokas is already a partner of this project." in page for page in pages) == 1


def test_ten_at_once_store_the_partner_once(cast: Cast, newcomer: Organisation) -> None:
    add = partial(services.add_partner, project=cast.project, organisation=newcomer, role="partner")
    outcomes = at_once([add] * 10)
    assert refusals(outcomes) == [AlreadyPartner] * 9
    assert cast.project.partnerships.filter(organisation=newcomer).count() == 1


def test_two_become_coordinator_at_once_and_one_does(cast: Cast) -> None:
    others = [make_organisation(f"esimerkki-{name}", f"Esimerkki {name}") for name in ("a", "b")]
    outcomes = at_once(
        [
            partial(
                services.add_partner,
                project=cast.other_project,
                organisation=organisation,
                role="coordinator",
            )
            for organisation in others
        ]
    )
    assert refusals(outcomes) == [CoordinatorTaken]
    assert cast.other_project.partnerships.filter(role=Partnership.Role.COORDINATOR).count() == 1


def test_the_same_business_id_written_twice_at_once_is_stored_once(cast: Cast) -> None:
    facts = {"kind": "workplace", "name_fi": "Esimerkkityöpaikka", "business_id": "0000001-9"}
    outcomes = at_once([partial(services.create_organisation, facts=facts)] * 5)
    assert refusals(outcomes) == [BusinessIdTaken] * 4
    assert Organisation.objects.filter(business_id="0000001-9").count() == 1


def test_two_save_the_settings_they_both_opened_and_one_must_look_again(cast: Cast) -> None:
    outcomes = at_once(
        [
            partial(services.update_project, project=cast.project, facts={"name_fi": name}, seen=0)
            for name in ("Esimerkki yksi", "Esimerkki kaksi")
        ]
    )
    assert refusals(outcomes) == [ChangedMeanwhile]
    saved = next(outcome for outcome in outcomes if isinstance(outcome, Project))
    assert Project.objects.get(pk=cast.project.pk).name_fi == saved.name_fi
    assert AuditEvent.objects.filter(action="register.project_changed").count() == 1


def test_two_save_an_organisations_details_and_one_must_look_again(cast: Cast) -> None:
    outcomes = at_once(
        [
            partial(services.update_organisation, organisation=cast.college, facts={"name_sv": name}, seen=0)
            for name in ("Exempel ett", "Exempel två")
        ]
    )
    assert refusals(outcomes) == [ChangedMeanwhile]
    assert AuditEvent.objects.filter(action="register.organisation_changed").count() == 1


def test_several_projects_join_a_network_at_once_and_nobody_waits_for_another_for_ever(cast: Cast) -> None:
    """Through the pages: each writes a project of its own, and looks at all for a circle."""
    top = make_project("ylin", "Ylin")
    members = [cast.project, cast.other_project, make_project("kolmas", "Kolmas")]
    for network in (top, None, top):
        outcomes = at_once(
            [partial(services.update_project, project=row, facts={"network": network}) for row in members]
        )
        assert refusals(outcomes) == []
    assert top.network_projects.count() == 3


@pytest.mark.parametrize("column", ["network", "predecessor"])
def test_two_projects_point_at_each_other_at_once_and_one_is_told_of_the_circle(
    cast: Cast, column: str
) -> None:
    pairs = [(cast.project, cast.other_project), (cast.other_project, cast.project)]
    change = services.update_project
    outcomes = at_once([partial(change, project=row, facts={column: above}) for row, above in pairs])
    expected = NetworkGoesInCircles if column == "network" else PredecessorsGoInCircles
    assert refusals(outcomes) == [expected]


def test_the_database_lets_no_circle_through_where_two_write_past_the_services(cast: Cast) -> None:
    pairs = [(cast.project, cast.other_project), (cast.other_project, cast.project)]
    outcomes = at_once(
        [partial(Project.objects.filter(pk=row.pk).update, network=above) for row, above in pairs]
    )
    assert refusals(outcomes) == [IntegrityError]


def invited(cast: Cast) -> Invitation:
    """An open invitation to Kaisa."""
    return services.invite(
        project=cast.project,
        role="contact",
        email="kaisa@example.org",
        language="fi",
        organisation=cast.institute,
        invited_by=cast.aino,
    )


def test_an_invitation_accepted_ten_times_at_once_is_used_once(cast: Cast) -> None:
    kaisa = make_person("Kaisa Kontakti")
    invitation = invited(cast)
    outcomes = at_once([partial(accept, invitation_id=invitation.pk, user=kaisa)] * 10)
    assert refusals(outcomes) == [InvitationSpent] * 9
    assert Membership.objects.filter(user=kaisa).count() == 1


def test_accepting_while_the_partner_is_removed_leaves_nobody_without_a_partner(cast: Cast) -> None:
    """Either the person came first and goes with the partner, or the invitation was gone."""
    kaisa = make_person("Kaisa Kontakti")
    invitation = invited(cast)
    part = cast.project.partnerships.get(organisation=cast.institute)
    outcomes = at_once(
        [
            partial(accept, invitation_id=invitation.pk, user=kaisa),
            partial(services.remove_partner, partnership=part),
        ]
    )
    assert refusals(outcomes) in ([], [InvitationGone])
    assert not cast.project.partnerships.filter(organisation=cast.institute).exists()
    assert not Membership.objects.filter(user=kaisa).exists()
