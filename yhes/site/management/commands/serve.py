"""`make run`: the portal as the environment describes it, on this machine."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from yhes.site import processes
from yhes.site.preparation import prepare


class Command(BaseCommand):
    help = "Serve the portal on 127.0.0.1: web, workers and clock; Ctrl-C stops all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("This is demo mode: use `make demo`.")
        if not processes.is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 10}")
        prepare()
        connections.close_all()
        site = f"http://{processes.LOCALHOST}:{port}"
        trouble = processes.Supervisor(processes.portal(port), {"SITE_URL": site}).run(
            is_ready=lambda: processes.answers(port),
            when_ready=lambda: self.stdout.write(f"\nYHES is at {site}\nCtrl-C stops everything.\n"),
        )
        if trouble:
            raise CommandError(f"{trouble} Everything has been stopped.")
