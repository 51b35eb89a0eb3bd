"""No link in the desk leads to a refusal: whoever sees a link may follow it."""

from __future__ import annotations

import re
from collections import Counter, deque

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from tests.cast import give_second_factor, sign_in
from yhes.accounts.demo import DEMO_PEOPLE
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a [^>]*?href="(/[^"#?]*)')
OF_A_KIND = 2  # pages of one kind (two partners, two events) that a person opens


def walk(client: Client, start: str) -> dict[str, tuple[int, str]]:
    """Address → (answer, the page that led there), of the pages a person comes to by links."""
    found: dict[str, tuple[int, str]] = {}
    kinds: Counter[str] = Counter()
    waiting = deque([(start, "")])
    while waiting:
        address, source = waiting.popleft()
        if address in found or not address.startswith(("/fi/tyopoyta", "/fi/tili", "/fi/hallinta")):
            continue
        kinds[kind := resolve(address).view_name] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        answer = client.get(address, follow=True)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a file is closed once it was read
        found[address] = answer.status_code, source
        if answer.get("Content-Type", "").startswith("text/html"):
            page = answer.content.decode().replace("&amp;", "&")
            waiting += [(link, address) for link in LINK.findall(page)]
    return found


def test_every_link_of_the_demos_desk_opens_for_who_sees_it() -> None:
    call_command("load_demo", verbosity=0)
    for person in DEMO_PEOPLE:
        user = User.objects.get(email=person.email)
        give_second_factor(user)
        pages = walk(sign_in(Client(), user), reverse("desk:overview"))
        refused = {address: told for address, told in pages.items() if told[0] != 200}
        assert refused == {}, person.role
        assert len(pages) > 2, person.role
