"""manage.py rebuild_search: the index of search made anew, all of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from yhes.desk.models import SearchEntry, SearchTerm
from yhes.desk.search import index


class Command(BaseCommand):
    help = "Makes the index of search anew. The clock keeps it so; this is for after a restored backup."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("fi"):
            SearchEntry.objects.all().delete()
            SearchTerm.objects.all().delete()  # their keys too: folding may have changed
            if not index.refresh():
                raise CommandError("another process refreshes the index: try again in a minute")
        self.stdout.write(f"rebuild_search: {SearchEntry.objects.count()} entries")
