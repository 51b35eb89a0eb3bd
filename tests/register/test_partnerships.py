"""Who takes part: one coordinator, no organisation twice, removal that can be undone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from projects.register import services
from projects.register.errors import AlreadyPartner, CoordinatorTaken, LastCoordinator, NothingToRestore
from projects.register.models import Invitation, Membership, Partnership, Role, WorkPackage
from tests.cast import Cast, give_role, make_organisation, make_person
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def part(cast: Cast) -> Partnership:
    return Partnership.objects.get(project=cast.project, organisation=cast.institute)


def test_an_organisation_is_a_partner_only_once(cast: Cast) -> None:
    with (
        translation.override("en"),
        pytest.raises(AlreadyPartner, match="Esimerkkiskolan is already a partner"),
    ):
        services.add_partner(project=cast.project, organisation=cast.institute, role="partner")
    assert cast.project.partnerships.count() == 2


def test_the_same_organisation_may_be_in_two_projects(cast: Cast) -> None:
    services.add_partner(project=cast.other_project, organisation=cast.institute, role="partner")
    assert cast.institute.partnerships.count() == 2


def test_there_is_one_coordinator(cast: Cast) -> None:
    with translation.override("en"), pytest.raises(CoordinatorTaken, match="coordinator: Esimerkkiopisto"):
        services.change_partner(partnership=part(cast), role="coordinator")
    assert part(cast).role == "partner"
    new = make_organisation("esimerkki-kolmas", "Esimerkki kolmas")
    with pytest.raises(CoordinatorTaken):
        services.add_partner(project=cast.project, organisation=new, role="coordinator")
    assert not new.partnerships.exists()


def test_the_database_refuses_two_coordinators_too(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=part(cast).pk).update(role="coordinator")


def test_the_coordinator_can_be_changed_one_after_the_other(cast: Cast) -> None:
    old = Partnership.objects.get(project=cast.project, organisation=cast.college)
    services.change_partner(partnership=old, role="co_implementer")
    services.change_partner(partnership=part(cast), role="coordinator")
    assert part(cast).role == "coordinator"


def test_role_and_state_are_written_into_the_trail(cast: Cast) -> None:
    services.change_partner(partnership=part(cast), role="co_implementer", state="declined", actor=cast.aino)
    event = AuditEvent.objects.get(action="register.partner_changed")
    assert event.changes == {"role": ["partner", "co_implementer"], "state": ["joined", "declined"]}
    assert (event.object_id, event.project_id) == (str(cast.institute.pk), cast.project.pk)
    assert event.actor == cast.aino


def test_many_states_are_set_at_once_and_only_changes_are_counted(cast: Cast) -> None:
    everyone = cast.project.partnerships.values_list("pk", flat=True)
    services.change_partner(partnership=part(cast), state="declined")
    count = services.set_partner_state(project=cast.project, partnerships=everyone, state="declined")
    assert count == 1
    assert set(cast.project.partnerships.values_list("state", flat=True)) == {"declined"}


def test_partners_of_another_project_are_left_alone(cast: Cast) -> None:
    elsewhere = services.add_partner(project=cast.other_project, organisation=cast.college, role="partner")
    services.set_partner_state(project=cast.project, partnerships=[elsewhere.pk], state="declined")
    elsewhere.refresh_from_db()
    assert elsewhere.state == "draft"


def test_removing_takes_roles_invitations_and_work_packages_with_it(cast: Cast) -> None:
    _invite(cast)
    services.remove_partner(partnership=_partner_of_bertil(cast), actor=cast.aino)
    assert not Membership.objects.filter(organisation=cast.college).exists()
    assert not Invitation.objects.filter(organisation=cast.college).exists()
    assert not WorkPackage.objects.get().co_implementers.exists()
    assert Membership.objects.filter(user=cast.aino).exists()


def test_removing_can_be_undone(cast: Cast) -> None:
    event = services.remove_partner(partnership=_partner_of_bertil(cast), actor=cast.aino)
    back = services.restore_partner(event=event, project=cast.project, actor=cast.aino)
    assert (back.role, back.state, back.note) == ("coordinator", "joined", "Tavataan keväällä")
    roles = Membership.objects.filter(organisation=cast.college).values_list("user__name", "role")
    assert set(roles) == {("Bertil Berg", "contact"), ("Maija Mäkelä", "management")}
    assert WorkPackage.objects.get().co_implementers.get() == cast.college


def test_undoing_twice_or_in_another_project_is_refused(cast: Cast) -> None:
    event = services.remove_partner(partnership=part(cast))
    with pytest.raises(NothingToRestore):
        services.restore_partner(event=event, project=cast.other_project)
    services.restore_partner(event=event, project=cast.project)
    with pytest.raises(NothingToRestore):
        services.restore_partner(event=event, project=cast.project)


def test_a_coordinator_cannot_come_back_when_another_took_over(cast: Cast) -> None:
    event = services.remove_partner(partnership=_partner_of_bertil(cast))
    services.change_partner(partnership=part(cast), role="coordinator")
    with pytest.raises(CoordinatorTaken):
        services.restore_partner(event=event, project=cast.project)
    assert not cast.college.partnerships.exists()


def test_somebody_who_left_meanwhile_does_not_come_back(cast: Cast) -> None:
    event = services.remove_partner(partnership=_partner_of_bertil(cast))
    cast.bertil.delete()
    services.restore_partner(event=event, project=cast.project)
    assert Membership.objects.get(organisation=cast.college).user == cast.maija


def test_a_reminder_goes_to_partners_that_are_waited_for(cast: Cast) -> None:
    _invite(cast)
    waiting = services.add_partner(
        project=cast.project,
        organisation=make_organisation("esimerkki-odottaa", "Esimerkki odottaa"),
        role="partner",
        state="invited",
    )
    first = _invite(cast, waiting)
    chosen = cast.project.partnerships.values_list("pk", flat=True)
    assert services.remind_partners(project=cast.project, partnerships=chosen, actor=cast.aino) == 1
    again = Invitation.objects.get(email="kutsuttu@example.org", organisation=waiting.organisation)
    assert bytes(again.token_hash) != bytes(first.token_hash)


def _partner_of_bertil(cast: Cast) -> Partnership:
    found = Partnership.objects.get(project=cast.project, organisation=cast.college)
    services.change_partner(partnership=found, note="Tavataan keväällä")
    package = WorkPackage.objects.create(project=cast.project, title_fi="Työpaketti 1")
    package.co_implementers.add(cast.college)
    return found


def _invite(cast: Cast, partnership: Partnership | None = None) -> Invitation:
    return services.invite(
        project=cast.project,
        role=Role.CONTACT,
        email="kutsuttu@example.org",
        language="fi",
        organisation=partnership.organisation if partnership else cast.college,
        invited_by=cast.aino,
    )


def test_the_last_coordinator_cannot_be_taken_away(cast: Cast) -> None:
    own = Membership.objects.get(user=cast.aino, project=cast.project)
    with translation.override("en"), pytest.raises(LastCoordinator, match="without a coordinator"):
        services.remove_member(membership=own)
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    services.remove_member(membership=own, actor=cast.eero)
    assert not Membership.objects.filter(user=cast.aino).exists()


def test_a_partner_does_not_take_the_only_coordinator_with_it(cast: Cast) -> None:
    Membership.objects.filter(user=cast.aino).update(organisation=cast.college)
    with pytest.raises(LastCoordinator):
        services.remove_partner(partnership=_partner_of_bertil(cast), actor=cast.aino)
    assert Membership.objects.filter(organisation=cast.college).count() == 3
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    services.remove_partner(partnership=_partner_of_bertil(cast), actor=cast.aino)
    assert not Membership.objects.filter(user=cast.aino).exists()


def test_a_coordinator_who_cannot_sign_in_does_not_count(cast: Cast) -> None:
    closed = make_person("Siiri Suljettu", is_active=False)
    away = give_role(closed, cast.project, Role.COORDINATOR)
    with pytest.raises(LastCoordinator):
        services.remove_member(membership=Membership.objects.get(user=cast.aino))
    services.remove_member(membership=away)
    assert Membership.objects.filter(user=cast.aino).exists()
