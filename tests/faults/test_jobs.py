"""What becomes of work and letters when a broker, a worker or a connection goes away."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from tests import jobkinds
from tests.services import Broker
from tests.worker import Letters, Worker, wait_for
from yhes.common import jobs
from yhes.common.locks import alone
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def start(kind: str, subject: str = "tests:1", **payload: Any) -> Job:
    return jobs.start(f"tests.{kind}", subject=subject, payload=payload)


def let_a_minute_pass(job: Job) -> None:
    """As if the job's worker had been silent for long."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))


# --- The broker --------------------------------------------------------------------------------


def test_work_started_while_the_broker_is_away_is_done_when_it_returns(
    worker: Worker, broker: Broker
) -> None:
    broker.stop()
    job = start("add", numbers=[4, 5])
    job.refresh_from_db()
    assert job.state == Job.State.PENDING
    broker.start()
    worker.tick()
    assert worker.finish(job).result == {"sum": 9}


def test_the_clock_wakes_what_was_lost_with_the_broker(worker: Worker, broker: Broker) -> None:
    worker.stop()
    job = start("add", numbers=[1])
    broker.stop()  # and with it every message that waited
    broker.start()
    worker.start()
    job.refresh_from_db()
    assert job.state == Job.State.PENDING
    worker.tick()
    assert worker.finish(job).state == Job.State.DONE


@pytest.mark.parametrize("ends", ["while the broker is away", "after it has returned"])
def test_a_worker_that_is_busy_when_its_broker_goes_away_takes_work_again(
    worker: Worker, broker: Broker, ends: str
) -> None:
    """It can then not acknowledge the message it works on: that is no reason to end."""
    job = start("finish_once")
    wait_for(lambda: jobkinds.count("begun") == 1)
    losses = worker.log().count("Connection to broker lost")
    broker.stop()
    wait_for(lambda: worker.log().count("Connection to broker lost") > losses, what="the worker to notice")
    if ends == "while the broker is away":
        jobkinds.mark("go")
        worker.finish(job)
        broker.start()
    else:
        broker.start()
        jobkinds.mark("go")
        worker.finish(job)
    worker.tick()
    assert worker.finish(start("add", numbers=[2, 3])).result == {"sum": 5}
    assert jobkinds.count("finished") == 1


def test_pages_and_sign_in_do_without_the_cache(broker: Broker) -> None:
    broker.stop()
    cache.set("key", "kept in the process meanwhile")
    assert cache.get("key") == "kept in the process meanwhile"
    assert cache.get_many(["key", "other"]) == {"key": "kept in the process meanwhile"}
    assert Client().get("/health").status_code == 200
    assert Client().get("/fi/").status_code == 200


# --- The worker --------------------------------------------------------------------------------


def test_work_of_a_killed_worker_is_taken_over_and_done_once(worker: Worker, second_worker: Worker) -> None:
    job = start("finish_once")
    wait_for(lambda: jobkinds.count("begun") == 1)
    second_worker.start()
    worker.kill()
    jobkinds.mark("go")

    second_worker.run_job(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1), "its heartbeat is not old enough yet"

    let_a_minute_pass(job)
    second_worker.tick()
    second_worker.finish(job)
    assert (job.state, job.attempts, job.result) == (Job.State.DONE, 2, {"by": 2})
    assert jobkinds.count("finished") == 1


def test_a_silence_is_noticed_by_its_length(worker: Worker) -> None:
    job = start("finish_once")
    wait_for(lambda: jobkinds.count("begun") == 1)
    worker.kill()
    worker.start()
    jobkinds.mark("go")

    def taken_over() -> bool:
        worker.tick()
        job.refresh_from_db()
        return job.state == Job.State.DONE

    wait_for(taken_over, 30)
    assert job.finished_at is not None
    assert job.started_at is not None
    assert job.attempts == 2


def test_a_worker_that_hung_and_comes_back_does_not_finish_what_another_took_over(
    worker: Worker, second_worker: Worker
) -> None:
    job = start("finish_once")
    wait_for(lambda: jobkinds.count("begun") == 1)
    worker.signal(signal.SIGSTOP)
    try:
        second_worker.start()
        let_a_minute_pass(job)
        jobkinds.mark("go")
        jobs.wake_due()
        second_worker.finish(job)
        first_result = job.result
    finally:
        worker.signal(signal.SIGCONT)
    wait_for(lambda: "lease lost" in worker.log())
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (Job.State.DONE, 2, first_result)
    assert jobkinds.count("finished") == 1


def test_work_that_kills_its_worker_every_time_is_given_up(worker: Worker) -> None:
    job = Job.objects.create(kind="tests.finish_once", subject="tests:1", attempts=4)
    worker.tick()
    wait_for(lambda: jobkinds.count("begun") == 1)
    worker.kill()
    worker.start()
    let_a_minute_pass(job)
    worker.tick()
    worker.finish(job)
    assert (job.state, job.crash) == (Job.State.FAILED, "WorkerLost")
    assert jobkinds.count("begun") == 1


# --- The database ------------------------------------------------------------------------------


def test_progress_shows_while_the_work_is_inside_a_transaction(worker: Worker) -> None:
    job = start("work_in_transaction")

    def shows() -> bool:
        job.refresh_from_db()
        return (job.done, job.total, job.message) == (3, 10, "three of ten")

    wait_for(shows)
    assert job.state == Job.State.RUNNING
    jobkinds.mark("go")
    assert worker.finish(job).state == Job.State.DONE


def cut_every_other_connection() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_work_goes_on_after_its_connections_were_cut(worker: Worker) -> None:
    """The heartbeat's thread and the handler's both find their connection dead."""
    job = start("finish_once")
    wait_for(lambda: jobkinds.count("begun") == 1)
    wait_for(lambda: cut_every_other_connection() >= 1)
    jobkinds.mark("go")

    def over() -> bool:
        worker.tick()
        job.refresh_from_db()
        return not job.is_active

    wait_for(over, 30)
    assert (job.state, jobkinds.count("finished")) == (Job.State.DONE, 1)


def test_nobody_takes_over_between_confirming_and_the_commit(worker: Worker) -> None:
    from yhes.common.jobs.lease import claim

    job = Job.objects.create(kind="tests.add", subject="tests:1", payload={"numbers": []})
    lease = claim(job.pk)
    assert lease is not None
    let_a_minute_pass(job)
    with transaction.atomic():
        lease.confirm()
        task = worker.send("common.run_job", str(job.pk))
        wait_for(_somebody_waits_for_a_lock)
        assert not jobkinds.is_done(task)
        assert lease.finish(state=Job.State.DONE)
    wait_for(lambda: jobkinds.is_done(task))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


# --- Two workers -------------------------------------------------------------------------------


def test_two_workers_send_every_letter_once(worker: Worker, second_worker: Worker, letters: Letters) -> None:
    from post_office import mail

    second_worker.start()
    people = [f"person{number}@example.org" for number in range(80)]
    for person in people:
        mail.send(recipients=[person], sender="yhes@example.org", subject="A", message="B")
    tasks = [worker.send("common.send_mail") for _ in range(6)]
    wait_for(lambda: all(map(jobkinds.is_done, tasks)), 60)
    wait_for(lambda: not Email.objects.exclude(status=STATUS.sent).exists())
    assert sorted(str(letter["To"]) for letter in letters()) == sorted(people)


def test_while_somebody_sends_others_do_not(worker: Worker, letters: Letters) -> None:
    from post_office import mail

    mail.send(recipients=["aino@example.org"], sender="yhes@example.org", subject="A", message="B")
    with alone("mail") as mine:
        assert mine
        worker.run("common.send_mail")
        assert letters() == []
    worker.run("common.send_mail")
    assert len(letters()) == 1
