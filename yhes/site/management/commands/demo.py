"""`make demo`: the whole portal on this machine, with made-up people and one-click sign-in."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import translation

from yhes.accounts.demo import DEMO_PEOPLE
from yhes.common.locks import file_lock
from yhes.site import processes
from yhes.site.preparation import prepare


class Command(BaseCommand):
    help = "Serve the demo on 127.0.0.1: web, workers and clock; Ctrl-C stops all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=processes.LOCALHOST)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="delete the demo's data and stop")

    def handle(self, *, host: str, port: int, reset: bool, **options: Any) -> None:
        if host != processes.LOCALHOST:
            raise CommandError("The demo relaxes sign-in, so it is served on 127.0.0.1 and nowhere else.")
        if not settings.DEMO:
            raise CommandError("Demo mode is off: use `make demo`, which sets YHES_DEMO=1.")
        if not settings.IS_SQLITE or settings.REDIS_URL or settings.MAIL_URL:
            raise CommandError("The demo keeps to var/: unset DATABASE_URL, REDIS_URL and MAIL_URL.")
        with file_lock("demo") as free:
            if not free:
                raise CommandError("The demo is running already: stop it first (Ctrl-C where it runs).")
            try:
                self._reset() if reset else self._serve(port)
            except KeyboardInterrupt:
                raise CommandError("Stopped before everything was ready; `make demo` begins again.") from None

    def _reset(self) -> None:
        if not _is_demo():
            raise CommandError(f"There is no demo data in {settings.VAR_DIR}.")
        connections.close_all()
        shutil.rmtree(settings.VAR_DIR)
        self.stdout.write("The demo's data is gone; `make demo` starts over.")

    def _serve(self, port: int) -> None:
        if not processes.is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 10}")
        self.stdout.write("Preparing the database, static files and demo data …")
        prepare()
        _load_once()
        connections.close_all()
        site = f"http://{processes.LOCALHOST}:{port}"
        supervisor = processes.Supervisor(processes.portal(port), {"SITE_URL": site, "YHES_DEMO": "1"})
        trouble = supervisor.run(
            is_ready=lambda: processes.answers(port), when_ready=lambda: self._announce(site)
        )
        if trouble:
            raise CommandError(f"{trouble} Everything has been stopped.")
        self.stdout.write("\nStopped. Everything is kept; `make demo` goes on from here.")

    def _announce(self, site: str) -> None:
        with translation.override("en"):
            rows = [(str(person.role), person.name, person.email) for person in DEMO_PEOPLE]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        table = "\n".join(
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )
        self.stdout.write(
            f"\nYHES is at {site}\n\nSign in with one click on its sign-in page as\n\n{table}\n\n"
            f"Letters: on the demo's mailbox page and in {settings.MAIL_DIR}\nCtrl-C stops everything.\n"
        )


def _is_demo() -> bool:
    return bool((settings.VAR_DIR / "demo").exists())


def _load_once() -> None:
    """Demo data on the first start only: what somebody has changed since is theirs."""
    mark = settings.VAR_DIR / "demo"
    if not mark.exists():
        if get_user_model().objects.exists():
            raise CommandError(
                f"{settings.VAR_DIR} holds accounts that are not the demo's. "
                "Point YHES_VAR_DIR at another folder to keep them apart."
            )
        mark.write_text("loading\n")
    if mark.read_text() != "loaded\n":
        call_command("load_demo", verbosity=0)
        mark.write_text("loaded\n")
