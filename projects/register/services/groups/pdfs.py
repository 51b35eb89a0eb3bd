"""Agendas and minutes in PDF: ordered once, made by a job, kept for a week (as decision 0069 for results).

A file belongs to nobody: all that it shows, and whether it names people, is in its key. What has changed
since has another key, so that no page leads to an old file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.register.groups.papers import paper_context
from projects.register.models import Meeting, MeetingPdf
from yhes.accounts.models import User
from yhes.common import jobs, papers
from yhes.common.models import Job

FOLDER: Final = "meetings"
TEMPLATE: Final = "pdf/meeting.html"
STYLESHEETS: Final = ("css/pdf/report.css", "css/pdf/meeting.css")
JOB: Final = "register.render_meeting"
KEPT: Final = timedelta(days=MeetingPdf.KEPT_DAYS)
_PHASES = 3  # the words, the layout, the file


@dataclass(frozen=True, slots=True)
class Order:
    """Which paper is meant: all that it shows follows from this."""

    meeting: Meeting
    what: str
    language: str
    names_people: bool

    @property
    def key(self) -> str:
        """SHA-256 (hex) of the page that would be printed."""
        return sha256(self.html().encode()).hexdigest()

    def html(self) -> str:
        with translation.override(self.language):
            return render_to_string(
                TEMPLATE, paper_context(self.meeting, self.what, names_people=self.names_people)
            )


def found(order: Order) -> MeetingPdf | None:
    """The file of this order, made or being made."""
    return MeetingPdf.objects.filter(key=order.key).first()


def is_ready(pdf: MeetingPdf) -> bool:
    return bool(pdf.path) and file_path(pdf).is_file()


def request_pdf(*, order: Order, user: User) -> MeetingPdf:
    """Made already, or by a job that starts now; asked twice it is made once."""
    pdf, _made = MeetingPdf.objects.get_or_create(
        key=order.key,
        defaults={
            "meeting": order.meeting,
            "what": order.what,
            "language": order.language,
            "names_people": order.names_people,
            "asked_at": timezone.now(),
        },
    )
    if not is_ready(pdf):
        jobs.start(JOB, subject=subject(pdf), payload={"pdf": pdf.pk}, started_by=user)
    return pdf


def subject(pdf: MeetingPdf) -> str:
    return f"register.meeting_pdf:{pdf.pk}"


def job_of(pdf: MeetingPdf) -> Job | None:
    return Job.objects.filter(kind=JOB, subject=subject(pdf)).order_by("-created_at").first()


def file_path(pdf: MeetingPdf) -> Path:
    return Path(settings.MEDIA_ROOT) / pdf.path


def render_pdf(*, key: int, progress: Callable[[int, int], None], confirm: Callable[[], None]) -> MeetingPdf:
    """Render the PDF and put it in its place; safe to repeat at any point.

    confirm: see papers.put_in_place. Raises JobFailed when the meeting has been changed or removed since
    it was asked for.
    """
    pdf = MeetingPdf.objects.select_related("meeting__project", "meeting__group").filter(pk=key).first()
    if pdf is None:
        raise jobs.JobFailed(_("The meeting has been changed meanwhile. Make the PDF again."))
    order = Order(pdf.meeting, pdf.what, pdf.language, pdf.names_people)
    if order.key != pdf.key:
        pdf.delete()
        raise jobs.JobFailed(_("The meeting has been changed meanwhile. Make the PDF again."))
    place = Path(settings.MEDIA_ROOT) / FOLDER / f"{pdf.key}.pdf"
    content, pages = _rendered(order, progress)
    papers.put_in_place(place, content, confirm=confirm)
    pdf.path, pdf.size, pdf.pages = f"{FOLDER}/{place.name}", len(content), pages
    pdf.save(update_fields=["path", "size", "pages"])
    return pdf


def _rendered(order: Order, progress: Callable[[int, int], None]) -> tuple[bytes, int]:
    """The PDF and its number of pages."""
    # WeasyPrint takes long to load, and the web process only needs to know that this exists.
    from yhes.common import pdf

    progress(0, _PHASES)
    html = order.html()
    progress(1, _PHASES)
    document = pdf.lay_out(html, stylesheets=STYLESHEETS)
    progress(2, _PHASES)
    content = pdf.written(document)
    progress(3, _PHASES)
    return content, len(document.pages)


def drop_pdfs(which: Q) -> int:
    """Delete these and, after the commit, their files; returns how many."""
    rows = list(MeetingPdf.objects.filter(which))
    MeetingPdf.objects.filter(pk__in=[row.pk for row in rows]).delete()
    paths = [file_path(row) for row in rows if row.path]
    transaction.on_commit(lambda: _unlink(paths))
    return len(rows)


def forget_pdfs(now: datetime) -> None:
    """Registered as a `tick`: nothing is kept for more than a week, files left without a row neither."""
    drop_pdfs(Q(asked_at__lt=now - KEPT))
    oldest = (now - KEPT).timestamp()
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
