"""Papers: PDFs that a job makes when somebody asks, kept for a week (decision 0069), each whole in its place.

An app does three things:

1. Its model is a `Paper` with what it is of; four names say which job makes it and where it then lies.
2. Its service works out the key of what a person asks for and calls `request`; its job calls `make`.
3. It registers a `tick` that calls `forget`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import FileResponse
from django.utils import timezone

from yhes.common import jobs
from yhes.common.models import Job

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Progress = Callable[[int, int], None]
# An order has nothing of these yet, a file in its place has all: for a constraint of every kind of paper.
WHOLE: Final = Q(path="", size=0, pages=0) | Q(path__gt="", size__gt=0, pages__gt=0)
_PHASES: Final = 3  # the words, the layout, the file


class Paper(models.Model):
    """One PDF, or the order for one. It belongs to nobody: who may fetch it is asked at every fetch.

    `key` is the SHA-256 (hex) of all that it shows, so that the same paper is made once and a changed one
    is another. `path` is relative to MEDIA_ROOT and empty until the file stands in its place.
    """

    KEPT_DAYS = 7
    FOLDER: ClassVar[str]  # below MEDIA_ROOT
    JOB: ClassVar[str]  # the kind of job that makes it
    SUBJECT: ClassVar[str]  # what that job is about, before the primary key
    PAYLOAD: ClassVar[str]  # what the job's payload calls the primary key

    key = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        """Whether the file is in its place."""
        return bool(self.path) and self.place.is_file()

    @property
    def place(self) -> Path:
        """Where the file is once it has been made."""
        return Path(settings.MEDIA_ROOT) / self.FOLDER / f"{self.key}.pdf"

    @property
    def subject(self) -> str:
        return f"{self.SUBJECT}:{self.pk}"

    @property
    def job(self) -> Job | None:
        """The newest job that makes or made it."""
        return Job.objects.about(self.subject).filter(kind=self.JOB).first()


_Paper = TypeVar("_Paper", bound=Paper)


def request(model: type[_Paper], key: str, *, user: Any, **facts: Any) -> _Paper:
    """The paper, made already or by a job that starts now; asked twice it is made once.

    facts: the paper's other columns.
    """
    paper, _made = model._default_manager.get_or_create(
        key=key, defaults={**facts, "asked_at": timezone.now()}
    )
    if not paper.is_ready:
        jobs.start(model.JOB, subject=paper.subject, payload={model.PAYLOAD: paper.pk}, started_by=user)
    return paper


def make(
    paper: _Paper,
    html: Callable[[], str],
    *,
    stylesheets: Sequence[str],
    gone: StrOrPromise,
    progress: Progress,
    confirm: Callable[[], None],
) -> _Paper:
    """Render the PDF and put it in its place; safe to repeat at any point.

    html: writes what is printed, in the paper's language. stylesheets: names of static files. gone: what to
    tell when the paper was dropped while it was being made, which raises JobFailed. progress: told
    (done, total) as phases finish. confirm: see put_in_place.
    """
    # WeasyPrint takes long to load, and the web process only needs to know that this exists.
    from yhes.common import pdf

    progress(0, _PHASES)
    words = html()
    progress(1, _PHASES)
    document = pdf.lay_out(words, stylesheets=stylesheets)
    progress(2, _PHASES)
    content = pdf.written(document)
    progress(3, _PHASES)
    put_in_place(paper.place, content, confirm=confirm)
    return _recorded(paper, gone, size=len(content), pages=len(document.pages))


def _recorded(paper: _Paper, gone: StrOrPromise, *, size: int, pages: int) -> _Paper:
    paper.path, paper.size, paper.pages = f"{paper.FOLDER}/{paper.place.name}", size, pages
    row = type(paper)._default_manager.filter(pk=paper.pk)
    if not row.update(path=paper.path, size=size, pages=pages):
        paper.place.unlink(missing_ok=True)
        raise jobs.JobFailed(str(gone))
    return paper


def drop(model: type[Paper], which: Q) -> int:
    """Delete these papers and, after the commit, their files; returns how many."""
    papers = list(model._default_manager.filter(which))
    model._default_manager.filter(pk__in=[paper.pk for paper in papers]).delete()
    places = [paper.place for paper in papers if paper.path]
    transaction.on_commit(lambda: _unlink(places))
    return len(papers)


def forget(model: type[Paper], now: datetime) -> int:
    """Drop what was asked for a week ago, and files that a process left that ended in between."""
    since = now - timedelta(days=model.KEPT_DAYS)
    dropped = drop(model, Q(asked_at__lt=since))
    _unlink(
        path
        for path in (Path(settings.MEDIA_ROOT) / model.FOLDER).glob("*")
        if path.stat().st_mtime < since.timestamp()
    )
    return dropped


def _unlink(places: Iterable[Path]) -> None:
    for place in places:
        place.unlink(missing_ok=True)


def attachment(paper: Paper, filename: str) -> FileResponse:
    """The PDF for whoever may have it, to keep; nothing on the way keeps it too."""
    response = FileResponse(
        paper.place.open("rb"), content_type="application/pdf", as_attachment=True, filename=filename
    )
    response["Cache-Control"] = "private, no-store"
    return response


# --- Files in their places ----------------------------------------------------------------------------


def put_in_place(place: Path, content: bytes, *, confirm: Callable[[], None]) -> None:
    """As `write_whole`, in a folder that is made if need be."""
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, content, confirm=confirm)


def write_whole(place: Path, content: bytes, *, confirm: Callable[[], None]) -> None:
    """Write beside the place, sync to disk, then rename; safe to repeat at any point.

    confirm: called right before the rename; raises when another worker has taken the job over, and then
    nothing is touched.
    """
    for left in place.parent.glob(f".{place.name}.*.part"):
        left.unlink(missing_ok=True)  # of a worker that was killed
    part = place.with_name(f".{place.name}.{uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        confirm()
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
