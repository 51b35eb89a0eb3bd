"""Making a PDF: a reader never meets half a file, and the old one stays until the new one is whole."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from roadmap import services
from roadmap.models import Edition, EditionFile
from tests.cast import Cast
from tests.worker import Worker
from yhes.common.jobs import LeaseLost
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_files_of_other_tests() -> None:
    """Primary keys begin anew on SQLite, and with them the folders of editions."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "roadmap", ignore_errors=True)


def render(edition: Edition, language: str = "en", *, confirm: object = None) -> EditionFile:
    return services.render_edition(
        edition_id=edition.pk,
        language=language,
        progress=lambda done, total: None,
        confirm=confirm or (lambda: None),  # type: ignore[arg-type]
    )


def folder(edition: Edition) -> Path:
    return Path(settings.MEDIA_ROOT) / "roadmap" / str(edition.pk)


def test_the_file_is_described_by_its_row_and_served_to_everyone(visitor: Client, edition: Edition) -> None:
    file = render(edition)
    place = services.file_path(file)
    content = place.read_bytes()
    assert (file.state, file.size, file.sha256) == (
        "ready",
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert content.startswith(b"%PDF-1.7")
    assert file.pages > 10
    response = visitor.get(f"/id/edition/{edition.pk}/en.pdf")
    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert not response.cookies
    assert [path.name for path in folder(edition).iterdir()] == [place.name]
    # Again, by a worker that has lost its job: nothing is touched, and nothing is left lying about.

    def lost() -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        render(edition, confirm=lost)
    assert place.read_bytes() == content
    assert [path.name for path in folder(edition).iterdir()] == [place.name]
    file.refresh_from_db()
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_what_a_killed_worker_left_is_swept_away(edition: Edition) -> None:
    place = folder(edition)
    place.mkdir(parents=True)
    slug = edition.roadmap.project.slug
    left = place / f".{slug}-roadmap-1-sv.pdf.{'0' * 32}.part"
    left.write_bytes(b"%PDF-1.7 half")
    render(edition, "sv")
    assert not left.exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_has_a_worker_make_three_pdfs_with_progress(
    cast: Cast, edition: Edition, worker: Worker
) -> None:
    jobs = list(Job.objects.filter(kind="roadmap.render_edition"))
    for job in jobs:
        worker.run_job(job)
        worker.finish(job, 120)
        assert (job.state, job.error) == ("done", "")
        assert (job.done, job.total) == (2, 2)
    assert set(edition.files.values_list("state", flat=True)) == {"ready"}
    assert {services.file_path(file).read_bytes()[:5] for file in edition.files.all()} == {b"%PDF-"}


@pytest.mark.django_db(transaction=True)
def test_making_it_again_keeps_the_old_file_until_the_new_one_is_there(
    cast: Cast, edition: Edition, visitor: Client
) -> None:
    old = services.file_path(render(edition)).read_bytes()
    Job.objects.all().delete()
    services.render_again(edition=edition, language="en", actor=cast.aino)
    assert Job.objects.get().subject == services.rendering_subject(edition, "en")
    assert edition.files.get(language="en").state == "ready"
    response = visitor.get(f"/id/edition/{edition.pk}/en.pdf")
    assert b"".join(response.streaming_content) == old  # type: ignore[attr-defined]
