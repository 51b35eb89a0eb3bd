"""Every letter the portal sends: a template folder, a language, a queue in the database."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext
from post_office import mail
from post_office.models import STATUS, Attachment, Email

from yhes.common import jobs, tokens
from yhes.common.errors import DomainError

Attachments = Mapping[str, bytes]


class AddressRefused(DomainError):
    """An address to which no letter can be sent, odd but well-formed ones included."""


def _render(template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, plain text and HTML of `templates/mail/<template>.{subject.txt,txt,html}`."""
    with translation.override(language):
        values = {**context, "site_url": settings.SITE_URL, "language": language}
        subject = " ".join(_plain(f"mail/{template}.subject.txt", values).split())
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"mail/{template}.txt", values)).strip() + "\n"
        page = {**values, "subject": subject, "tokens": tokens.light}
        html = render_to_string(f"mail/{template}.html", page)
    return subject, text, html


def _plain(name: str, values: dict[str, Any]) -> str:
    """Text without HTML's escapes: "R&D" stays "R&D" in a subject."""
    # The backend's template, because only that one takes a context of our own.
    template = get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(values, autoescape=False)))


def as_text(template: str, *, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and plain text as the letter would have them; nothing is sent or stored."""
    subject, text, _html = _render(template, language, context)
    return subject, text


def queue(
    template: str,
    *,
    to: str | Sequence[str],
    language: str,
    context: Mapping[str, Any],
    attachments: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Put a letter into the queue; it is sent once the surrounding transaction commits.

    attachments: file name → ContentFile or {"file": ContentFile, "mimetype": str}. headers: further ones.
    Raises AddressRefused.
    """
    subject, text, html = _render(template, language, context)
    recipients = [to] if isinstance(to, str) else list(to)
    try:
        mail.send(
            recipients=recipients,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=subject,
            message=text,
            html_message=html,
            attachments=attachments,
            headers=dict(headers) if headers else None,
        )
    except ValidationError as error:
        words = gettext("A letter cannot be sent to the address %(address)s. Check it.")
        raise AddressRefused(words % {"address": ", ".join(recipients)}) from error
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


def reach_server() -> None:
    """See that whoever takes such letters answers; nothing is sent. Raises as send_unstored does."""
    connection = get_connection(settings.DIRECT_EMAIL_BACKEND)
    connection.open()
    connection.close()


def forget(address: str) -> None:
    """Delete every letter to this one address, sent or waiting: part of erasing a person's data."""
    _delete(Email.objects.filter(to=address))


def forget_sent(addresses: Collection[str]) -> None:
    """Delete the letters that have been sent to these addresses, each to one address."""
    _delete(Email.objects.filter(to__in=set(addresses), status=STATUS.sent))


def _delete(letters: models.QuerySet[Email]) -> None:
    """With the files that no other letter carries."""
    attached = list(Attachment.objects.filter(emails__in=letters).distinct())
    letters.delete()
    for attachment in attached:
        if not attachment.emails.exists():
            attachment.file.delete(save=False)
            attachment.delete()
