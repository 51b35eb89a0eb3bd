"""Jobs of groups: letters with papers, and agendas and minutes in PDF."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.register.models import MeetingPdf
from projects.register.services.groups import mailing, pdfs, telling
from yhes.common import jobs


@jobs.job(telling.JOB, label=_("Sending letters to the members"))
def send_papers(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"meeting": primary key}."""
    return {"sent": mailing.send_owed(meeting_id=context.payload["meeting"], report=context.progress)}


@jobs.job(MeetingPdf.JOB, label=_("Making the PDF"))
def render_meeting(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"pdf": primary key}."""
    made = pdfs.render_pdf(key=context.payload["pdf"], progress=context.progress, confirm=context.confirm)
    project = made.meeting.project.slug
    return {"url": reverse("register:meeting_pdf", args=[project, made.meeting_id, made.what])}
