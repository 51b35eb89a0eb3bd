"""Time passes: what the clock would have a worker do, done here and now."""

from __future__ import annotations

from django.utils import timezone

from yhes.common import registry


def let_a_minute_pass() -> None:
    """Every step of the tick, in this process; the first that fails fails the test."""
    for step in registry.providers("tick").values():
        step(timezone.now())
