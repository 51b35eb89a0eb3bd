"""A round as it is lived: people get letters and slips, see a poster or a tablet, answer, and it is counted.

Everything a visitor brings along (address, browser, cookies) and everything that leads to a person is
noted down as marks, so that whoever searches what the portal keeps knows what to look for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from secrets import token_hex
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from surveys import sealing
from surveys.forms import answers
from surveys.models import Group, InvitationToken, Round
from surveys.questionnaire import pack
from tests.cast import Cast, sign_in
from tests.faults.linkage_search import Marks, answer_marks, every_spelling
from tests.surveys.fielding import leaf, url
from tests.worker import Letters, text_of

BY_MAIL, BY_SLIP, BY_TABLET, BY_LINK = 16, 10, 5, 9
ANSWERING = BY_MAIL + BY_SLIP + BY_TABLET + BY_LINK
INVITED = "@kutsutut.example.org"
ONLY_LOOKING = 2  # of each way but the tablet: they open the form and go away


@dataclass
class Visitor:
    """One person with a browser of their own. `way` is what they hold in their hands, or stand before."""

    number: int
    way: str
    holds: str
    email: str = ""
    link: str = ""  # the form's hidden token, once it is open
    page: dict[str, str] = field(default_factory=dict)
    choices: dict[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.word = f"sana{token_hex(6)}"
        self.address = f"203.0.113.{100 + self.number}"
        self.agent = f"Esimerkkiselain-{token_hex(6)}"
        self.client = Client(
            enforce_csrf_checks=True, REMOTE_ADDR=self.address, headers={"user-agent": self.agent}
        )

    def marks(self, round_: Round) -> Marks:
        token = sealing.normalise_code(self.link) or self.link
        hashed = sealing.token_hash(settings.SURVEY_SERVER_KEY, token)
        invitation = InvitationToken.objects.get(token_hash=hashed).invitation
        cookies = {morsel.value for morsel in self.client.cookies.values()}
        secrets = {self.link, token, self.address, self.agent, self.page["csrfmiddlewaretoken"]} | cookies
        known = every_spelling(hashed) | every_spelling(invitation.pk.bytes) | {str(invitation.pk).encode()}
        packed = pack(round_.questionnaire.questionnaire, self.choices) if self.choices else b""
        return Marks(
            secrets=frozenset(secret.encode() for secret in secrets if secret),
            known=frozenset(known | ({self.email.encode()} if self.email else set())),
            answer=answer_marks(packed, self.choices),
            text=frozenset({self.word.encode()}),
            group=invitation.group_id,
        )


# --- Inviting ------------------------------------------------------------------------------------


def invite_everybody(cast: Cast, round_: Round, letters: Letters, random: Random) -> list[Visitor]:
    """Letters that a worker sends, slips that Aino prints, a poster; in an order that says nothing."""
    aino = sign_in(Client(), cast.aino)
    south, institute = leaf(round_), leaf(round_, "Esimerkkiskolan")
    mailed = _by_mail(aino, south, letters)
    held = [("mail", link, email) for email, link in mailed.items()]
    held += [("slip", code, "") for code in _by_slip(aino, south)]
    poster = _poster(aino, institute)
    held += [("tablet", poster, "")] * BY_TABLET + [("link", poster, "")] * (BY_LINK + ONLY_LOOKING)
    looking = [held[place] for place in (0, 1, BY_MAIL + 2, BY_MAIL + 3, -1, -2)]
    answering = [*held[2 : BY_MAIL + 2], *held[BY_MAIL + 4 : -2]]
    random.shuffle(answering)
    return [Visitor(number, *one) for number, one in enumerate([*answering, *looking])]


def _by_mail(aino: Client, group: Group, letters: Letters) -> dict[str, str]:
    """Address → the link in the letter that came to it."""
    emails = [f"{token_hex(4)}{INVITED}" for _person in range(BY_MAIL + ONLY_LOOKING)]
    sent = {"addresses": "\n".join(emails), "language": "fi", "confirmed": "on"}
    assert aino.post(_desk("group_invitations", group), sent).status_code == 302
    found = {}
    for letter in letters.wait(len(emails), to=INVITED):
        (link,) = re.findall(r"/v/([\w-]+)", text_of(letter))
        found[str(letter["To"])] = link
    assert set(found) == set(emails)
    return found


def _by_slip(aino: Client, group: Group) -> list[str]:
    page = aino.post(_desk("slips", group), {"count": BY_SLIP + ONLY_LOOKING, "batch": uuid4()})
    codes = re.findall(r'class="slip-code">([0-9A-Z-]+)<', page.content.decode())
    assert len(codes) == BY_SLIP + ONLY_LOOKING
    return codes


def _poster(aino: Client, group: Group) -> str:
    page = aino.post(_desk("share_link", group), follow=True)
    return re.findall(r"/k/(\w+)", page.content.decode())[0]


def _desk(name: str, group: Group) -> str:
    with translation.override("fi"):
        return reverse(f"surveys:{name}", args=[group.round.project.slug, group.round_id, group.pk])


# --- Answering -----------------------------------------------------------------------------------


class _Fields(HTMLParser):
    """Hidden fields of a page, and what may be chosen in it."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.feed(page.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found["name"]] = found["value"]
        if tag == "input" and found.get("type") == "radio":
            self.choices.setdefault(found["name"], []).append(found["value"])


def open_form(visitor: Visitor, round_: Round) -> dict[str, list[str]]:
    """From what a person holds to the form in front of them; what can be chosen in it."""
    page = _arrive(visitor)
    assert page.status_code == 200, visitor.way
    if visitor.way in ("link", "tablet"):
        sent = _Fields(page).hidden
        page = visitor.client.post(page.request["PATH_INFO"], sent, follow=True)
    else:
        page = visitor.client.get(url("answer", round_.pk))
    return _keep(visitor, page)


def _arrive(visitor: Visitor) -> Any:
    if visitor.way == "link":
        return visitor.client.get(f"/k/{visitor.holds}", follow=True)
    if visitor.way == "tablet":
        return visitor.client.get(f"/k/{visitor.holds}/tablet", follow=True)
    if visitor.way == "slip" and visitor.number % 2:
        asking = _Fields(visitor.client.get(url("answer_code"))).hidden
        typed = visitor.holds.lower().replace("-", " ")
        return visitor.client.post(url("answer_code"), {**asking, "code": typed}, follow=True)
    return visitor.client.get(f"/v/{visitor.holds}", follow=True)


def _keep(visitor: Visitor, page: Any) -> dict[str, list[str]]:
    assert page.status_code == 200
    found = _Fields(page)
    visitor.page, visitor.link = found.hidden, found.hidden[answers.LINK]
    return found.choices


def answer(visitor: Visitor, round_: Round, offered: dict[str, list[str]], random: Random) -> None:
    """Send the form; some make a mistake first, some change the language, some press the button twice."""
    items = {item.code: random.choice(item.scale.values) for item in round_.asked.items}
    assert all(str(value) in offered[code] for code, value in items.items())
    visitor.choices = dict(items)
    texts = {round_.asked.open_questions[0].code: f"Lisää aikaa, {visitor.word}."}
    filled = {code: str(value) for code, value in items.items()} | texts
    language = "fi"
    if visitor.number % 7 == 0:
        wrong = {next(iter(items)): "99"}
        _keep(visitor, _post(visitor, round_, {**filled, **wrong}, language))
    if visitor.number % 5 == 1:
        language = "sv"
        _keep(visitor, _post(visitor, round_, {**filled, answers.CARRY: language}, language))
    assert _post(visitor, round_, filled, language).status_code == 200
    if visitor.number % 9 == 0:
        is_refused = visitor.way == "tablet"  # it has gone back to its start
        assert _post(visitor, round_, filled, language).status_code == (302 if is_refused else 200)


def _post(visitor: Visitor, round_: Round, filled: dict[str, str], language: str) -> Any:
    on_tablet = visitor.way == "tablet"
    where = ("tablet", round_.pk, visitor.holds) if on_tablet else ("answer", round_.pk)
    return visitor.client.post(url(*where, language=language), {**visitor.page, **filled})
