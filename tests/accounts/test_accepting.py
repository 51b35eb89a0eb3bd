"""Taking up an invitation: a new person, and somebody who has an account."""

from __future__ import annotations

import pytest
from django.test import Client

from projects.register import access as register_access
from projects.register.models import Invitation, Membership, Role
from projects.register.services import invitations
from tests.accounts.inviting import EMAIL, join_form, send
from tests.accounts.people import Queue, address, make_account, text_of, type_password
from tests.cast import PASSWORD, Cast, sign_in
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db


# --- A new person ----------------------------------------------------------------------------------


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


# --- Somebody who has an account -------------------------------------------------------------------


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
