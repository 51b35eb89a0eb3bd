"""The person's own page: details, address, password, other sessions, own data, leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from projects.register.models import Invitation, Membership, Role
from projects.register.services import invite
from tests.accounts.people import Queue, address, give_app, make_account, text_of, type_password
from tests.cast import PASSWORD, Cast, give_role
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.mail import letters as mail
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_kaisa(client: Client, kaisa: User) -> Client:
    type_password(client, kaisa)
    return client


def confirm(client: Client) -> None:
    client.post(address("account_reauthenticate"), {"password": PASSWORD})


# --- Details ---------------------------------------------------------------------------------


def test_changing_the_language_changes_the_pages_at_once(as_kaisa: Client, kaisa: User) -> None:
    response = as_kaisa.post(address("accounts:profile"), {"name": "Kaisa K.", "language": "sv"})
    assert response["Location"] == address("accounts:profile", language="sv")
    kaisa.refresh_from_db()
    assert (kaisa.name, kaisa.language) == ("Kaisa K.", "sv")


@pytest.mark.parametrize("mistake", [{"name": ""}, {"name": "x" * 121}, {"language": "de"}, {"language": ""}])
def test_a_mistake_keeps_what_was_typed_and_saves_nothing(
    as_kaisa: Client, kaisa: User, mistake: dict[str, str]
) -> None:
    typed = {"name": "Kaisa Uusi", "language": "sv", **mistake}
    page = text_of(as_kaisa.post(address("accounts:profile"), typed))
    assert "error-summary" in page
    assert f'value="{typed["name"]}"' in page or not typed["name"]
    kaisa.refresh_from_db()
    assert (kaisa.name, kaisa.language) == ("Kaisa Kulkija", "fi")


def test_nobody_gives_themselves_rights_with_the_form(as_kaisa: Client, kaisa: User) -> None:
    more = {"is_superuser": "1", "is_staff": "1", "email": "boss@example.org"}
    as_kaisa.post(address("accounts:profile"), {"name": "Kaisa", "language": "fi", **more})
    kaisa.refresh_from_db()
    assert (kaisa.is_superuser, kaisa.is_staff, kaisa.email) == (False, False, "kaisa@example.org")


def test_the_page_is_for_the_signed_in_only(client: Client, db: None) -> None:
    for name in ("profile", "export", "remove", "end_other_sessions", "resume"):
        response = client.post(address(f"accounts:{name}"))
        assert response["Location"].startswith(address("account_login"))


# --- Address and password ----------------------------------------------------------------------


def test_a_new_address_counts_once_its_code_was_typed(as_kaisa: Client, kaisa: User, queue: Queue) -> None:
    confirm(as_kaisa)
    new = "kaisa.uusi@example.org"
    asked = as_kaisa.post(address("account_email"), {"email": new, "action_add": "1"})
    assert asked["Location"] == address("account_email_verification_sent")
    kaisa.refresh_from_db()
    assert kaisa.email == "kaisa@example.org"
    done = as_kaisa.post(address("account_email_verification_sent"), {"code": queue.code(new)})
    assert done["Location"] == address("accounts:profile")
    kaisa.refresh_from_db()
    assert kaisa.email == new
    assert list(EmailAddress.objects.filter(user=kaisa).values_list("email", flat=True)) == [new]
    assert new in queue.last("kaisa@example.org").message


def test_somebody_elses_address_cannot_be_taken_even_with_the_code(
    as_kaisa: Client, kaisa: User, queue: Queue
) -> None:
    """The page does not tell that the address has an account; its owner gets the letter."""
    liisa = make_account("liisa@example.org", language="sv")
    confirm(as_kaisa)
    asked = as_kaisa.post(address("account_email"), {"email": liisa.email, "action_add": "1"})
    assert asked["Location"] == address("account_email_verification_sent")
    assert '<html lang="sv">' in queue.last(liisa.email).html_message
    page = as_kaisa.post(address("account_email_verification_sent"), {"code": queue.code(liisa.email)})
    assert "error-summary" in text_of(page)
    kaisa.refresh_from_db()
    assert kaisa.email == "kaisa@example.org"
    assert EmailAddress.objects.get(email=liisa.email).user == liisa


def test_changing_the_address_asks_to_confirm_first(as_kaisa: Client, queue: Queue) -> None:
    response = as_kaisa.post(address("account_email"), {"email": "x@example.org", "action_add": "1"})
    assert response["Location"].startswith(address("account_reauthenticate"))
    assert queue("x@example.org") == []


def test_changing_the_password_needs_the_present_one(as_kaisa: Client, kaisa: User, queue: Queue) -> None:
    new = "aivan uusi salalause"
    page = as_kaisa.post(address("account_change_password"), {"oldpassword": "wrong", "password1": new})
    assert "error-summary" in text_of(page)
    assert new not in text_of(page)
    done = as_kaisa.post(address("account_change_password"), {"oldpassword": PASSWORD, "password1": new})
    assert done["Location"] == address("accounts:profile")
    kaisa.refresh_from_db()
    assert kaisa.check_password(new)
    assert len(queue(kaisa.email)) == 1


def test_whoever_has_no_password_may_set_one(client: Client, queue: Queue) -> None:
    kalle = make_account("kalle@example.org", password=None)
    client.force_login(kalle)
    assert client.get(address("account_change_password"))["Location"] == address("account_set_password")
    client.post(address("account_set_password"), {"password1": "aivan uusi salalause"})
    kalle.refresh_from_db()
    assert kalle.check_password("aivan uusi salalause")


# --- Other sessions --------------------------------------------------------------------------------


def test_signing_out_everywhere_else_leaves_only_this_session(as_kaisa: Client, kaisa: User) -> None:
    lost = Client()
    type_password(lost, kaisa)
    assert lost.get(address("accounts:profile")).status_code == 200
    assert as_kaisa.get(address("accounts:end_other_sessions")).status_code == 405
    as_kaisa.post(address("accounts:end_other_sessions"))
    assert lost.get(address("accounts:profile")).status_code == 302
    assert as_kaisa.get(address("accounts:profile")).status_code == 200


def test_sessions_whose_time_is_up_are_erased_by_the_clock(as_kaisa: Client) -> None:
    [session] = Session.objects.all()
    forget = registry.providers("tick")["accounts.sessions"]
    forget(session.expire_date - timedelta(seconds=1))
    assert Session.objects.exists()
    forget(session.expire_date + timedelta(seconds=1))
    assert not Session.objects.exists()


def test_other_peoples_sessions_stay(as_kaisa: Client) -> None:
    liisa = Client()
    type_password(liisa, make_account("liisa@example.org"))
    as_kaisa.post(address("accounts:end_other_sessions"))
    assert liisa.get(address("accounts:profile")).status_code == 200


# --- Own data ----------------------------------------------------------------------------------------


def test_the_export_holds_what_every_app_knows_and_nobody_elses(cast: Cast, client: Client) -> None:
    client.force_login(cast.bertil)
    response = client.get(address("accounts:export"))
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    data = json.loads(response.content)
    assert data.keys() == registry.providers("personal_data").keys()
    assert data["account"]["email"] == cast.bertil.email
    assert data["register"]["roles"][0]["project"] == "Esimerkkipolku"
    assert "Maija" not in text_of(response)
    assert "password" not in json.dumps(data["account"]).replace("signs_in_with_password", "")


def test_the_export_holds_no_secrets(client: Client, kaisa: User) -> None:
    app = give_app(kaisa)
    client.force_login(kaisa)
    text = text_of(client.get(address("accounts:export")))
    assert app.secret not in text
    assert kaisa.password not in text


# --- Leaving -----------------------------------------------------------------------------------------


def test_leaving_asks_to_confirm_first(as_kaisa: Client, kaisa: User) -> None:
    response = as_kaisa.post(address("accounts:remove"))
    assert response["Location"].startswith(address("account_reauthenticate"))
    assert User.objects.filter(pk=kaisa.pk).exists()


def test_whoever_signs_in_with_codes_confirms_by_signing_in_again(client: Client, queue: Queue) -> None:
    kalle = make_account("kalle@example.org", password=None)
    client.force_login(kalle)  # long ago: the session knows of no recent code
    for response in (client.get(address("accounts:remove")), client.post(address("accounts:remove"))):
        assert response["Location"].startswith(address("account_login"))
    assert User.objects.filter(pk=kalle.pk).exists()
    client.post(address("account_request_login_code"), {"email": kalle.email})
    client.post(address("account_confirm_login_code"), {"code": queue.code(kalle.email)})
    assert client.get(address("accounts:remove")).status_code == 200
    client.post(address("accounts:remove"))
    assert not User.objects.filter(pk=kalle.pk).exists()


def test_the_question_names_what_is_lost_and_opening_it_loses_nothing(cast: Cast, as_kaisa: Client) -> None:
    kaisa = User.objects.get(email="kaisa@example.org")
    give_role(kaisa, cast.project, Role.CONTACT, cast.college)
    confirm(as_kaisa)
    page = text_of(as_kaisa.get(address("accounts:remove")))
    assert "Esimerkkipolku" in page
    assert kaisa.email in page
    assert User.objects.filter(pk=kaisa.pk).exists()


def test_leaving_erases_the_person_and_keeps_the_work(
    cast: Cast, as_kaisa: Client, kaisa: User, queue: Queue
) -> None:
    give_role(kaisa, cast.project, Role.COACH)
    give_app(kaisa)
    invitation = invite(
        project=cast.project, role=Role.COACH, email="x@example.org", language="fi", invited_by=kaisa
    )
    as_kaisa.post(address("accounts:profile"), {"name": "Kaisa Kulkija", "language": "fi"})
    mail.queue("invitation", to=kaisa.email, language="fi", context={})
    as_kaisa.post(address("mfa_reauthenticate"), {"code": "x"})
    as_kaisa.session.flush()
    answer = leave(kaisa)
    assert answer["Location"] == address("accounts:removed")
    assert not User.objects.filter(pk=kaisa.pk).exists()
    assert not Membership.objects.filter(user_id=kaisa.pk).exists()
    assert not EmailAddress.objects.filter(email=kaisa.email).exists()
    assert queue(kaisa.email) == []
    invitation.refresh_from_db()
    assert invitation.invited_by is None
    event = AuditEvent.objects.get(action="register.member_invited")
    assert event.actor is None
    every_event = str(list(AuditEvent.objects.values()))
    assert "Kaisa" not in every_event
    assert kaisa.email not in every_event
    assert Invitation.objects.filter(pk=invitation.pk).exists()


def leave(user: User) -> Any:
    """The person confirms with what they have and sends the form."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest

    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    answer = client.post(address("accounts:remove"))
    assert client.get(address("accounts:profile")).status_code == 302
    assert client.get(address("accounts:removed")).status_code == 200
    return answer


def test_leaving_changes_nothing_of_others(cast: Cast) -> None:
    people = set(User.objects.exclude(pk=cast.maija.pk).values_list("pk", flat=True))
    roles = Membership.objects.exclude(user=cast.maija).count()
    leave(cast.maija)
    assert set(User.objects.values_list("pk", flat=True)) == people
    assert Membership.objects.count() == roles
