"""An answer that races the closing is counted or told it is too late; never thanked for and lost."""

from __future__ import annotations

from functools import partial
from random import Random
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from surveys.ballot import locks
from surveys.models import Answer, Envelope, Invitation, Round
from surveys.questionnaire import Submission, pack
from surveys.services import answering, closing
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.surveys.fielding import invite, leaf, make_open, silent, submit
from tests.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

RACES, PEOPLE = 60, 6


def answer_of(round_: Round, number: int) -> Submission:
    """A different answer for each person."""
    items = [item.code for item in round_.asked.items]
    return Submission({items[0]: number % 5 + 1, items[1]: number // 5 + 1}, {})


def close_after(seconds: float, round_: Round) -> None:
    sleep(seconds)
    closing.close_round(round_id=round_.pk, report=silent)


def race(round_: Round, random: Random) -> int:
    """Everybody submits while somebody closes; the number who were thanked."""
    south = leaf(round_)
    people = {invite(south): answer_of(round_, number) for number in range(PEOPLE)}
    submits = [partial(submit, token=token, submission=answer) for token, answer in people.items()]
    outcomes = at_once([*submits, partial(close_after, random.uniform(0, 0.012), round_)])
    assert outcomes[-1] is None, "closing itself succeeds"
    told = outcomes[:-1]
    assert all(outcome is None or isinstance(outcome, answering.TooLate) for outcome in told), told
    thanked = [answer for answer, outcome in zip(people.values(), told, strict=True) if outcome is None]
    packed = [pack(round_.questionnaire.questionnaire, answer.choices) for answer in thanked]
    counted = [
        bytes(choices) for choices in Answer.objects.filter(round=round_).values_list("choices", flat=True)
    ]
    assert sorted(counted) == sorted(packed)
    assert not Envelope.objects.filter(round=round_).exists()
    assert Invitation.objects.filter(round=round_, is_spent=True).count() == len(thanked)
    return len(thanked)


def test_every_acknowledged_answer_is_counted(cast: Cast) -> None:
    random = Random(1)
    thanked = [race(make_open(cast), random) for _race in range(RACES)]
    assert 0 < sum(thanked) < RACES * PEOPLE, "some races must have gone each way, or nothing was raced"


def test_closing_waits_for_an_answer_that_is_under_way(cast: Cast) -> None:
    """The answer has looked at the round and not yet committed; whoever closes must not pass it."""
    round_ = make_open(cast)
    token, answer = invite(leaf(round_)), answer_of(round_, 3)
    has_answered = Event()

    def slow_answer() -> None:
        with transaction.atomic():
            submit(token=token, submission=answer)
            has_answered.set()
            wait_for(lambda: somebody_waits_for(round_), what="whoever closes to wait for the lock")

    def close_meanwhile() -> None:
        assert has_answered.wait(60)
        closing.close_round(round_id=round_.pk, report=silent)

    assert at_once([slow_answer, close_meanwhile]) == [None, None]
    assert Answer.objects.filter(round=round_).count() == 1


def test_answer_waits_for_the_closing_that_is_under_way_and_is_then_too_late(cast: Cast) -> None:
    round_ = make_open(cast)
    token, answer = invite(leaf(round_)), answer_of(round_, 3)
    is_locked = Event()

    def slow_closing() -> None:
        with transaction.atomic():
            locks.exclude(round_.pk)
            is_locked.set()
            wait_for(lambda: somebody_waits_for(round_), what="the answer to wait for the lock")
            Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSING)

    def late_answer() -> None:
        assert is_locked.wait(60)
        submit(token=token, submission=answer)

    outcomes = at_once([slow_closing, late_answer])
    assert outcomes[0] is None
    assert isinstance(outcomes[1], answering.TooLate)
    assert not Envelope.objects.exists()
    assert not Invitation.objects.get().is_spent


def somebody_waits_for(round_: Round) -> bool:
    """Whether a process of the database stands before the round's lock, as the database itself says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [round_.pk],
        )
        return bool(cursor.fetchone()[0])
