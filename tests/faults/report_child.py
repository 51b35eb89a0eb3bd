"""Making a report's files in a process that is killed in the middle (see closing_child)."""

from __future__ import annotations

import os
import signal
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from tests.faults import closing_child  # noqa: F401 -- sets Django up
from yhes.common.jobs import running
from yhes.common.jobs.kinds import Context


def render_and_die(database: dict[str, Any], media: str, job: UUID, before: int) -> None:
    """Run the job, but be killed right before the `before`-th file is put into its place."""
    settings.MEDIA_ROOT = media
    connection.settings_dict.update(database)
    tries = count(1)

    def confirm(context: Context) -> None:
        if next(tries) == before:
            os.kill(os.getpid(), signal.SIGKILL)

    Context.confirm = confirm  # type: ignore[method-assign]
    running.run(job)
