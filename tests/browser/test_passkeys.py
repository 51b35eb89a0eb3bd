"""Passkeys as a person with a browser meets them: alone, as the second step, and before personal data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import path as url_path
from playwright.sync_api import expect

from projects.register.models import Role
from tests.accounts.people import address, make_account
from tests.accounts.signing_in import at, press, sign_in_with_password
from tests.browsing import Site, follow
from tests.cast import PASSWORD, Cast, give_role
from yhes import urls as real_urls
from yhes.accounts import access

pytestmark = pytest.mark.django_db(transaction=True)

Inspect = Callable[[Any], None]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


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
    expect(page).to_have_url(at(site, "mfa_view_recovery_codes"))


def test_a_passkey_signs_in_alone_and_counts_as_both_steps(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect
) -> None:
    Passkeys(desktop)
    ritva = make_account("ritva@example.org", password=None)
    give_role(ritva, cast.project, Role.COORDINATOR)
    site.sign_in(desktop, ritva)
    desktop.goto(at(site, "desk:project", cast.project.slug))
    expect(desktop).to_have_url(at(site, "mfa_index"))
    add_passkey(desktop, site)
    desktop.goto(at(site, "mfa_list_webauthn"))
    inspect(desktop)
    desktop.goto(at(site, "account_logout"))
    press(desktop)
    desktop.goto(f"{at(site, 'account_login')}?next={address('desk:project', cast.project.slug)}")
    follow(desktop.locator("form[data-passkey] button"))
    expect(desktop).to_have_url(at(site, "desk:project", cast.project.slug))


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
    expect(desktop).to_have_url(at(site, "mfa_authenticate"))
    inspect(desktop)
    follow(desktop.locator("form[data-passkey] button"))
    desktop.goto(at(site, "accounts:profile"))
    expect(desktop.locator("#id_name")).to_have_value(kaisa.name)


def test_a_refused_passkey_says_what_to_do_and_signs_nobody_in(site: Site, desktop: Any) -> None:
    passkeys = Passkeys(desktop)
    passkeys.refuse()
    desktop.goto(at(site, "account_login"))
    trouble = desktop.locator("[data-passkey-trouble]")
    expect(trouble).to_be_hidden()
    desktop.locator("form[data-passkey] button").click()
    expect(trouble).to_be_visible()
    desktop.goto(at(site, "accounts:profile"))
    expect(desktop).to_have_url(re.compile(re.escape(address("account_login"))))


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
    expect(desktop).to_have_url(at(site, "mfa_index"))
    desktop.goto(at(site, "mfa_add_webauthn"))
    desktop.fill("#id_password", PASSWORD)
    press(desktop)
    add_passkey(desktop, site)
    follow(desktop.locator(f"a[href='{address('accounts:resume')}']"))
    expect(desktop).to_have_url(f"{site.url}/people/")
    desktop.context.clear_cookies()
    site.sign_in(desktop, kaisa)
    forget_factor(desktop, site)
    desktop.goto(f"{site.url}/people/")
    expect(desktop).to_have_url(re.compile(re.escape(address("mfa_reauthenticate_webauthn"))))
    inspect(desktop)
    follow(desktop.locator("form[data-passkey] button"))
    expect(desktop).to_have_url(f"{site.url}/people/")


def forget_factor(page: Any, site: Site) -> None:
    """Make the session one that was signed in before the factor existed."""
    from importlib import import_module

    from django.conf import settings

    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [r for r in records if r["method"] != "mfa"]
    session.save()
