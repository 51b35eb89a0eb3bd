"""The ballot worker killed with -9 while it counts: the next one counts every envelope, and each once."""

from __future__ import annotations

import signal

import pytest
from django.db import connection, transaction

from surveys import sealing
from surveys.ballot.counting import key_store
from surveys.models import Answer, Envelope, Round
from surveys.services import closing
from tests.cast import Cast
from tests.surveys.ballot_box import fill, open_box
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = 40


def test_kill_9_while_counting_and_the_next_worker_counts_each_envelope_once(
    cast: Cast, worker: Worker
) -> None:
    box = open_box(cast.project, units=(1, 1))
    fill(box, {(0, 0): ANSWERS // 2, (1, 0): ANSWERS // 2})
    worker.signal(signal.SIGSTOP)
    job = closing.request_closing(round_=box.round, user=cast.aino)
    with transaction.atomic():
        assert Envelope.objects.select_for_update().filter(round=box.round).first()
        worker.signal(signal.SIGCONT)
        wait_for(_waits_with_opened_envelopes, 30, "the worker to come to deleting the envelopes")
        worker.kill()

    box.round.refresh_from_db()
    assert box.round.state == Round.State.CLOSING
    assert Envelope.objects.filter(round=box.round).count() == ANSWERS
    assert not Answer.objects.filter(round=box.round).exists()
    assert key_store().load(box.round.pk)

    worker.start()
    wait_for(lambda: _taken_over(worker, job), 60, "the job to be taken over")
    worker.finish(job, 120)
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    box.round.refresh_from_db()
    assert box.round.state == Round.State.PURGED
    assert Answer.objects.filter(round=box.round).count() == ANSWERS
    assert not Envelope.objects.filter(round=box.round).exists()
    with pytest.raises(sealing.KeyMissing):
        key_store().load(box.round.pk)


def _waits_with_opened_envelopes() -> bool:
    """Another connection waits for this one: pg_locks is read afresh also inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def _taken_over(worker: Worker, job: Job) -> bool:
    """The clock wakes jobs whose worker went silent; tests have a clock that goes faster."""
    worker.tick()
    job.refresh_from_db()
    return job.attempts == 2
