"""Slips taken out of use while people answer with them: counted or refused, and never too many."""

from __future__ import annotations

from functools import partial
from random import Random
from time import sleep

import pytest

from surveys.models import Envelope, Invitation, SlipBatch
from surveys.questionnaire import Submission
from surveys.services import answering
from surveys.services.invitations import slips
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.surveys.fielding import leaf, make_open, submit

pytestmark = pytest.mark.django_db(transaction=True)

HEADCOUNT = 7


def send(token: str) -> None:
    submit(token=token, submission=Submission({"OS1": 4}, {}))


def void_after(seconds: float, batch: SlipBatch, cast: Cast) -> None:
    sleep(seconds)
    slips.void_slips(batch=batch, user=cast.aino)


def test_an_answer_with_a_slip_that_is_being_voided_is_counted_or_refused(cast: Cast) -> None:
    random = Random(1)
    for _race in range(12):
        group = leaf(make_open(cast), "Pohjoinen")
        early, late, *codes = slips.make_slips(group=group, count=HEADCOUNT, user=cast.aino)
        send(early)
        void = partial(void_after, random.uniform(0, 0.02), SlipBatch.objects.get(group=group), cast)
        *told, voided = at_once([*(partial(send, code) for code in codes), void])
        assert voided is None
        assert all(outcome is None or isinstance(outcome, answering.SlipVoid) for outcome in told), told
        with pytest.raises(answering.SlipVoid):
            send(late)
        counted = 1 + told.count(None)
        assert Envelope.objects.filter(round=group.round_id).count() == counted
        assert Invitation.objects.filter(group=group, is_spent=True).count() == counted


def test_old_and_new_slips_together_never_give_more_answers_than_people(cast: Cast) -> None:
    group = leaf(make_open(cast), "Pohjoinen")
    for code in slips.make_slips(group=group, count=4, user=cast.aino):
        send(code)
    slips.void_slips(batch=SlipBatch.objects.get(group=group), user=cast.aino)
    fresh = slips.make_slips(group=group, count=HEADCOUNT, user=cast.aino)
    told = at_once([partial(send, code) for code in fresh])
    assert told.count(None) == HEADCOUNT - 4
    assert all(outcome is None or isinstance(outcome, answering.GroupFull) for outcome in told), told
    assert Envelope.objects.filter(round=group.round_id).count() == HEADCOUNT
