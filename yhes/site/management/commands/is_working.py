"""A worker container's health check: does somebody take work from this queue?"""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from yhes.common.jobs import life


class Command(BaseCommand):
    help = "Ends with 1 when no worker has taken anything from the queue for five minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queue", choices=life.QUEUES)

    def handle(self, *, queue: str, **options: Any) -> None:
        if not life.is_taken_from(queue, timezone.now()):
            raise CommandError(f"Nobody has taken work from the queue {queue!r} for five minutes.")
        self.stdout.write("ok")
