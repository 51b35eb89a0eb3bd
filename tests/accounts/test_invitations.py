"""Inviting people to roles, and taking up an invitation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from projects.register import access as register_access
from projects.register.errors import RegisterError
from projects.register.models import Invitation, Membership, Role
from projects.register.services import invitations, invite, withdraw_invitation
from tests.accounts.people import Queue, address, make_account, text_of, type_password
from tests.cast import PASSWORD, Cast, make_cast, sign_in
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

EMAIL = "uusi@example.org"


def send(cast: Cast, **changes: Any) -> Invitation:
    values = {"project": cast.project, "role": Role.COACH, "email": EMAIL, "language": "fi"}
    return invite(**{**values, "invited_by": cast.aino, "organisation": None, **changes})


def join_form(**changes: str) -> dict[str, str]:
    return {"name": "Uuno Uusi", "method": "password", "password": PASSWORD, **changes}


# --- Inviting ------------------------------------------------------------------------------------


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


# --- A new person --------------------------------------------------------------------------------


def test_the_page_tells_who_invites_to_what(cast: Cast, queue: Queue, client: Client) -> None:
    send(cast, role=Role.CONTACT, organisation=cast.college)
    page = client.get(queue.link(EMAIL))
    for words in ("Aino Ahonen", "Esimerkkipolku", "Esimerkkiopisto", EMAIL):
        assert words in text_of(page)
    assert "no-store" in page["Cache-Control"]


def test_opening_the_link_spends_nothing(cast: Cast, queue: Queue, client: Client) -> None:
    send(cast)
    for _scanner in range(3):
        assert Client().get(queue.link(EMAIL)).status_code == 200
    assert not User.objects.filter(email=EMAIL).exists()
    assert Invitation.objects.open().exists()


def test_accepting_makes_the_account_the_role_and_the_session(
    cast: Cast, queue: Queue, client: Client
) -> None:
    send(cast)
    response = client.post(queue.link(EMAIL), join_form())
    assert response["Location"] == address("desk:project", cast.project.slug)
    person = User.objects.get(email=EMAIL)
    assert (person.name, person.language, person.is_staff, person.is_superuser) == (
        "Uuno Uusi",
        "fi",
        False,
        False,
    )
    assert register_access.has_role(person, cast.project, Role.COACH)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert type_password(Client(), person).status_code == 302


def test_a_new_person_may_choose_codes_and_has_no_password_then(
    cast: Cast, queue: Queue, client: Client
) -> None:
    send(cast)
    client.post(queue.link(EMAIL), join_form(method="codes", password=""))
    person = User.objects.get(email=EMAIL)
    assert not person.has_usable_password()
    other = Client()
    other.post(address("account_request_login_code"), {"email": EMAIL})
    other.post(address("account_confirm_login_code"), {"code": queue.code(EMAIL)})
    assert other.get(address("accounts:profile")).status_code == 200


def test_a_password_typed_beside_the_choice_of_codes_is_not_used(
    cast: Cast, queue: Queue, client: Client
) -> None:
    send(cast)
    client.post(queue.link(EMAIL), join_form(method="codes"))
    assert not User.objects.get(email=EMAIL).has_usable_password()


@pytest.mark.parametrize(
    "mistake",
    [
        {"name": ""},
        {"method": ""},
        {"password": ""},
        {"password": "lyhyt-1"},
        {"password": "uusi@example.org"},
    ],
)
def test_mistakes_are_told_and_nothing_is_made(
    cast: Cast, queue: Queue, client: Client, mistake: dict[str, str]
) -> None:
    send(cast)
    page = client.post(queue.link(EMAIL), join_form(**mistake))
    assert page.status_code == 200
    assert "error-summary" in text_of(page)
    assert mistake.get("name", "Uuno Uusi") in text_of(page)
    assert PASSWORD not in text_of(page)
    assert not User.objects.filter(email=EMAIL).exists()
    assert Invitation.objects.open().exists()


def test_a_new_coordinator_sets_up_a_second_factor_without_typing_the_password_again(
    cast: Cast, queue: Queue, client: Client
) -> None:
    send(cast, role=Role.COORDINATOR)
    response = client.post(queue.link(EMAIL), join_form())
    assert client.get(response["Location"])["Location"] == address("mfa_index")
    assert client.get(address("mfa_activate_totp")).status_code == 200


def test_the_second_click_changes_nothing(cast: Cast, queue: Queue, client: Client) -> None:
    send(cast)
    client.post(queue.link(EMAIL), join_form())
    for again in (client, Client()):
        page = again.post(queue.link(EMAIL), join_form(name="Toinen"))
        assert page.status_code == 410
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1


def test_an_address_given_by_the_form_is_not_believed(cast: Cast, queue: Queue, client: Client) -> None:
    send(cast)
    client.post(queue.link(EMAIL), join_form(email="boss@example.org", role="coordinator"))
    assert not User.objects.filter(email="boss@example.org").exists()
    assert Membership.objects.get(user__email=EMAIL).role == Role.COACH


# --- Somebody who has an account ---------------------------------------------------------------------


def test_whoever_has_an_account_signs_in_and_then_accepts(cast: Cast, queue: Queue, client: Client) -> None:
    kaisa = make_account("kaisa@example.org")
    send(cast, email="Kaisa@Example.org")
    link = queue.link(kaisa.email)
    page = text_of(client.get(link))
    sign_in_address = f"{address('account_login')}?next={link}"
    assert f'href="{sign_in_address}"' in page
    assert 'name="password"' not in page
    response = type_password(client, kaisa, next=link)
    assert response["Location"] == link
    assert not Membership.objects.filter(user=kaisa).exists()
    done = client.post(link)
    assert done["Location"] == address("desk:project", cast.project.slug)
    assert register_access.has_role(kaisa, cast.project, Role.COACH)
    assert User.objects.filter(email__iexact=kaisa.email).count() == 1


def test_the_link_alone_does_not_give_a_role_to_an_existing_account(
    cast: Cast, queue: Queue, client: Client
) -> None:
    kaisa = make_account("kaisa@example.org")
    send(cast, email=kaisa.email)
    client.post(queue.link(kaisa.email), join_form())
    assert not Membership.objects.filter(user=kaisa).exists()
    assert kaisa.check_password(PASSWORD)
    assert "_auth_user_id" not in client.session


def test_somebody_else_cannot_accept_it(cast: Cast, queue: Queue) -> None:
    send(cast, role=Role.COORDINATOR)
    client = sign_in(Client(), cast.eero)
    page = client.get(queue.link(EMAIL))
    assert EMAIL in text_of(page)
    assert cast.eero.email in text_of(page)
    client.post(queue.link(EMAIL), join_form())
    assert not Membership.objects.filter(user=cast.eero).exists()
    assert not User.objects.filter(email=EMAIL).exists()
    assert Invitation.objects.open().exists()


def test_the_service_refuses_somebody_else_too(cast: Cast) -> None:
    invitation = send(cast)
    with pytest.raises(invitations.NotYourInvitation):
        invitations.accept(invitation_id=invitation.pk, user=cast.eero)


def test_whoever_has_an_account_is_written_to_in_their_own_language(cast: Cast, queue: Queue) -> None:
    bo = make_account("bo@example.org", language="sv")
    send(cast, email=bo.email, language="fi")
    assert queue.link(bo.email).startswith("/sv/")
    response = sign_in(Client(), bo).post(queue.link(bo.email))
    assert response["Location"] == address("desk:project", cast.project.slug, language="sv")


def test_an_invitation_can_be_accepted_before_the_second_factor_is_shown(cast: Cast, queue: Queue) -> None:
    """The page is public: a coordinator's new role must not be stopped by the old one's rule."""
    ritva = make_account("ritva@example.org")
    Membership.objects.create(user=ritva, project=cast.project, role=Role.COORDINATOR)
    send(cast, project=cast.other_project, email=ritva.email)
    client = Client()
    type_password(client, ritva)
    client.post(queue.link(ritva.email))
    assert register_access.has_role(ritva, cast.other_project, Role.COACH)


# --- Links that do not work -----------------------------------------------------------------------------


def expired(cast: Cast, queue: Queue) -> str:
    invitation = send(cast)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return queue.link(EMAIL)


def used(cast: Cast, queue: Queue) -> str:
    send(cast)
    Client().post(queue.link(EMAIL), join_form())
    return queue.link(EMAIL)


@pytest.mark.parametrize("make", [expired, used])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_old_link_gets_a_clear_page_in_the_persons_language(
    cast: Cast, queue: Queue, make: Any, language: str
) -> None:
    link = make(cast, queue).replace("/fi/", f"/{language}/")
    token = link.rstrip("/").rpartition("/")[2]
    before = Membership.objects.count()
    client = Client()
    for response in (
        client.get(address("accounts:invitation", token, language=language)),
        client.post(address("accounts:invitation", token, language=language), join_form()),
    ):
        assert response.status_code == 410
        assert f'<html lang="{language}">' in text_of(response)
        assert text_of(response).count("<h1>") == 1
    assert Membership.objects.count() == before


def test_each_kind_of_old_link_says_what_to_do(cast: Cast, queue: Queue, client: Client) -> None:
    pages = {
        text_of(client.get(expired(cast, queue))),
        text_of(client.get(used(cast, queue))),
        text_of(client.get(address("accounts:invitation", "unknown"))),
    }
    assert len({page.partition('<p class="lead">')[2].partition("</p>")[0] for page in pages}) == 3


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "ä" * 50,
        "a" * 5000,
        "%00",
        "..%2f..",
        "' OR 1=1 --",
        # An id of its own: the signature differs in each process that collects tests.
        pytest.param(signing.dumps("x"), id="signed for something else"),
        "<script>",
    ],
)
def test_a_malformed_link_gets_the_same_page_and_never_an_error(db: None, client: Client, token: str) -> None:
    path = address("accounts:invitation", "TOKEN").replace("TOKEN", token)
    for response in (client.get(path), client.post(path, join_form())):
        assert response.status_code in (404, 410)
        assert text_of(response).count("<h1>") == 1


def test_two_clicks_at_once_give_one_account(cast: Cast, queue: Queue) -> None:
    """Both requests have read the open invitation; only one may take it."""
    send(cast)
    token = queue.link(EMAIL).rstrip("/").rpartition("/")[2]
    first, second = invitations.offer(token), invitations.offer(token)
    assert first is not None
    assert second is not None
    person = make_account(EMAIL)
    first.accept(person)
    with pytest.raises(invitations.InvitationSpent):
        second.accept(person)
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_race_for_the_link_has_one_winner(queue: Queue) -> None:
    """Four clicks at the same moment, each in a session of its own."""
    cast = make_cast()
    send(cast)
    link = queue.link(EMAIL)
    start = Barrier(4)

    def click(number: int) -> int:
        client = Client(raise_request_exception=False)
        start.wait()
        try:
            return int(client.post(link, join_form(name=f"Uuno {number}")).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        statuses = sorted(clicks.map(click, range(4)))
    assert statuses[0] == 302
    assert 500 not in statuses
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1
    assert statuses.count(302) == 1
