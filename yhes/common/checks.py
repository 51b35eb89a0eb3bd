"""Settings that contradict each other stop the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from yhes.common import bins, trail


@register
def trail_outlives_the_bin(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Some deletions are undone from what stands in the trail."""
    if trail.kept().days >= bins.BIN_DAYS:
        return []
    return [
        Error(
            f"TRAIL_KEPT_MONTHS keeps the texts of the trail for {trail.kept().days} days, "
            f"and what is in the bin can be brought back for {bins.BIN_DAYS}.",
            hint="Set TRAIL_KEPT_MONTHS to 1 or more; 24 is the default.",
            id="common.E001",
        )
    ]
