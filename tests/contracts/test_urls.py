"""Deny by default, shown for every address: no view without a verdict, and every verdict kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import sign_in
from tests.contracts.addresses import Address, body, every_address, verdict
from tests.contracts.verdicts import verdicts
from tests.contracts.world import ROLES, Values, World

pytestmark = pytest.mark.django_db

ADDRESSES = every_address()
METHODS = ("GET", "POST")
OF_PROJECT = [address for address in ADDRESSES if "project" in address.arguments]
# A secret in the address is the permission; what it opens is tested where it belongs.
SECRETS = {"token", "code", "name", "ticket"}
# Other people's personal data: who needs no second factor elsewhere is asked for one here.
PERSONAL = {
    "register:employer_add",
    "register:employer_edit",
    "register:employer_import",
    "register:employer_import_columns",
    "register:employer_import_report",
    "register:employer_import_report_csv",
    "register:employer_import_report_xlsx",
    "register:employer_import_template_csv",
    "register:employer_import_template_xlsx",
    "surveys:group_invitations",
    "surveys:people_again",
    "surveys:erase_address",
    "surveys:failed_retry",
    "surveys:failed_withdraw",
    "workshops:participant_erase",
    "workshops:participants",
    "workshops:participants_csv",
    "workshops:participants_xlsx",
}
# Organisations are public whatever they take part in.
OF_ORGANISATIONS = (
    "register:organisation",
    "register_id:organisation",
    "api:organisation",
    "api:organisation_linked",
)
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"}


def methods_of(address: Address) -> list[str]:
    return [method for method in METHODS if (address.name, method) in verdicts()]


def data_of(address: Address, method: str, values: Values) -> Values:
    return values.get(f"{address.name}.data", {}) if method == "POST" else {}


def test_every_address_has_a_verdict() -> None:
    names = {address.name for address in ADDRESSES}
    judged = {name for name, _method in verdicts()}
    unjudged, gone = sorted(names - judged), sorted(judged - names)
    assert not unjudged, "give these a verdict in tests/contracts/verdicts.py"
    assert not gone, "these have a verdict and are no addresses any more"


def test_names_are_unambiguous() -> None:
    names = [address.name for address in ADDRESSES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_verdict_says(role: str, world: World, ask: Any, client_of: Any) -> None:
    """And reading changes nothing: no GET writes, but to the visitor's own session."""
    client, wrong = client_of(role), []
    for address in ADDRESSES:
        url = address.url(world.own)
        for method in methods_of(address):
            expected = verdicts()[address.name, method][role]
            reset_queries()  # those of all addresses together are more than are kept
            with CaptureQueriesContext(connection) as queries:
                answer = ask(client, method, url, data=data_of(address, method, world.own))
            if (found := verdict(answer, method)) != expected:
                wrong.append(f"{method} {address.name}: {found}, not {expected}")
            if method == "GET":
                wrong += [
                    f"{address.name}: {query['sql'][:120]}" for query in queries if _writes(query["sql"])
                ]
    assert not wrong, "\n".join(wrong)


def _writes(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql


@pytest.mark.parametrize("role", ["visitor", "aino"])
def test_methods_without_a_verdict_are_refused(role: str, world: World, ask: Any, client_of: Any) -> None:
    """A visitor may be asked to sign in first, and what does not exist has no methods."""
    client, wrong = client_of(role), []
    refused = {"405", "404"} | ({"in"} if role == "visitor" else set())
    for address in ADDRESSES:
        for method in set(METHODS) - set(methods_of(address)):
            found = verdict(ask(client, method, address.url(world.own)), method)
            hidden = "ok" not in {verdicts()[address.name, other][role] for other in methods_of(address)}
            if found not in refused or (found == "404" and not hidden):
                wrong.append(f"{method} {address.name}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_another_project_does_not_exist(role: str, world: World, ask: Any, client_of: Any) -> None:
    """The same organisation takes part in it, and that opens nothing. Visitors are asked to sign in."""
    client, wrong = client_of(role), []
    for address in OF_PROJECT:
        url = address.url(world.other)
        for method in methods_of(address):
            same = verdicts()[address.name, method][role] if role in ("visitor", "admin") else "404"
            answer = ask(client, method, url, data=data_of(address, method, world.other))
            if (found := verdict(answer, method)) not in (same, "2f" if role == "visitor" else same):
                wrong.append(f"{method} {address.name}: {found}, not {same}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["aino", "bertil", "cecilia"])
def test_another_projects_things_are_not_in_ones_own(
    role: str, world: World, ask: Any, client_of: Any
) -> None:
    """Each argument in turn is the other project's: who may act here is told that it does not exist."""
    client, wrong = client_of(role), []
    for address in OF_PROJECT:
        mine, foreign = address.named(world.own), address.named(world.other)
        strange = [name for name in mine if name != "project" and mine[name] != foreign[name]]
        for argument in strange:
            url = address.url(world.own, **{argument: foreign[argument]})
            for method in methods_of(address):
                found = verdict(ask(client, method, url), method)
                if found not in ("404", verdicts()[address.name, method][role].replace("ok", "404")):
                    wrong.append(f"{method} {address.name} with a foreign {argument}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["eero", "bertil"])
def test_foreign_and_missing_things_look_the_same(role: str, world: World, ask: Any, client_of: Any) -> None:
    client, wrong = client_of(role), []
    for address in OF_PROJECT:
        foreign, missing = address.url(world.other), address.url(world.other, **address.nowhere())
        for method in methods_of(address):
            one, other = ask(client, method, foreign), ask(client, method, missing)
            if one.status_code != other.status_code or body(one, foreign) != body(other, missing):
                wrong.append(f"{method} {address.name}: {one.status_code} and {other.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["visitor", "admin"])
def test_nothing_of_a_hidden_project_is_public(role: str, world: World, ask: Any, client_of: Any) -> None:
    """Whoever asks: public pages do not look at who it is. A visitor sees no difference to nothing at all."""
    client, wrong = client_of(role), []
    project = world.cast.other_project
    project.is_public = False
    project.save()
    for address in ADDRESSES:
        if not address.is_public or not address.arguments or SECRETS & set(address.arguments):
            continue
        if address.name in OF_ORGANISATIONS:
            continue
        for method in methods_of(address):
            url, missing = address.url(world.other), address.url(world.other, **address.nowhere())
            answer = ask(client, method, url)
            if answer.status_code != 404 or body(answer, url) != body(ask(client, method, missing), missing):
                wrong.append(f"{method} {address.name}: {answer.status_code}")
    project.is_public = True
    project.save()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["aino", "admin"])
def test_privileged_people_get_nowhere_without_a_second_factor(role: str, world: World, ask: Any) -> None:
    person = getattr(world.cast, role)
    client, wrong = sign_in(Client(raise_request_exception=False), person), []
    session = client.session
    session["account_authentication_methods"] = [
        record for record in session["account_authentication_methods"] if record["method"] != "mfa"
    ]
    session.save()
    for address in ADDRESSES:
        if address.is_public or address.name in SETTING_UP or address.name.startswith("mfa_"):
            continue
        found = {method: verdict(ask(client, method, address.url(world.own)), method) for method in METHODS}
        wrong += [f"{method} {address.name}: {what}" for method, what in found.items() if what != "2f"]
    assert not wrong, "\n".join(wrong)


def test_contacts_confirm_before_they_see_personal_data(world: World, ask: Any) -> None:
    client = sign_in(Client(raise_request_exception=False), world.cast.bertil)
    session = client.session
    session["account_authentication_methods"] = session["account_authentication_methods"][:1]
    session.save()
    asked = {
        address.name
        for address in OF_PROJECT
        for method in methods_of(address)
        if verdict(ask(client, method, address.url(world.own)), method) == "2f"
    }
    assert asked == PERSONAL


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_enter_the_administration(role: str, ask: Any, client_of: Any) -> None:
    answer = ask(client_of(role), "GET", reverse("admin:index"))
    assert (answer.status_code == 200) == (role == "admin")
