"""A worker killed while it makes a report's files: what is there is whole, and the next worker makes the rest."""

from __future__ import annotations

import multiprocessing
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import timezone

from tests.cast import Cast
from tests.desk.reporting import make_report, submit
from tests.faults import report_child
from yhes.common.jobs import running
from yhes.common.models import Job
from yhes.desk.reports import services

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_kill_between_two_files_leaves_one_whole_and_the_next_worker_makes_the_other_two(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    report = submit(make_report(cast), cast)
    job = Job.objects.get(kind="desk.render_report")
    assert die(job, before=2) == -signal.SIGKILL
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    first, *others = report.files.order_by("kind")
    assert first.is_ready
    assert not any(file.is_ready for file in others)
    whole = services.file_path(first).read_bytes()
    assert whole.startswith(b"\xef\xbb\xbf")

    Job.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert all(file.is_ready for file in report.files.all())
    assert services.file_path(first).read_bytes() == whole, "archived once, never made again"
    places = {services.file_path(file) for file in report.files.all()}
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == places


def die(job: Job, before: int) -> int | None:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.faults.closing_child", "tests.faults.report_child"])
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    given = (database, str(configured.MEDIA_ROOT), job.pk, before)
    child = forking.Process(target=report_child.render_and_die, args=given)
    child.start()
    child.join(60)
    return child.exitcode
