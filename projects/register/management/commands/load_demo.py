"""manage.py load_demo: the demo's people, projects and everything the apps add to them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation

from projects.register import demo
from yhes.accounts.demo import create_demo_people
from yhes.common import registry


class Command(BaseCommand):
    help = "Loads the demo data: all of it or nothing. Running it again adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), translation.override("fi"):
            context = demo.load(people=create_demo_people(), say=self._say)
            for provider in registry.providers("demo").values():
                provider(context)
        self._say("the demo data is in place")

    def _say(self, line: str) -> None:
        self.stdout.write(f"load_demo: {line}")
