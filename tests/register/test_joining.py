"""An organisation has joined when its contact has come."""

from __future__ import annotations

import pytest

from projects.register import services
from projects.register.models import Partnership, Role
from projects.register.services.invitations import InvitationGone, accept
from tests.cast import Cast, make_person
from yhes.accounts.models import User
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return make_person("Kaisa Kontakti")


def part(cast: Cast, state: str) -> Partnership:
    found = cast.project.partnerships.get(organisation=cast.institute)
    return services.change_partner(partnership=found, state=state)


def come(cast: Cast, person: User, role: str) -> None:
    organisation = None if role in (Role.COACH, Role.COORDINATOR) else cast.institute
    invitation = services.invite(
        project=cast.project,
        role=role,
        email=person.email,
        language="fi",
        organisation=organisation,
        invited_by=cast.aino,
    )
    accept(invitation_id=invitation.pk, user=person)


@pytest.mark.parametrize("state", ["draft", "invited", "declined"])
def test_a_contact_who_comes_makes_the_partner_joined_and_the_trail_tells_it(
    cast: Cast, newcomer: User, state: str
) -> None:
    partnership = part(cast, state)
    come(cast, newcomer, Role.CONTACT)
    partnership.refresh_from_db()
    assert partnership.state == "joined"
    event = AuditEvent.objects.filter(action="register.partner_changed").first()
    assert event is not None
    assert (event.actor, event.object_id) == (newcomer, str(cast.institute.pk))
    assert event.changes == {"state": [state, "joined"]}


def test_a_second_contact_changes_nothing_more(cast: Cast, newcomer: User) -> None:
    part(cast, "invited")
    come(cast, newcomer, Role.CONTACT)
    before = AuditEvent.objects.filter(action="register.partner_changed").count()
    come(cast, make_person("Liisa Toinen"), Role.CONTACT)
    assert AuditEvent.objects.filter(action="register.partner_changed").count() == before


@pytest.mark.parametrize("role", [Role.MANAGEMENT, Role.COACH, Role.COORDINATOR])
def test_another_role_is_no_answer_of_the_organisation(cast: Cast, newcomer: User, role: Role) -> None:
    partnership = part(cast, "invited")
    come(cast, newcomer, role)
    partnership.refresh_from_db()
    assert partnership.state == "invited"


def test_the_same_organisation_in_another_project_is_left_alone(cast: Cast, newcomer: User) -> None:
    elsewhere = services.add_partner(
        project=cast.other_project, organisation=cast.institute, role="partner", state="invited"
    )
    part(cast, "invited")
    come(cast, newcomer, Role.CONTACT)
    elsewhere.refresh_from_db()
    assert elsewhere.state == "invited"


def test_an_invitation_of_a_removed_partner_no_longer_works(cast: Cast, newcomer: User) -> None:
    partnership = part(cast, "invited")
    invitation = services.invite(
        project=cast.project,
        role=Role.CONTACT,
        email=newcomer.email,
        language="fi",
        organisation=cast.institute,
        invited_by=cast.aino,
    )
    services.remove_partner(partnership=partnership)
    with pytest.raises(InvitationGone):
        accept(invitation_id=invitation.pk, user=newcomer)
    assert not cast.project.partnerships.filter(organisation=cast.institute).exists()
