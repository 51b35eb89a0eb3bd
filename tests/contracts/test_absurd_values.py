"""Whatever somebody writes behind the question mark, into a form or into an address, is never a 500."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zlib import crc32

import pytest
from django.urls import converters

from tests.contracts.addresses import Address, every_address
from tests.contracts.verdicts import verdicts
from tests.contracts.world import World
from tests.services import ROOT

pytestmark = pytest.mark.django_db

Known = dict[tuple[str, str], set[str]]

ABSURD = {
    "longer than Python turns into a number": "9" * 5000,
    "longer than a key of the database": "9" * 30,
    "a NUL": "a\x00b",
    "an emoji, digits of other scripts and half a character": "🫠٣²\udcff",
    "no number": "NaN",
}
READERS = ("visitor", "aino", "admin")
FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
MARK = r"987654321|merkki-merkki|00000000-0000-0000-0000-0000000abcde"
MARKS: dict[type, Any] = {
    converters.IntConverter: 987654321,
    converters.SlugConverter: "merkki-merkki",
    converters.StringConverter: "merkki-merkki",
    converters.PathConverter: "merkki-merkki",
    converters.UUIDConverter: UUID(int=0xABCDE),
}
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*? name="([^"]+)"')


def names_in_code(kind: str) -> set[str]:
    """What views read from `request.GET` or `request.POST` by name."""
    pattern = re.compile(rf'{kind}(?:\.get(?:list)?\(|\[)"(\w+)"|"(\w+)" (?:not )?in request\.{kind}')
    folders = ("yhes", "projects", "peercoaching", "surveys", "roadmap")
    sources = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {one or other for path in sources for one, other in pattern.findall(path.read_text())}


def reader_of(address: Address, method: str) -> str | None:
    judged = verdicts().get((address.name, method), {})
    return next((role for role in READERS if judged.get(role) in ("ok", "->")), None)


def reachable(method: str) -> Iterator[tuple[str, Address]]:
    """Each address with the least privileged person who gets in."""
    for address in every_address():
        if role := reader_of(address, method):
            yield role, address


def fields_of(page: Any, method: str) -> set[str]:
    """What the page's own forms of this method ask for."""
    if not page.get("Content-Type", "").startswith("text/html"):
        return set()
    forms = FORM.findall(page.content.decode())
    mine = [body for start, body in forms if ('method="post"' in start.lower()) == (method == "POST")]
    return {name for body in mine for name in FIELD.findall(body)} - {"csrfmiddlewaretoken"}


@pytest.fixture(scope="module")
def known() -> Known:
    """(address, method) → its fields, once they have been looked at."""
    return {}


def encoded(names: set[str], value: str) -> str:
    """`surrogateescape`: half a character is sent as the lone byte it stands for."""
    return "&".join(f"{name}={quote(value, errors='surrogateescape')}" for name in sorted(names))


def is_turn_of(what: str, met_by: str) -> bool:
    """Whether this page or field is to meet this value: one of them all, always the same one."""
    return crc32(met_by.encode()) % len(ABSURD) == list(ABSURD).index(what)


def test_the_names_that_views_read_are_found() -> None:
    assert {"page", "removed", "step", "people"} <= names_in_code("GET")
    assert {"accept", "direction", "vote"} <= names_in_code("POST")


@pytest.mark.parametrize("what", ABSURD)
def test_absurd_questions_do_no_harm(what: str, world: World, ask: Any, client_of: Any, known: Known) -> None:
    """Everything at once, and then fields of the page's own forms by themselves: each page and each field
    meets one of the values, other pages and fields of the same name the others."""
    clients = {role: client_of(role) for role in READERS}
    common, wrong = names_in_code("GET"), []
    for role, address in reachable("GET"):
        url = address.url(world.own)
        if (address.name, "GET") not in known:
            known[address.name, "GET"] = fields_of(ask(clients[role], "GET", url), "GET")
        own = known[address.name, "GET"]
        everything = [common | own] if is_turn_of(what, address.name) else []
        alone = [{name} for name in sorted(own) if is_turn_of(what, f"{address.name}.{name}")]
        for names in (*everything, *alone):
            answer = ask(clients[role], "GET", f"{url}?{encoded(names, ABSURD[what])}")
            if answer.status_code >= 500:
                wrong.append(f"{address.name}?{'&'.join(sorted(names))}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("what", ABSURD)
def test_absurd_forms_do_no_harm(what: str, world: World, ask: Any, client_of: Any, known: Known) -> None:
    """Every field of the address's own page, and whatever any button carries."""
    clients = {role: client_of(role) for role in READERS}
    common, wrong = names_in_code("POST") - {"confirmed"}, []
    for role, address in reachable("POST"):
        url = address.url(world.own)
        if (address.name, "POST") not in known:
            known[address.name, "POST"] = fields_of(ask(clients[role], "GET", url), "POST")
        own = known[address.name, "POST"]
        sent = dict.fromkeys(common | own, ABSURD[what].replace("\udcff", "�"))
        answer = ask(clients[role], "POST", url, data=sent)
        if answer.status_code >= 500:
            wrong.append(f"{address.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_absurd_addresses_do_no_harm(world: World, ask: Any, client_of: Any) -> None:
    """Each argument in turn is something that its converter lets through, or would if it were shorter: one
    of three such things, and arguments of the same kind elsewhere the others."""
    client, wrong = client_of("admin"), []
    for address in every_address():
        for argument in address.arguments:
            marked = address.url(world.own, **{argument: MARKS[type(address.converters[argument])]})
            values = ("9" * 5000, "%00", "%F0%9F%AB%A0%FF")
            value = values[crc32(f"{address.name}.{argument}".encode()) % len(values)]
            answer = ask(client, "GET", re.sub(MARK, value, marked))
            if answer.status_code >= 500:
                wrong.append(f"{address.name} with {argument}={value[:20]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
