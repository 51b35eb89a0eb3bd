"""An address erased at the very moment its owner answers: neither waits for the other for ever."""

from __future__ import annotations

from time import sleep

import pytest

from surveys.models import Envelope, Invitation, SlipBatch
from surveys.questionnaire import Submission
from surveys.services import answering
from surveys.services.invitations import people, slips
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.surveys.fielding import invite, leaf, make_open, submit

pytestmark = pytest.mark.django_db(transaction=True)

LIISA = "liisa@example.org"


def test_erasing_waits_for_an_answer_that_wants_the_group_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where slips were replaced, a submit holds its invitation and then locks the group."""
    group = leaf(make_open(cast))
    slips.make_slips(group=group, count=1, user=cast.aino)
    slips.void_slips(batch=SlipBatch.objects.get(group=group), user=cast.aino)
    token = invite(group, LIISA)
    check = answering._check_slip

    def check_slowly(invitation: Invitation) -> None:
        sleep(0.6)
        check(invitation)

    monkeypatch.setattr(answering, "_check_slip", check_slowly)

    def answer() -> None:
        submit(token=token, submission=Submission({"OS1": 4}, {}))

    def erase() -> None:
        sleep(0.2)
        people.erase_from_group(group=group, email=LIISA, user=cast.aino)

    assert at_once([answer, erase]) == [None, None]
    assert Envelope.objects.filter(round=group.round_id).count() == 1
    assert list(Invitation.objects.filter(is_spent=True).values_list("email", "channel")) == [("", "erased")]
