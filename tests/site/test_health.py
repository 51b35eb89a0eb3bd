"""What a monitor learns: whether pages are served, and whether somebody takes the work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.worker import Worker, wait_for
from yhes.common.jobs import life
from yhes.common.models import Job


@pytest.fixture(autouse=True)
def nothing_shown() -> None:
    cache.clear()


def told() -> tuple[int, dict[str, str]]:
    response = Client().get("/health/work")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_without_any_sign_of_life_the_monitor_is_alarmed() -> None:
    assert told() == (503, {"default": "silent", "ballot": "silent"})
    assert Client().get("/health").status_code == 200, "pages are served all the same"


@pytest.mark.django_db(transaction=True)
def test_a_tick_shows_that_both_queues_are_worked_off(worker: Worker) -> None:
    worker.tick()
    wait_for(lambda: told() == (200, {"default": "ok", "ballot": "ok"}))


@pytest.mark.django_db
def test_a_sign_that_is_older_than_five_minutes_counts_no_more() -> None:
    life.show("ballot")
    life.show("default", timezone.now() - life.SILENCE - timedelta(seconds=1))
    assert told() == (503, {"default": "silent", "ballot": "ok"})
    life.show("default", timezone.now() - life.SILENCE + timedelta(seconds=30))
    assert told()[0] == 200


@pytest.mark.django_db
def test_a_worker_that_counts_for_long_is_not_silent() -> None:
    """It takes nothing else meanwhile; its heartbeat tells that it lives."""
    life.show("default")
    counting = Job.objects.create(
        kind="surveys.close_round", subject="tests:1", state=Job.State.RUNNING, heartbeat_at=timezone.now()
    )
    assert told() == (200, {"default": "ok", "ballot": "ok"})
    Job.objects.filter(pk=counting.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=6))
    assert told() == (503, {"default": "ok", "ballot": "silent"})


@pytest.mark.django_db
def test_a_container_learns_the_same_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="'ballot'"):
        call_command("is_working", "ballot")
    life.show("ballot")
    call_command("is_working", "ballot")
    assert capsys.readouterr().out == "ok\n"
