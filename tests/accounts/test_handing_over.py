"""A project is not left without anybody: its only coordinator hands over before erasing the account."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from projects.register.models import Membership, Project, Role
from tests.accounts.people import address, text_of
from tests.cast import Cast, give_role, make_cast, make_person, sign_in
from tests.surveys.crowd import at_once
from yhes.accounts import services
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db


def confirmed(user: User) -> Client:
    """The person has just confirmed who they are, as leaving asks."""
    client = sign_in(Client(), user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    return client


def leave_at_once(*people: User) -> list[bool]:
    """Who got away."""

    def leave(user: User) -> bool:
        try:
            services.remove_account(user=User.objects.get(pk=user.pk))
        except services.AccountInUse:
            return False
        return True

    return at_once([partial(leave, user) for user in people])


def is_there(user: User) -> bool:
    return User.objects.filter(pk=user.pk).exists()


def test_the_only_coordinator_is_told_what_to_do_and_stays(cast: Cast) -> None:
    client = confirmed(cast.aino)
    invite = address("register:member_invite", cast.project.slug)
    for response, status in (
        (client.get(address("accounts:remove")), 200),
        (client.post(address("accounts:remove")), 409),
    ):
        page = text_of(response)
        assert response.status_code == status
        assert "Esimerkkipolku" in page
        assert f'href="{invite}?role=coordinator"' in page
        assert f'action="{address("accounts:remove")}"' not in page
    assert is_there(cast.aino)
    assert Membership.objects.filter(user=cast.aino, project=cast.project).exists()


def test_the_invitation_that_is_offered_is_for_a_coordinator(cast: Cast) -> None:
    invite = address("register:member_invite", cast.project.slug)
    page = confirmed(cast.aino).get(invite, {"role": "coordinator"})
    assert page.context["form"]["role"].value() == Role.COORDINATOR


def test_with_another_coordinator_the_first_may_go(cast: Cast) -> None:
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    response = confirmed(cast.aino).post(address("accounts:remove"))
    assert response["Location"] == address("accounts:removed")
    assert not is_there(cast.aino)


def test_each_project_that_would_be_left_is_named_and_no_other(cast: Cast) -> None:
    give_role(cast.aino, cast.other_project, Role.COORDINATOR)
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    page = text_of(confirmed(cast.aino).post(address("accounts:remove")))
    assert address("register:member_invite", cast.other_project.slug) in page
    assert address("register:member_invite", cast.project.slug) not in page
    assert is_there(cast.aino)


def test_a_coordinator_who_cannot_sign_in_keeps_no_project(cast: Cast) -> None:
    closed = make_person("Siiri Suljettu", is_active=False)
    give_role(closed, cast.project, Role.COORDINATOR)
    with pytest.raises(services.AccountInUse, match="Esimerkkipolku"):
        services.remove_account(user=cast.aino)
    assert is_there(cast.aino)


@pytest.mark.parametrize("who", ["bertil", "maija", "cecilia", "eero"])
def test_everybody_else_may_go(cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    assert services.holds(user) == []
    assert confirmed(user).post(address("accounts:remove"))["Location"] == address("accounts:removed")
    assert not is_there(user)


def test_an_administrator_cannot_remove_the_only_coordinator_either(cast: Cast, as_admin: Client) -> None:
    url = f"/admin/accounts/user/{cast.aino.pk}/delete/"
    for told in (as_admin.get(url), as_admin.post(url, {"post": "yes"})):
        assert told.status_code == 200
        assert "Esimerkkipolku" in text_of(told)
        assert 'name="post"' not in text_of(told), "nothing is left to confirm"
    assert is_there(cast.aino)


def test_nor_among_several_and_then_nobody_is_removed(cast: Cast, as_admin: Client) -> None:
    several = {"action": "delete_selected", "_selected_action": [cast.aino.pk, cast.eero.pk], "post": "yes"}
    told = as_admin.post("/admin/accounts/user/", several)
    assert told.status_code == 200
    assert "Esimerkkipolku" in text_of(told)
    assert is_there(cast.aino)
    assert is_there(cast.eero)


def change(client: Client, user: User, **ticked: str) -> Any:
    """Send the administrator's form about an account; what is not ticked is unticked."""
    typed = {"name": user.name, "language": user.language, **ticked}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", typed)


def test_an_administrator_cannot_close_the_only_coordinators_account(cast: Cast, as_admin: Client) -> None:
    refused = change(as_admin, cast.aino)
    assert refused.status_code == 200
    (error,) = refused.context["adminform"].form.errors["is_active"]
    assert "Esimerkkipolku" in error
    assert User.objects.get(pk=cast.aino.pk).is_active
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    assert change(as_admin, cast.aino).status_code == 302
    assert not User.objects.get(pk=cast.aino.pk).is_active


def test_an_account_that_holds_nothing_is_closed_and_opened(cast: Cast, as_admin: Client) -> None:
    for ticked, is_active in (({}, False), ({"is_active": "on"}, True)):
        assert change(as_admin, cast.eero, **ticked).status_code == 302
        assert User.objects.get(pk=cast.eero.pk).is_active is is_active


def test_the_only_administrator_is_told_to_make_another_first(cast: Cast) -> None:
    client = confirmed(cast.admin)
    refused = client.post(address("accounts:remove"))
    assert refused.status_code == 409
    assert f'href="{address("admin:accounts_user_changelist")}"' in text_of(refused)
    assert is_there(cast.admin)
    make_person("Olli Opastaja", is_superuser=True, is_active=False)
    assert client.post(address("accounts:remove")).status_code == 409, (
        "who cannot sign in administers nothing"
    )
    make_person("Oona Opastaja", is_superuser=True)
    assert client.post(address("accounts:remove"))["Location"] == address("accounts:removed")
    assert not is_there(cast.admin)


@pytest.mark.parametrize(
    ("ticked", "field"), [({"is_active": "on"}, "is_superuser"), ({"is_superuser": "on"}, "is_active")]
)
def test_the_only_administrator_keeps_the_right_and_the_account(
    cast: Cast, as_admin: Client, ticked: dict[str, str], field: str
) -> None:
    refused = change(as_admin, cast.admin, **ticked)
    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == [field]
    assert User.objects.filter(pk=cast.admin.pk, is_active=True, is_superuser=True).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_once_one_stays() -> None:
    cast = make_cast()
    other = make_person("Oona Opastaja", is_superuser=True)
    assert sorted(leave_at_once(cast.admin, other)) == [False, True]
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_who_leave_at_once_one_stays() -> None:
    cast = make_cast()
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    assert sorted(leave_at_once(cast.aino, cast.eero)) == [False, True]
    coordinators = Membership.objects.filter(project=cast.project, role=Role.COORDINATOR)
    assert coordinators.count() == 1
    assert Project.objects.filter(pk=cast.project.pk).exists()


def test_an_administrator_who_chooses_both_coordinators_keeps_one_and_is_told(
    cast: Cast, as_admin: Client
) -> None:
    give_role(cast.eero, cast.project, Role.COORDINATOR)
    both = {"action": "delete_selected", "_selected_action": [cast.aino.pk, cast.eero.pk], "post": "yes"}
    page = as_admin.post("/admin/accounts/user/", both, follow=True)
    assert page.status_code == 200
    assert "Esimerkkipolku" in " ".join(str(message) for message in page.context["messages"])
    assert [is_there(cast.aino), is_there(cast.eero)].count(True) == 1
