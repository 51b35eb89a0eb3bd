"""Coming by invitation, signing in and the second factor, as a person with a browser does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import path as url_path

from projects.register.models import Role
from projects.register.services import invite
from tests.accounts.people import App, Queue, address, make_account
from tests.browsing import Site
from tests.cast import PASSWORD, Cast, give_role
from tests.worker import Letters, Worker, text_of
from yhes import urls as real_urls
from yhes.accounts import access
from yhes.accounts.demo import create_demo_people
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("fi", "sv", "en")
Inspect = Callable[[Any], None]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def look_at(page: Any, inspect: Inspect) -> None:
    """Inspecting asks for the page once more, which makes keys and challenges of these pages anew."""
    inspect(page)
    page.reload()


def press(page: Any) -> None:
    """Send the page's main form."""
    page.locator("main form:not([hidden]) button[type=submit]").first.click()


def at(site: Site, name: str, *args: Any, language: str = "fi") -> str:
    return site.url + address(name, *args, language=language)


def sign_in_with_password(page: Any, site: Site, user: User) -> None:
    page.goto(at(site, "account_login"))
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    press(page)


# --- By invitation to the desk ------------------------------------------------------------------


def test_a_coordinator_comes_by_letter_and_sets_up_an_app(
    cast: Cast, worker: Worker, letters: Letters, site: Site, phone: Any, inspect: Inspect
) -> None:
    invite(
        project=cast.project,
        role=Role.COORDINATOR,
        email="ritva@example.org",
        language="fi",
        invited_by=cast.aino,
    )
    [letter] = letters.wait(to="ritva@example.org")
    [link] = [word for word in text_of(letter).split() if "://" in word and len(word) > len(site.url) + 5]
    phone.goto(link)
    inspect(phone)
    phone.fill("#id_name", "Ritva Ranta")
    phone.check("#id_method_1")
    press(phone)  # the password is missing
    assert phone.locator(".error-summary").is_visible()
    assert phone.input_value("#id_name") == "Ritva Ranta"
    phone.fill("#id_password", PASSWORD)
    press(phone)
    phone.wait_for_url(at(site, "mfa_index"))
    inspect(phone)
    phone.goto(at(site, "mfa_activate_totp"))
    look_at(phone, inspect)
    app = App(phone.locator("main code").inner_text())
    phone.fill("#id_code", app.code())
    press(phone)
    phone.wait_for_url(at(site, "mfa_view_recovery_codes"))
    inspect(phone)
    assert phone.locator("main li code").count() == 10
    phone.locator(f"a[href='{address('accounts:resume')}']").click()
    phone.wait_for_url(at(site, "desk:project", cast.project.slug))


def test_signing_in_works_without_javascript(site: Site, queue: Queue) -> None:
    kaisa = make_account("kaisa@example.org")
    page = site.open(javascript=False)
    page.goto(at(site, "account_login"))
    assert page.locator("form[data-passkey]").is_hidden()
    page.locator(f"main a[href^='{address('account_request_login_code')}']").click()
    page.fill("#id_email", kaisa.email)
    press(page)
    page.fill("#id_code", queue.code(kaisa.email))
    press(page)
    page.goto(at(site, "accounts:profile"))
    assert page.locator("h1").count() == 1
    assert page.input_value("#id_name") == kaisa.name


@pytest.fixture
def queue() -> Queue:
    return Queue()


# --- Every page stands up to the tools ------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_visitor_are_sound(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect, settings: Any, language: str
) -> None:
    settings.DEMO = True
    create_demo_people()
    names = ("account_login", "account_request_login_code", "account_reset_password", "account_signup")
    for name in (*names, "account_inactive", "accounts:demo", "accounts:mailbox", "accounts:removed"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)
    desktop.goto(at(site, "accounts:invitation", "unknown", language=language))
    inspect(desktop)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_account_are_sound(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect, language: str
) -> None:
    kaisa = make_account("kaisa@example.org", language=language)
    sign_in_with_password(desktop, site, kaisa)
    desktop.goto(at(site, "mfa_activate_totp", language=language))
    inspect(desktop)  # asks to confirm first
    desktop.fill("#id_password", PASSWORD)
    press(desktop)
    for name in ("mfa_activate_totp", "mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "account_email"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)
    for name in ("account_change_password", "accounts:profile", "accounts:remove", "account_logout"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)


def test_administration_pages_keep_the_content_policy(cast: Cast, site: Site, desktop: Any) -> None:
    """The fixture fails the test if the browser complained of anything."""
    site.sign_in(desktop, cast.admin)
    for path in ("", "accounts/user/", f"accounts/user/{cast.eero.pk}/change/", "register/project/"):
        assert desktop.goto(f"{site.url}/admin/{path}").status == 200


# --- Passkeys -----------------------------------------------------------------------------------------


class Passkeys:
    """The device's own passkeys, as if the person touched the sensor at once; or refused."""

    def __init__(self, page: Any) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        answer = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._device = answer["authenticatorId"]

    def refuse(self) -> None:
        """The fingerprint does not match."""
        self._session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._device, "isUserVerified": False}
        )


def add_passkey(page: Any, site: Site) -> None:
    page.goto(at(site, "mfa_add_webauthn"))
    press(page)
    page.wait_for_url(at(site, "mfa_view_recovery_codes"))


def test_a_passkey_signs_in_alone_and_counts_as_both_steps(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect
) -> None:
    Passkeys(desktop)
    ritva = make_account("ritva@example.org", password=None)
    give_role(ritva, cast.project, Role.COORDINATOR)
    site.sign_in(desktop, ritva)
    desktop.goto(at(site, "desk:project", cast.project.slug))
    desktop.wait_for_url(at(site, "mfa_index"))
    add_passkey(desktop, site)
    desktop.goto(at(site, "mfa_list_webauthn"))
    inspect(desktop)
    desktop.goto(at(site, "account_logout"))
    press(desktop)
    desktop.goto(f"{at(site, 'account_login')}?next={address('desk:project', cast.project.slug)}")
    desktop.locator("form[data-passkey] button").click()
    desktop.wait_for_url(at(site, "desk:project", cast.project.slug))


def test_a_passkey_is_the_second_step_after_a_password(site: Site, desktop: Any, inspect: Inspect) -> None:
    Passkeys(desktop)
    kaisa = make_account("kaisa@example.org")
    sign_in_with_password(desktop, site, kaisa)
    desktop.goto(at(site, "mfa_add_webauthn"))
    desktop.fill("#id_password", PASSWORD)
    press(desktop)
    add_passkey(desktop, site)
    key = Authenticator.objects.get(user=kaisa, type="webauthn")
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        desktop.goto(at(site, name, key.pk))
        inspect(desktop)
    desktop.goto(at(site, "account_logout"))
    press(desktop)
    sign_in_with_password(desktop, site, kaisa)
    desktop.wait_for_url(at(site, "mfa_authenticate"))
    look_at(desktop, inspect)
    desktop.locator("form[data-passkey] button").click()
    desktop.wait_for_url(lambda url: address("mfa_authenticate") not in url)
    desktop.goto(at(site, "accounts:profile"))
    assert desktop.input_value("#id_name") == kaisa.name


def test_a_refused_passkey_says_what_to_do_and_signs_nobody_in(site: Site, desktop: Any) -> None:
    passkeys = Passkeys(desktop)
    passkeys.refuse()
    desktop.goto(at(site, "account_login"))
    trouble = desktop.locator("[data-passkey-trouble]")
    assert trouble.is_hidden()
    desktop.locator("form[data-passkey] button").click()
    trouble.wait_for(state="visible")
    desktop.goto(at(site, "accounts:profile"))
    assert address("account_login") in desktop.url


# --- The step up -------------------------------------------------------------------------------------


@access.second_factor_required
def people_list(request: Any) -> Any:
    from django.http import HttpResponse

    return HttpResponse('<!doctype html><html lang="en"><title>People</title><h1>The people</h1>')


urlpatterns = [*real_urls.urlpatterns, url_path("people/", people_list)]


def test_a_passkey_opens_personal_data_and_leads_back(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    Passkeys(desktop)
    kaisa = make_account("kaisa@example.org")
    sign_in_with_password(desktop, site, kaisa)
    desktop.goto(f"{site.url}/people/")
    desktop.wait_for_url(at(site, "mfa_index"))
    desktop.goto(at(site, "mfa_add_webauthn"))
    desktop.fill("#id_password", PASSWORD)
    press(desktop)
    add_passkey(desktop, site)
    desktop.locator(f"a[href='{address('accounts:resume')}']").click()
    desktop.wait_for_url(f"{site.url}/people/")
    desktop.context.clear_cookies()
    site.sign_in(desktop, kaisa)
    forget_factor(desktop, site)
    desktop.goto(f"{site.url}/people/")
    assert address("mfa_reauthenticate_webauthn") in desktop.url
    look_at(desktop, inspect)
    desktop.locator("form[data-passkey] button").click()
    desktop.wait_for_url(f"{site.url}/people/")


def forget_factor(page: Any, site: Site) -> None:
    """Make the session one that was signed in before the factor existed."""
    from importlib import import_module

    from django.conf import settings

    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [r for r in records if r["method"] != "mfa"]
    session.save()


# --- The demo -----------------------------------------------------------------------------------------


def test_a_letters_link_leaves_its_frame(
    cast: Cast,
    worker: Worker,
    letters: Letters,
    site: Site,
    desktop: Any,
    inspect: Inspect,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DEMO = True
    invite(
        project=cast.project, role=Role.COACH, email="uusi@example.org", language="fi", invited_by=cast.aino
    )
    letters.wait(to="uusi@example.org")
    desktop.goto(at(site, "accounts:mailbox"))
    inspect(desktop)
    desktop.locator("tbody a").first.click()
    inspect(desktop)
    frame = desktop.frame_locator("iframe")
    frame.locator("a").first.click()
    desktop.wait_for_url(lambda url: "/kutsu/" in url or "/invitation/" in url)
    assert desktop.locator("#id_name").is_visible()


def test_one_click_of_the_demo_opens_the_desk(cast: Cast, site: Site, phone: Any, settings: Any) -> None:
    settings.DEMO = True
    people = create_demo_people()
    cast.project.memberships.create(user=people["coordinator"], role=Role.COORDINATOR)
    phone.goto(at(site, "accounts:demo"))
    phone.locator("button[value=coordinator]").click()
    phone.wait_for_url(at(site, "desk:project", cast.project.slug))
