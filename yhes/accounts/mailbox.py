"""Letters that were written as files (settings.MAIL_DIR), for the demo's mailbox page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"[\w-]{1,100}\.eml")
_UNSAFE = re.compile(r"[^\w.-]+")


class LetterMissing(Exception):
    """There is no such letter."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of a letter; `name` is its file."""

    name: str
    subject: str
    to: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes

    @property
    def safe_name(self) -> str:
        return _UNSAFE.sub("-", self.name)


@dataclass(frozen=True, slots=True)
class Letter:
    heading: Heading
    sender: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def names() -> list[str]:
    """File names of all letters, newest first: a name begins with the time of sending."""
    folder = settings.MAIL_DIR
    if not folder.is_dir():
        return []
    found = (path.name for path in folder.iterdir())
    return sorted((name for name in found if _NAME.fullmatch(name)), reverse=True)


def heading(name: str) -> Heading:
    """Raises LetterMissing."""
    with _path(name).open("rb") as file:
        return _heading(name, BytesHeaderParser(policy=policy.default).parse(file))


def read(name: str) -> Letter:
    """Raises LetterMissing."""
    message = message_from_bytes(_path(name).read_bytes(), policy=policy.default)
    return Letter(
        heading=_heading(name, message),
        sender=str(message["From"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(
            Attachment(part.get_filename() or part.get_content_type(), _content(part))
            for part in message.iter_attachments()
        ),
    )


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _path(name: str) -> Path:
    # The name comes from an address: only a plain file name of this folder will do.
    path: Path = settings.MAIL_DIR / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise LetterMissing(name)
    return path


def _heading(name: str, message: EmailMessage) -> Heading:
    date = message["Date"]
    sent_at: datetime | None = date.datetime if date is not None else None
    if sent_at is not None and sent_at.tzinfo is None:
        sent_at = sent_at.replace(tzinfo=UTC)  # "-0000" in a header: UTC, place unknown
    return Heading(name, str(message["Subject"] or ""), str(message["To"] or ""), sent_at)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
