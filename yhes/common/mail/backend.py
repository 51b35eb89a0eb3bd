"""Letters as files, for the embedded default, the demo and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class LetterFileBackend(BaseEmailBackend):
    """Writes each message as one .eml file into settings.MAIL_DIR; never a half-written one."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}.eml"
            unfinished = settings.MAIL_DIR / f".{name}"
            unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))
            unfinished.replace(settings.MAIL_DIR / name)
        return len(email_messages)
