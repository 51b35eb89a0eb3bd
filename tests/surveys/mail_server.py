"""A small real SMTP server: takes letters, refuses addresses, and lets a test look when one arrives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from tests.services import free_port


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` holds what was accepted; `arrived(letter)` is called before a letter is acknowledged.

    `refused` is an address it does not know; `most` how many letters it takes before it wants no more.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, refused: str = "", arrived: Callable[[EmailMessage], None] | None = None, most: int = 1000
    ) -> None:
        self.port = free_port()
        self.refused, self.arrived, self.most = refused, arrived, most
        self.taken: list[EmailMessage] = []
        super().__init__(("127.0.0.1", self.port), _Conversation)


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb.startswith("DATA"):
                self.take()
            elif verb == "MAIL FROM" and len(self.server.taken) >= self.server.most:
                self.say("452 too many letters")
            elif verb == "RCPT TO" and self.server.refused and self.server.refused in line:
                self.say("550 no such user")
            elif verb.startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> None:
        self.say("354 go on")
        content = b""
        while (line := self.rfile.readline()) != b".\r\n":
            content += line
        letter = message_from_bytes(content, policy=policy.default)
        if self.server.arrived:
            self.server.arrived(letter)
        self.server.taken.append(letter)
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(settings: Any, **options: Any) -> Iterator[MailServer]:
    """The portal's letters go to this server for the block."""
    with MailServer(**options) as server:
        use_port(settings, server.port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def use_port(settings: Any, port: int) -> None:
    settings.DIRECT_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
