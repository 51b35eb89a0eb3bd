"""A whole staff meeting answers at once, on PostgreSQL and on the embedded SQLite alike."""

from __future__ import annotations

from functools import partial

import pytest

from surveys.forms import answers
from surveys.models import Envelope, Group, Invitation, Round, SharedLink
from surveys.questionnaire import Submission
from surveys.services import answering
from surveys.services.invitations import people, shared_links
from surveys.services.invitations.people import Person
from surveys.services.invitations.room import InvitingRefused
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.surveys.fielding import fill_in, invite, leaf, make_open, submit

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, THREADS = 600, 24


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make_open(cast, college=PEOPLE)


def answer_of(round_: Round) -> Submission:
    read = answers.read(round_.asked, fill_in(round_))
    assert isinstance(read, Submission)
    return read


def submit_all(tokens: list[str], submission: Submission) -> int:
    for token in tokens:
        submit(token=token, submission=submission)
    return len(tokens)


def test_six_hundred_answers_at_once_are_all_stored(round_: Round) -> None:
    south, submission = leaf(round_), answer_of(round_)
    tokens = [invite(south) for _person in range(PEOPLE)]
    shares = [tokens[start::THREADS] for start in range(THREADS)]
    outcomes = at_once([partial(submit_all, share, submission) for share in shares])
    assert outcomes == [len(share) for share in shares]
    assert Envelope.objects.count() == PEOPLE
    assert Invitation.objects.filter(is_spent=True).count() == PEOPLE


def test_double_click_stores_one_answer(round_: Round) -> None:
    token, submission = invite(leaf(round_)), answer_of(round_)
    click = partial(submit, token=token, submission=submission)
    outcomes = at_once([click] * 8)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, answering.AlreadyAnswered) for outcome in outcomes) == 7
    assert Envelope.objects.count() == 1


def test_two_letters_to_one_person_at_once_store_one_answer(round_: Round) -> None:
    from surveys.services.invitations import mailing

    first, submission = invite(leaf(round_)), answer_of(round_)
    second = mailing.mint(Invitation.objects.get())
    outcomes = at_once([partial(submit, token=token, submission=submission) for token in (first, second)])
    assert outcomes.count(None) == 1
    assert Envelope.objects.count() == 1


def test_shared_link_never_gives_more_answers_than_people(cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)
    submission = answer_of(round_)
    tokens = [answering.start_from_link(link=link) for _start in range(20)]
    outcomes = at_once([partial(submit, token=token, submission=submission) for token in tokens])
    assert outcomes.count(None) == 7
    assert sum(isinstance(outcome, answering.GroupFull) for outcome in outcomes) == 13
    assert Envelope.objects.count() == Invitation.objects.filter(is_spent=True).count() == 7
    assert SharedLink.objects.get().spent == 7


def test_shared_link_never_mints_more_than_three_times_the_headcount(cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)
    outcomes = at_once([partial(answering.start_from_link, link=link)] * 26)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 21
    assert Invitation.objects.count() == SharedLink.objects.get().minted == 21


def test_two_people_inviting_at_once_do_not_exceed_the_headcount(cast: Cast, round_: Round) -> None:
    north = leaf(round_, "Pohjoinen")

    def ask(name: str, group: Group = north) -> int:
        listed = [Person(f"{name}{number}@example.org", "fi") for number in range(5)]
        return people.invite_people(group=group, people=listed, user=cast.aino).new

    outcomes = at_once([partial(ask, name) for name in "abc"])
    assert outcomes.count(5) == 1
    assert sum(isinstance(outcome, InvitingRefused) for outcome in outcomes) == 2
    assert Invitation.objects.count() == 5
