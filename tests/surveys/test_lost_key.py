"""A round whose key is gone when it is to be counted: an alarm at once, and a way to start over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.ballot.counting import key_store
from surveys.models import Answer, Envelope, Round
from surveys.services import closing, keys
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_open, send, url
from tests.worker import Worker
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_counting_without_a_key_alarms_and_the_round_is_started_over_and_counted(
    cast: Cast, worker: Worker, letters: Any, as_aino: Client
) -> None:
    round_ = make_open(cast)
    token = invite(leaf(round_), "liisa@example.org")
    send(Client(), round_, token)
    for path in key_store().copies(round_.pk):
        path.unlink()
    assert worker.finish(closing.request_closing(round_=round_, user=cast.aino)).state == Job.State.FAILED
    round_.refresh_from_db()
    assert round_.is_key_lost
    assert round_.state == Round.State.CLOSING
    assert Envelope.objects.count() == 1
    page = as_aino.get(url("round", cast.project.slug, round_.pk)).content.decode()
    assert url("round_restart", cast.project.slug, round_.pk) in page
    job = keys.request_restart(round_=round_, user=cast.aino, closes_at=timezone.now() + timedelta(days=2))
    assert worker.finish(job).state == Job.State.DONE
    worker.finish(Job.objects.get(kind="surveys.mail_invitations"))
    assert "aloitettu alusta" in letters(to="liisa@example.org")[0].get_body(("plain",)).get_content()
    send(Client(), round_, token)
    assert worker.finish(closing.request_closing(round_=round_, user=cast.aino)).state == Job.State.DONE
    round_.refresh_from_db()
    assert round_.state == Round.State.PURGED
    assert Answer.objects.count() == 1


def test_probe_that_meets_a_counted_round_raises_no_alarm(cast: Cast) -> None:
    round_ = make_open(cast)
    key_store().destroy(round_.pk)
    Round.objects.update(state=Round.State.PURGED)
    assert keys.probe_key(round_id=round_.pk)
    round_.refresh_from_db()
    assert not round_.is_key_lost
