"""Agendas and minutes in PDF: ordered once, made by a job, kept for a week (as decision 0069 for results).

A file belongs to nobody: all that it shows, and whether it names people, is in its key. What has changed
since has another key, so that no page leads to an old file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from projects.register.groups.papers import paper_context
from projects.register.models import Meeting, MeetingPdf
from yhes.accounts.models import User
from yhes.common import jobs, papers

TEMPLATE: Final = "pdf/meeting.html"
STYLESHEETS: Final = ("css/pdf/report.css", "css/pdf/meeting.css")
_CHANGED: Final = _("The meeting has been changed meanwhile. Make the PDF again.")


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
        return _digest(self.html())

    def html(self) -> str:
        with translation.override(self.language):
            return render_to_string(
                TEMPLATE, paper_context(self.meeting, self.what, names_people=self.names_people)
            )


def found(order: Order) -> MeetingPdf | None:
    """The file of this order, made or being made."""
    return MeetingPdf.objects.filter(key=order.key).first()


def request_pdf(*, order: Order, user: User) -> MeetingPdf:
    """Made already, or by a job that starts now; asked twice it is made once."""
    return papers.request(
        MeetingPdf,
        order.key,
        user=user,
        meeting=order.meeting,
        what=order.what,
        language=order.language,
        names_people=order.names_people,
    )


def render_pdf(*, key: int, progress: papers.Progress, confirm: Callable[[], None]) -> MeetingPdf:
    """See papers.make. Raises JobFailed when the meeting has been changed or removed meanwhile."""
    pdf = MeetingPdf.objects.select_related("meeting__project", "meeting__group").filter(pk=key).first()
    if pdf is None:
        raise jobs.JobFailed(_CHANGED)
    return papers.make(
        pdf,
        lambda: _unchanged(pdf),
        stylesheets=STYLESHEETS,
        gone=_CHANGED,
        progress=progress,
        confirm=confirm,
    )


def forget_pdfs(now: datetime) -> None:
    """Registered as a `tick`: nothing is kept for more than a week, files left without a row neither."""
    papers.forget(MeetingPdf, now)


def _unchanged(pdf: MeetingPdf) -> str:
    """What is printed. Raises JobFailed, and drops the order, when it is not what was asked for."""
    html = Order(pdf.meeting, pdf.what, pdf.language, pdf.names_people).html()
    if _digest(html) != pdf.key:
        pdf.delete()
        raise jobs.JobFailed(_CHANGED)
    return html


def _digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()
