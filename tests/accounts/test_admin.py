"""The administrator's place: for administrators with a second factor, and never for secrets."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client

from tests.accounts.people import Queue, address, text_of
from tests.cast import Cast
from yhes.accounts.admin import site
from yhes.accounts.models import User
from yhes.common.mail import letters as mail
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


def test_every_page_opens_for_the_administrator(as_admin: Client) -> None:
    assert as_admin.get("/admin/").status_code == 200
    for model in site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert as_admin.get(path).status_code == 200, path


@pytest.mark.parametrize("who", ["as_aino", "as_bertil", "as_maija", "as_cecilia", "as_eero"])
def test_others_do_not_learn_of_it(request: pytest.FixtureRequest, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    for path in ("/admin/", USERS, "/admin/login/"):
        assert client.get(path, follow=True).status_code == 404


def test_a_staff_mark_alone_opens_nothing(cast: Cast, as_aino: Client) -> None:
    User.objects.filter(pk=cast.aino.pk).update(is_staff=True)
    assert as_aino.get(USERS, follow=True).status_code == 404


def test_visitors_are_sent_to_the_portals_own_sign_in(visitor: Client, db: None) -> None:
    assert visitor.get(USERS)["Location"] == f"{address('account_login')}?next={USERS}"
    assert visitor.get("/admin/login/")["Location"].startswith(address("account_login"))


def test_djangos_sign_in_form_cannot_be_used(cast: Cast, visitor: Client) -> None:
    visitor.post("/admin/login/", {"username": cast.admin.email, "password": "x"})
    assert "_auth_user_id" not in visitor.session


def test_without_a_second_factor_nothing_opens(cast: Cast, client: Client) -> None:
    Authenticator.objects.filter(user=cast.admin).delete()
    client.force_login(cast.admin)
    assert client.get(USERS)["Location"] == address("mfa_index")
    client.post(f"{USERS}{cast.eero.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=cast.eero.pk).exists()


def test_no_answers_envelopes_tokens_or_letters_are_listed() -> None:
    secret = {
        "surveys": ("Answer", "FreeText", "Envelope", "Invitation", "InvitationToken"),
        "register": ("Invitation",),
        "mfa": ("Authenticator",),
        "post_office": ("Email", "Log", "Attachment"),
        "sessions": ("Session",),
    }
    models = [model for app in secret for model in apps.get_app_config(app).get_models()]
    hidden = {model for model in models if model.__name__ in secret[model._meta.app_label]}
    assert len(hidden) >= 8
    assert not hidden & set(site._registry)


def test_no_password_hash_is_shown(cast: Cast, as_admin: Client) -> None:
    page = text_of(as_admin.get(f"{USERS}{cast.eero.pk}/change/"))
    assert cast.eero.password not in page
    assert 'name="password"' not in page


def test_accounts_are_not_made_there(as_admin: Client) -> None:
    assert as_admin.get(f"{USERS}add/").status_code == 403


def test_closing_an_account_is_recorded_without_the_name(cast: Cast, as_admin: Client) -> None:
    form = {"name": cast.eero.name, "language": "fi", "is_superuser": ""}
    as_admin.post(f"{USERS}{cast.eero.pk}/change/", form)
    cast.eero.refresh_from_db()
    assert not cast.eero.is_active
    event = AuditEvent.objects.get(action="accounts.changed")
    assert event.actor == cast.admin
    assert event.changes == {"is_active": [True, False]}
    assert event.object_label == ""


def test_removing_an_account_erases_the_letters_too(cast: Cast, as_admin: Client, queue: Queue) -> None:
    mail.queue("invitation", to=cast.eero.email, language="fi", context={})
    as_admin.post(f"{USERS}{cast.eero.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=cast.eero.pk).exists()
    assert queue(cast.eero.email) == []


def test_the_register_is_only_looked_at(cast: Cast, as_admin: Client) -> None:
    path = f"/admin/register/project/{cast.project.pk}"
    assert as_admin.get(f"{path}/change/").status_code == 200
    assert as_admin.post(f"{path}/change/", {"slug": "x"}).status_code == 403
    assert as_admin.get(f"{path}/delete/").status_code == 403
