"""What a person who starts long work can count on, and what the worker does about trouble."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from tests import jobkinds
from tests.cast import make_person
from tests.worker import Worker, wait_for
from yhes.common import jobs
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def start(kind: str, subject: str = "tests:1", **payload: Any) -> Job:
    return jobs.start(f"tests.{kind}", subject=subject, payload=payload)


def test_the_worker_does_the_work_and_keeps_its_result(worker: Worker) -> None:
    job = worker.finish(start("add", numbers=[1, 2, 3]))
    assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"sum": 6}, 1)
    assert job.finished_at is not None


def test_the_ballot_queue_is_worked_off_too(worker: Worker) -> None:
    assert worker.finish(start("ballot")).state == Job.State.DONE


def test_a_message_longer_than_its_place_is_cut_and_does_no_harm(worker: Worker) -> None:
    job = worker.finish(start("add", numbers=[]))
    assert (job.state, job.message) == (Job.State.DONE, "x" * 200)


def test_starting_the_same_work_again_gives_the_job_that_is_under_way(worker: Worker) -> None:
    first = start("finish_once")
    assert start("finish_once") == first
    assert start("finish_once", subject="tests:2") != first
    jobkinds.mark("go")
    worker.finish(first)
    assert start("finish_once") != first, "what is finished may be started anew"


def test_many_who_start_the_same_work_at_once_start_one_job(worker: Worker) -> None:
    people = 6
    gate = Barrier(people)

    def click(_: int) -> Any:
        try:
            gate.wait()
            return start("finish_once").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        started = set(pool.map(click, range(people)))
    assert len(started) == 1
    jobkinds.mark("go")
    assert worker.finish(Job.objects.get()).state == Job.State.DONE
    assert jobkinds.count("begun") == 1


def test_work_of_a_transaction_that_was_rolled_back_is_never_begun(worker: Worker) -> None:
    with transaction.atomic():
        start("crash", times=0)
        transaction.set_rollback(True)
    worker.tick()
    assert not Job.objects.exists()
    assert jobkinds.count("crash") == 0


def test_a_refusal_reaches_the_person_in_their_language_and_is_not_tried_again(worker: Worker) -> None:
    bertil = make_person("Bertil Berg", "sv")
    job = jobs.start("tests.refuse", subject="tests:1", started_by=bertil)
    worker.finish(job)
    assert (job.state, job.error) == (Job.State.FAILED, "Detta fält måste fyllas i.")
    worker.tick()
    assert jobkinds.count("refuse") == 1


def test_work_that_crashed_is_tried_again_at_the_next_tick(worker: Worker) -> None:
    job = start("crash", times=1)
    wait_for(lambda: Job.objects.filter(state=Job.State.PENDING, crash="RuntimeError").exists())
    worker.tick()
    worker.finish(job)
    assert (job.state, job.result, job.crash) == (Job.State.DONE, {"tries": 2}, "")


def test_work_that_crashes_every_time_is_given_up(worker: Worker) -> None:
    job = Job.objects.create(kind="tests.crash", subject="tests:1", payload={"times": 99}, attempts=4)
    worker.tick()
    worker.finish(job)
    assert (job.state, job.crash, job.attempts) == (Job.State.FAILED, "RuntimeError", 5)
    worker.tick()
    assert jobkinds.count("crash") == 1


def test_a_kind_that_only_a_newer_version_knows_waits_and_stops_nobody(worker: Worker) -> None:
    newer = Job.objects.create(kind="newer.kind", subject="tests:1")
    known = Job.objects.create(kind="tests.add", subject="tests:1", payload={"numbers": [2]})
    worker.tick()
    assert worker.finish(known).state == Job.State.DONE
    worker.run_job(newer)
    newer.refresh_from_db()
    assert (newer.state, newer.attempts) == (Job.State.PENDING, 0)


def test_starting_an_unknown_kind_is_a_mistake_that_shows_at_once() -> None:
    with pytest.raises(KeyError):
        start("misspelt")
