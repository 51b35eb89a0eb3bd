"""A worker killed while it renders: the old PDF stays whole, and the edition is rendered once all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from roadmap import services
from roadmap.models import Edition
from tests.cast import Cast
from tests.roadmap.recipes import compose_all, release_two_rounds
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rendered(cast: Cast, worker: Worker) -> Edition:
    """An edition whose Finnish PDF is in its place."""
    release_two_rounds(cast.project)
    edition = services.publish_edition(roadmap=compose_all(cast), actor=cast.aino)
    job = Job.objects.get(subject=services.rendering_subject(edition, "fi"))
    Job.objects.exclude(pk=job.pk).delete()
    worker.run_job(job)
    worker.finish(job, 120)
    return edition


def place(edition: Edition) -> Path:
    return services.file_path(edition.files.get(language="fi"))


def start_again(edition: Edition, cast: Cast, worker: Worker) -> Job:
    services.render_again(edition=edition, language="fi", actor=cast.aino)
    job = Job.objects.get(subject=services.rendering_subject(edition, "fi"), state__in=["pending", "running"])
    worker.send("common.run_job", str(job.pk))
    return job


def is_running(job: Job) -> bool:
    job.refresh_from_db()
    return job.state == Job.State.RUNNING


def test_kill_9_while_rendering_leaves_the_old_pdf_and_the_next_worker_makes_the_new_one_once(
    cast: Cast, worker: Worker, rendered: Edition, visitor: Client
) -> None:
    old = place(rendered).read_bytes()
    job = start_again(rendered, cast, worker)
    wait_for(lambda: is_running(job), 30, "the rendering to begin")
    worker.kill()

    assert place(rendered).read_bytes() == old
    served = visitor.get(f"/id/edition/{rendered.pk}/fi.pdf")
    assert b"".join(served.streaming_content) == old  # type: ignore[attr-defined]
    assert rendered.files.get(language="fi").state == "ready"

    worker.start()
    wait_for(lambda: _taken_over(worker, job), 60, "the job to be taken over")
    worker.finish(job, 120)
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert place(rendered).read_bytes().startswith(b"%PDF-")
    assert [path.name for path in place(rendered).parent.iterdir()] == [place(rendered).name]


def _taken_over(worker: Worker, job: Job) -> bool:
    """The clock wakes jobs whose worker went silent; tests have a clock that goes faster."""
    worker.tick()
    job.refresh_from_db()
    return job.attempts == 2


def test_kill_9_before_the_first_pdf_leaves_no_half_file_to_be_served(
    cast: Cast, worker: Worker, visitor: Client
) -> None:
    release_two_rounds(cast.project)
    edition = services.publish_edition(roadmap=compose_all(cast), actor=cast.aino)
    job = Job.objects.get(subject=services.rendering_subject(edition, "sv"))
    worker.send("common.run_job", str(job.pk))
    wait_for(lambda: is_running(job), 30, "the rendering to begin")
    worker.kill()
    assert visitor.get(f"/id/edition/{edition.pk}/sv.pdf").status_code == 404
    assert not list((Path(settings.MEDIA_ROOT) / "roadmap" / str(edition.pk)).glob("*.pdf"))
    assert visitor.get(f"/id/edition/{edition.pk}/sv.csv").status_code == 200
