"""Code slips are shown once; a shared link never gives more answers than people."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from surveys.models import Envelope, Group, Invitation, Round, SharedLink
from surveys.services import answering
from surveys.services.invitations.people import Person
from tests.cast import Cast
from tests.surveys.fielding import (
    arrive,
    assert_nowhere,
    close_by_clock,
    fill_in,
    make_open,
    send,
    submit,
    url,
)

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- Code slips ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_codes_stand_on_the_printed_page_and_nowhere_else(
    cast: Cast, as_aino: Client, visitor: Client, south: Group
) -> None:
    address = url("slips", cast.project.slug, south.round_id, south.pk)
    assert as_aino.get(address).status_code == 405, "a code is made by a POST only"
    batch = {"count": "3", "batch": str(uuid4())}
    response = as_aino.post(address, batch)
    codes = re.findall(r'class="slip-code">([^<]+)<', response.content.decode())
    assert len(set(codes)) == 3
    assert "no-store" in response["Cache-Control"]
    assert Invitation.objects.filter(channel=Invitation.Channel.SLIP).count() == 3
    for code in codes:
        assert_nowhere(code)
        assert arrive(visitor, code).status_code == 200
    assert as_aino.post(address, batch).status_code == 302, "loading the page again makes none"
    assert Invitation.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("count", ["0", "-3", "501", "abc", "", "31"])
def test_number_of_slips_is_checked(cast: Cast, as_aino: Client, south: Group, count: str) -> None:
    address = url("slips", cast.project.slug, south.round_id, south.pk)
    assert as_aino.post(address, {"count": count, "batch": str(uuid4())}).status_code == 302
    assert not Invitation.objects.exists()


# --- Shared links -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_looking_at_a_poster_mints_nothing_and_starting_does(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    first_page = visitor.get(f"/k/{link.code}")
    assert first_page["Location"] == url("answer_shared", round_.pk, link.code)
    for _look in range(3):
        assert visitor.get(first_page["Location"]).status_code == 200
    assert not Invitation.objects.exists()
    started = visitor.post(first_page["Location"])
    assert started["Location"] == url("answer", round_.pk)
    assert Invitation.objects.get().channel == Invitation.Channel.SHARED
    visitor.post(first_page["Location"])
    assert Invitation.objects.count() == 1, "whoever starts again goes on"


@pytest.mark.django_db
def test_next_person_at_the_same_device_gets_an_invitation_of_their_own(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    for person in range(2):
        visitor.post(url("answer_shared", round_.pk, link.code))
        page = visitor.get(url("answer", round_.pk)).content.decode()
        token = re.search(r'name="_link" value="([^"]+)"', page)
        assert token
        assert " checked" not in page
        assert send(visitor, round_, token[1]).status_code == 200
        assert Envelope.objects.count() == person + 1


@pytest.mark.django_db
def test_answers_through_a_link_stop_at_the_headcount_and_the_contact_is_told_once(
    cast: Cast, round_: Round, link: SharedLink
) -> None:
    from post_office.models import Email

    before = Email.objects.count()
    tokens = [answering.start_from_link(link=link) for _person in range(9)]
    for token in tokens[:7]:
        submit(token=token, submission=_submission(round_))
    for token in tokens[7:]:
        with pytest.raises(answering.GroupFull):
            submit(token=token, submission=_submission(round_))
    assert Envelope.objects.count() == 7
    assert Invitation.objects.filter(is_spent=True).count() == 7, "a refused answer spends nothing"
    with pytest.raises(answering.GroupFull):
        answering.start_from_link(link=link)
    told = Email.objects.order_by("pk")[before:]
    assert [letter.to for letter in told] == [["bertil@example.org"]]


@pytest.mark.django_db
def test_starting_stops_at_three_times_the_headcount(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    for _start in range(21):
        answering.start_from_link(link=link)
    response = visitor.post(url("answer_shared", round_.pk, link.code))
    assert response.status_code == 409
    assert "ei voi enää vastata" in response.content.decode()
    assert Invitation.objects.count() == 21


@pytest.mark.django_db
def test_shared_link_of_a_closed_round_says_so(round_: Round, link: SharedLink, visitor: Client) -> None:
    close_by_clock(round_)
    address = url("answer_shared", round_.pk, link.code)
    assert visitor.get(address).status_code == 410
    assert visitor.post(address).status_code == 410
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_shared_link_under_another_round_is_refused(cast: Cast, link: SharedLink, visitor: Client) -> None:
    other = make_open(cast)
    assert visitor.post(url("answer_shared", other.pk, link.code)).status_code == 410
    assert not Invitation.objects.exists()


def _submission(round_: Round) -> Any:
    from surveys.forms import answers

    return answers.read(round_.asked, fill_in(round_))
