"""The broker is away: people answer and are invited all the same, and the work is done when it returns."""

from __future__ import annotations

import pytest
from django.test import Client

from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations.people import Person, invite_people
from tests.cast import Cast
from tests.services import Broker
from tests.surveys.fielding import arrive, invite, leaf, make_open, send
from tests.worker import Letters, Worker
from yhes.common.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def test_an_answer_is_in_the_box_and_a_letter_waits(
    cast: Cast, broker: Broker, worker: Worker, letters: Letters
) -> None:
    round_ = make_open(cast)
    token = invite(leaf(round_))
    broker.stop()
    visitor = Client()
    assert arrive(visitor, token).status_code == 200
    thanks = send(visitor, round_, token)
    assert thanks.status_code == 200
    assert Envelope.objects.filter(round=round_).count() == 1
    invited = invite_people(group=leaf(round_), people=[Person("liisa@example.org", "fi")], user=cast.aino)
    assert invited.job is not None
    broker.start()
    worker.tick()
    assert worker.finish(invited.job).state == Job.State.DONE
    assert len(letters.wait(to="liisa@example.org")) == 1
    assert Invitation.objects.filter(is_mailed=True).count() == 1
    assert Round.objects.get(pk=round_.pk).state == Round.State.OPEN
