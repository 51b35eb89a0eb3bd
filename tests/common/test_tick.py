"""The minutely tick: one step that fails leaves the others their turn."""

from __future__ import annotations

from datetime import datetime

import pytest

from yhes.common import jobs, registry, tasks
from yhes.common.mail import outbox

pytestmark = pytest.mark.django_db


def fail(*_: object) -> None:
    raise RuntimeError("planted")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the steps that had their turn; "first" of the apps' steps always fails."""
    done: list[str] = []

    def second(_now: datetime) -> None:
        done.append("second")

    steps = {"first": fail, "second": second}
    monkeypatch.setitem(registry._providers, "tick", steps)
    monkeypatch.setattr(outbox, "send_waiting", lambda: done.append("letters"))
    return done


def test_the_steps_after_one_that_fails_have_their_turn_and_it_is_logged(
    ran: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    tasks.tick()
    assert ran == ["second", "letters"]
    assert "step='first'" in caplog.text or "'step': 'first'" in caplog.text


def test_jobs_that_cannot_be_woken_stop_nothing_either(
    ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "wake_due", fail)
    tasks.tick()
    assert ran == ["second", "letters"]
