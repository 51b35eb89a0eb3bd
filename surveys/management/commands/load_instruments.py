"""`manage.py load_instruments`: the questionnaires that ship with the portal; run after migrating."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys.services.questionnaires import VersionTaken, load_instruments


class Command(BaseCommand):
    help = "Stores the questionnaires that ship with the portal. May be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            versions = load_instruments()
        except VersionTaken as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(", ".join(str(version) for version in versions))
