"""The second factor: who must have one, how it is set up, and where it is asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from projects.register.models import Role
from tests.accounts.people import App, Queue, address, give_app, make_account, text_of, type_password
from tests.cast import PASSWORD, Cast, give_role, sign_in
from yhes import urls as real_urls
from yhes.accounts import access
from yhes.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@access.second_factor_required
def people_list(request: HttpRequest) -> HttpResponse:
    """Stands for any page with other people's data."""
    return HttpResponse("the people")


def room(request: HttpRequest) -> HttpResponse:
    """Stands for any page of the desk."""
    return HttpResponse("the desk")


urlpatterns = [*real_urls.urlpatterns, path("people/", people_list), path("room/", room)]


@pytest.fixture
def coordinator(cast: Cast) -> User:
    """A coordinator who has not set up a second factor yet."""
    person = make_account("ritva@example.org", name="Ritva Ranta")
    give_role(person, cast.project, Role.COORDINATOR)
    return person


def set_up_app(client: Client) -> tuple[App, Any]:
    """What a person does with the phone in the hand."""
    page = text_of(client.get(address("mfa_activate_totp")))
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret, "the page shows no key"
    app = App(secret[1])
    return app, client.post(address("mfa_activate_totp"), {"code": app.code()})


# --- Who must have one -------------------------------------------------------------------------


def test_a_coordinator_without_one_is_sent_to_set_one_up(
    client: Client, cast: Cast, coordinator: User
) -> None:
    type_password(client, coordinator)
    assert client.get("/room/")["Location"] == address("mfa_index")
    page = client.get(address("mfa_index"))
    assert "alert-warning" in text_of(page)


@pytest.mark.parametrize(
    "name", ["desk:overview", "accounts:profile", "accounts:export", "account_email", "account_set_password"]
)
def test_until_then_nothing_else_of_the_desk_opens(client: Client, coordinator: User, name: str) -> None:
    type_password(client, coordinator)
    assert client.get(address(name))["Location"] == address("mfa_index")


def test_until_then_nothing_is_changed_either(client: Client, coordinator: User) -> None:
    type_password(client, coordinator)
    client.post(address("accounts:profile"), {"name": "Somebody Else", "language": "fi"})
    client.post(address("accounts:remove"))
    coordinator.refresh_from_db()
    assert coordinator.name == "Ritva Ranta"


@pytest.mark.parametrize("name", ["site:privacy", "account_login", "accounts:removed", "health"])
def test_public_pages_and_health_stay_open(client: Client, coordinator: User, name: str) -> None:
    type_password(client, coordinator)
    response = client.get(address(name))
    assert response.get("Location") != address("mfa_index")


def test_signing_out_stays_possible(client: Client, coordinator: User) -> None:
    type_password(client, coordinator)
    assert client.get(address("account_logout")).status_code == 200
    assert client.post(address("account_logout"))["Location"] == address("site:home")


def test_a_part_that_htmx_asks_for_leads_the_whole_page_away(
    client: Client, cast: Cast, coordinator: User
) -> None:
    type_password(client, coordinator)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/room/?sivu=2"}
    response = client.get("/room/", headers=headers)
    assert response["HX-Redirect"] == address("mfa_index")
    assert client.session[access.RETURN_KEY] == "/room/?sivu=2"


def test_an_administrator_must_have_one_too(client: Client, cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.admin).delete()
    sign_in(client, cast.admin)
    assert client.get("/admin/")["Location"] == address("mfa_index")


@pytest.mark.parametrize("who", ["bertil", "maija", "cecilia", "eero"])
def test_others_are_not_asked_at_sign_in(client: Client, cast: Cast, who: str) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(address("accounts:profile")).status_code == 200


# --- Setting one up ------------------------------------------------------------------------------


def test_setting_up_an_app_opens_the_desk_and_leads_back(
    client: Client, cast: Cast, coordinator: User
) -> None:
    type_password(client, coordinator)
    client.get("/room/")
    asked = client.get(address("mfa_activate_totp"))
    assert asked["Location"].startswith(address("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    _app, done = set_up_app(client)
    assert done["Location"] == address("mfa_view_recovery_codes")
    assert address("accounts:resume") in text_of(client.get(done["Location"]))
    assert client.get(address("accounts:resume"))["Location"] == "/room/"
    assert client.get("/room/").status_code == 200


def test_the_app_is_asked_for_at_the_next_sign_in(client: Client, cast: Cast, coordinator: User) -> None:
    app = give_app(coordinator)
    assert type_password(client, coordinator)["Location"] == address("mfa_authenticate")
    assert client.get("/room/")["Location"].startswith(address("account_login"))
    done = client.post(address("mfa_authenticate"), {"code": app.code()})
    assert done["Location"] == address("desk:overview")
    assert client.get("/room/").status_code == 200


def test_a_wrong_code_of_the_app_is_refused_and_kept(client: Client, coordinator: User) -> None:
    give_app(coordinator)
    type_password(client, coordinator)
    page = text_of(client.post(address("mfa_authenticate"), {"code": "00000x"}))
    assert 'value="00000x"' in page
    assert "error-summary" in page


def test_a_code_of_the_app_works_once(client: Client, coordinator: User) -> None:
    app = give_app(coordinator)
    code = app.code()
    type_password(client, coordinator)
    client.post(address("mfa_authenticate"), {"code": code})
    other = Client()
    type_password(other, coordinator)
    assert "error-summary" in text_of(other.post(address("mfa_authenticate"), {"code": code}))


def test_a_recovery_code_stands_in_for_a_lost_phone_once(
    client: Client, cast: Cast, coordinator: User
) -> None:
    type_password(client, coordinator)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    set_up_app(client)
    [code, *_others] = (
        Authenticator.objects.get(user=coordinator, type="recovery_codes").wrap().get_unused_codes()
    )
    assert code in text_of(client.get(address("mfa_download_recovery_codes")))
    for attempt in range(2):
        fresh = Client()
        type_password(fresh, coordinator)
        fresh.post(address("mfa_authenticate"), {"code": code})
        assert (fresh.get("/room/").status_code == 200) is (attempt == 0)


def test_a_session_from_before_the_factor_must_show_it(client: Client, cast: Cast, coordinator: User) -> None:
    type_password(client, coordinator)
    app = give_app(coordinator)  # meanwhile, in another browser
    asked = client.get("/room/")
    assert asked["Location"].startswith(address("mfa_reauthenticate"))
    assert client.get(address("mfa_index"))["Location"].startswith(address("mfa_reauthenticate"))
    done = client.post(asked["Location"], {"code": app.code()})
    assert done["Location"] == "/room/"
    assert client.get("/room/").status_code == 200


def test_a_password_alone_no_longer_confirms_for_who_has_a_factor(client: Client, coordinator: User) -> None:
    type_password(client, coordinator)
    give_app(coordinator)
    answer = client.post(address("account_reauthenticate"), {"password": PASSWORD})
    assert answer["Location"].startswith(address("mfa_reauthenticate"))
    assert "Use your password" not in text_of(client.get(address("mfa_reauthenticate", language="en")))


def test_removing_the_only_factor_shuts_the_desk_again(client: Client, cast: Cast, coordinator: User) -> None:
    type_password(client, coordinator)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    set_up_app(client)
    assert client.get("/room/").status_code == 200
    client.post(address("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert client.get("/room/")["Location"] == address("mfa_index")


def test_every_change_is_told_by_letter(
    client: Client, coordinator: User, queue: Queue, django_capture_on_commit_callbacks: Any
) -> None:
    type_password(client, coordinator)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
        client.post(address("mfa_generate_recovery_codes"))
        client.post(address("mfa_deactivate_totp"))
    subjects = [letter.subject for letter in queue(coordinator.email)]
    assert len(subjects) == len(set(subjects)) == 3


# --- As a step up before personal data -------------------------------------------------------------


def test_a_contact_sets_one_up_before_personal_data_and_comes_back(client: Client, cast: Cast) -> None:
    contact = make_account("karin@example.org", password=None)
    give_role(contact, cast.project, Role.CONTACT, cast.college)
    sign_in(client, contact)
    assert client.get("/people/?page=2")["Location"] == address("mfa_index")
    set_up_app(client)
    assert client.get(address("accounts:resume"))["Location"] == "/people/?page=2"
    assert client.get("/people/").content == b"the people"


def test_a_contact_with_one_confirms_with_it_and_comes_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.bertil)
    app = give_app(cast.bertil)
    asked = client.get("/people/")
    assert asked["Location"].startswith(address("mfa_reauthenticate"))
    assert client.post(asked["Location"], {"code": app.code()})["Location"] == "/people/"
    assert client.get("/people/").content == b"the people"


def test_a_form_with_personal_data_leads_back_to_its_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.bertil)
    client.post("/people/", headers={"Referer": "http://testserver/people/?page=3"})
    assert client.session[access.RETURN_KEY] == "/people/?page=3"
    client.post("/people/", headers={"Referer": "https://evil.example/people/"})
    assert client.session[access.RETURN_KEY] == address("desk:overview")


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/people/")["Location"] == f"{address('account_login')}?next=/people/"


# --- What it costs visitors: nothing ---------------------------------------------------------------


class Untouchable:
    """A request whose session and user must not be looked at."""

    def __get__(self, instance: object, owner: type) -> object:
        raise AssertionError("a public page touched the session or the user")


def test_public_pages_pass_without_session_user_or_query(
    django_assert_num_queries: Any, rf: RequestFactory
) -> None:
    from yhes.site.middleware import SecondFactorMiddleware
    from yhes.site.views import home

    class Request(HttpRequest):
        session: Any = Untouchable()
        user: Any = Untouchable()

    with django_assert_num_queries(0):
        assert SecondFactorMiddleware(HttpResponse).process_view(Request(), home, (), {}) is None


def test_a_confirmed_coordinator_costs_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    from yhes.desk.views.project import project
    from yhes.site.middleware import SecondFactorMiddleware

    client = sign_in(Client(), cast.aino)
    request = HttpRequest()
    request.session, request.user = client.session, cast.aino
    request.session.get("read it now")
    with django_assert_num_queries(0):
        assert SecondFactorMiddleware(HttpResponse).process_view(request, project, (), {}) is None
