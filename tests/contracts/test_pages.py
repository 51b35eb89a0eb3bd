"""What every page owes its reader, and what public pages owe the cache in front of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.contracts.addresses import Address, every_address
from tests.contracts.verdicts import verdicts
from tests.contracts.world import World

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Whatever the number of rows; a project's page asks each room whether it has one for it.
MOST_QUERIES = 11
# "Partners – Project – YHES"; the front page is YHES itself.
TITLE = re.compile(r"\S.* – YHES|YHES – \S.*", re.DOTALL)
# Parts of pages and files, which have no frame of their own.
FRAGMENTS = {"desk:job", "health"}
# A letter's own address names no language: its page speaks that of the person who got the letter.
OWN_LANGUAGE = {"desk_id:weekly": "fi"}
# Pages for one person or one moment: they may look at who it is, and no cache keeps them.
PERSONAL = re.compile(
    r"account_|mfa_|accounts:|surveys:(answer|tablet)|surveys_id:(enter|shared|code|tablet)|workshops:(own|regist)"
    r"|register:meeting_link|desk_id:"
)


def shown_to(role: str) -> list[Address]:
    return [a for a in every_address() if verdicts().get((a.name, "GET"), {}).get(role) == "ok"]


def public_pages() -> list[Address]:
    """Public pages without forms: what nginx may keep."""
    return [
        address
        for address in shown_to("visitor")
        if address.is_public
        and (address.name, "POST") not in verdicts()
        and not PERSONAL.match(address.name)
        and address.name not in {"health", "peercoaching:asked"}
    ]


@pytest.mark.parametrize("role", ["visitor", "admin"])
def test_public_pages_can_be_cached(role: str, world: World, ask: Any, client_of: Any) -> None:
    """No cookie, the same for everybody, few queries: also when somebody has signed in."""
    client, wrong = client_of(role), []
    for address in public_pages():
        url = address.url(world.own)
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, "GET", url)
        asked = [q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
        if answer.cookies:
            wrong.append(f"{address.name} sets {list(answer.cookies)}")
        if "cookie" in answer.get("Vary", "").lower():
            wrong.append(f"{address.name} differs by cookie")
        if "public" not in answer.get("Cache-Control", ""):
            wrong.append(f"{address.name} may not be kept: {answer.get('Cache-Control')!r}")
        if len(asked) > MOST_QUERIES:
            wrong.append(f"{address.name} asks the database {len(asked)} times")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["visitor", "aino"])
def test_every_page_is_titled_and_in_its_language(
    role: str, language: str, world: World, ask: Any, client_of: Any
) -> None:
    client, wrong = client_of(role), []
    for address in shown_to(role):
        with translation.override(language):  # an address without a language has changed it
            url = address.url(world.own)
        answer = ask(client, "GET", url)
        if address.name not in FRAGMENTS and answer["Content-Type"].startswith("text/html"):
            spoken = OWN_LANGUAGE.get(address.name, language)
            wrong += [f"{address.name}: {what}" for what in _faults(answer.content.decode(), spoken)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_pages_too(language: str, world: World, client_of: Any) -> None:
    with translation.override(language):
        missing, forbidden = Client().get(f"/{language}/ei-ole/"), client_of("eero").get(_forbidden())
    assert [missing.status_code, forbidden.status_code] == [404, 403]
    for answer in (missing, forbidden):
        assert not list(_faults(answer.content.decode(), language))


def _forbidden() -> str:
    return next(a for a in every_address() if a.name == "register:project_create").url({})


def _faults(html: str, language: str) -> list[str]:
    titles, tops = re.findall(r"<title>(.*?)</title>", html, re.DOTALL), re.findall(r"<h1[\s>]", html)
    spoken = re.findall(r'<html[^>]* lang="([^"]*)"', html)
    faults = []
    if not (titles and TITLE.fullmatch(titles[0].strip())):
        faults.append(f"title {titles[:1]}")
    if len(tops) != 1:
        faults.append(f"{len(tops)} h1")
    if spoken != [language]:
        faults.append(f"lang {spoken}")
    return faults
