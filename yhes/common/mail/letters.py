"""Every letter the portal sends: a template folder, a language, a queue in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from post_office import mail

from yhes.common import jobs

Attachments = Mapping[str, bytes]


def _render(template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, plain text and HTML of `templates/mail/<template>.{subject.txt,txt,html}`."""
    with translation.override(language):
        values = {**context, "site_url": settings.SITE_URL, "language": language}
        subject = render_to_string(f"mail/{template}.subject.txt", values)
        text = render_to_string(f"mail/{template}.txt", values)
        html = render_to_string(f"mail/{template}.html", values)
    return " ".join(subject.split()), text, html


def queue(
    template: str,
    *,
    to: str | Sequence[str],
    language: str,
    context: Mapping[str, Any],
    attachments: Mapping[str, Any] | None = None,
) -> None:
    """Put a letter into the queue; it is sent once the surrounding transaction commits.

    attachments: file name → ContentFile or {"file": ContentFile, "mimetype": str}.
    """
    subject, text, html = _render(template, language, context)
    mail.send(
        recipients=[to] if isinstance(to, str) else list(to),
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=subject,
        message=text,
        html_message=html,
        attachments=attachments,
    )
    jobs.nudge("common.send_mail")


def send_unstored(template: str, *, to: str, language: str, context: Mapping[str, Any]) -> None:
    """Send at once, storing and queueing nothing: for letters that carry a survey token.

    Raises smtplib.SMTPException or OSError when the letter could not be handed over.
    """
    subject, text, html = _render(template, language, context)
    connection = get_connection(settings.DIRECT_EMAIL_BACKEND)
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], connection=connection)
    message.attach_alternative(html, "text/html")
    message.send()
