"""Inviting people to roles: the letter, its link, who may be invited, withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from projects.register.errors import RegisterError
from projects.register.models import Invitation, Role
from projects.register.services import invitations, withdraw_invitation
from tests.accounts.inviting import EMAIL, join_form, send
from tests.accounts.people import Queue
from tests.cast import Cast
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_an_invitation_is_one_letter_with_one_link(cast: Cast, queue: Queue) -> None:
    send(cast, role=Role.CONTACT, organisation=cast.college)
    [letter] = queue(EMAIL)
    assert queue.link(EMAIL).startswith("/fi/")
    for part in (letter.message, letter.html_message):
        assert "Aino Ahonen" in part
        assert "Esimerkkipolku" in part
        assert "Esimerkkiopisto" in part


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_letter_and_its_link_are_in_the_language_of_the_invited(
    cast: Cast, queue: Queue, language: str
) -> None:
    send(cast, language=language)
    assert queue.link(EMAIL).startswith(f"/{language}/")
    assert f'<html lang="{language}">' in queue.last(EMAIL).html_message


def test_the_token_is_stored_only_as_a_hash(cast: Cast, queue: Queue) -> None:
    invitation = send(cast)
    token = queue.link(EMAIL).rstrip("/").rpartition("/")[2]
    invitation.refresh_from_db()
    stored = bytes(invitation.token_hash)
    assert len(stored) == 32
    assert token.encode() not in stored
    every_field = str(Invitation.objects.values().get(pk=invitation.pk))
    assert token not in every_field
    assert token not in str(list(AuditEvent.objects.values()))


def test_who_invited_whom_is_recorded_without_the_address(cast: Cast) -> None:
    send(cast)
    event = AuditEvent.objects.get(action="register.member_invited")
    assert event.actor == cast.aino
    assert event.project_id == cast.project.pk
    assert EMAIL not in str(AuditEvent.objects.values().get(pk=event.pk))


@pytest.mark.parametrize("role", [Role.CONTACT, Role.MANAGEMENT])
def test_a_contact_and_management_need_an_organisation(cast: Cast, role: Role) -> None:
    with pytest.raises(invitations.OrganisationMissing):
        send(cast, role=role)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_for_an_organisation_outside_the_project(cast: Cast) -> None:
    with pytest.raises(invitations.NotAPartner, match="Esimerkkiopisto"):
        send(cast, project=cast.other_project, role=Role.CONTACT, organisation=cast.college)


def test_whoever_has_the_role_is_not_invited_to_it_again(cast: Cast) -> None:
    with pytest.raises(invitations.HasRoleAlready):
        send(cast, role=Role.CONTACT, organisation=cast.college, email=cast.bertil.email.upper())
    send(cast, role=Role.CONTACT, organisation=cast.institute, email=cast.bertil.email)


def test_refusals_can_be_read_by_a_person(cast: Cast) -> None:
    with override("en"), pytest.raises(RegisterError, match=r"^This person already has the role\.$"):
        send(cast, role=Role.COORDINATOR, email=cast.aino.email)


def test_inviting_again_replaces_the_earlier_link(cast: Cast, queue: Queue, client: Client) -> None:
    send(cast)
    first = queue.link(EMAIL)
    send(cast, email=EMAIL.upper())
    assert Invitation.objects.count() == 1
    assert client.get(first).status_code == 410
    assert client.get(queue.link(EMAIL)).status_code == 200


def test_a_withdrawn_invitation_cannot_be_used(cast: Cast, queue: Queue, client: Client) -> None:
    invitation = send(cast)
    withdraw_invitation(invitation=invitation, actor=cast.aino)
    assert client.get(queue.link(EMAIL)).status_code == 410
    assert client.post(queue.link(EMAIL), join_form()).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_accepted_invitation_cannot_be_withdrawn(cast: Cast, queue: Queue, client: Client) -> None:
    invitation = send(cast)
    client.post(queue.link(EMAIL), join_form())
    with pytest.raises(invitations.InvitationSpent):
        withdraw_invitation(invitation=invitation, actor=cast.aino)


def test_open_invitations_are_those_whose_link_works(cast: Cast) -> None:
    waiting = send(cast)
    late = send(cast, email="myohassa@example.org")
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    assert list(Invitation.objects.open()) == [waiting]


def test_addresses_of_those_who_never_came_are_erased_after_a_month(cast: Cast) -> None:
    invitation = send(cast)
    forget = registry.providers("tick")["register.invitations"]
    forget(invitation.expires_at + timedelta(days=29))
    assert Invitation.objects.exists()
    forget(invitation.expires_at + timedelta(days=31))
    assert not Invitation.objects.exists()
