"""manage.py publish_edition PROJECT --output FILE.pdf: publish the draft and write its PDF at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.register.models import Project
from roadmap import services
from roadmap.models import Edition, Roadmap
from yhes.common import papers
from yhes.common.errors import DomainError
from yhes.common.words import LANGUAGES


class Command(BaseCommand):
    help = (
        "Publishes the project's roadmap draft as a new edition and writes its PDF. When nothing has "
        "changed since the newest edition, that edition is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's slug")
        parser.add_argument("--language", choices=LANGUAGES, default="fi")
        parser.add_argument("--output", required=True, type=Path, help="where the PDF is written")
        parser.add_argument(
            "--compose",
            action="store_true",
            help="first compose the draft from the newest evidence and accept every proposal",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            roadmap = self._roadmap(options["project"], compose=options["compose"])
            edition = self._edition(roadmap)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        pages = self._write(edition, options["language"], options["output"])
        self.stdout.write(f"Edition {edition.number}: {options['output']}, {pages} pages")

    def _roadmap(self, slug: str, *, compose: bool) -> Roadmap:
        project = Project.objects.filter(slug=slug).first()
        if project is None:
            raise CommandError(f"There is no project “{slug}”.")
        if compose:
            roadmap = services.compose_draft(project=project, actor=None)
            services.accept_everything(roadmap=roadmap, actor=None)
        found = Roadmap.objects.filter(project=project).first()
        if found is None:
            raise CommandError(f"“{slug}” has no roadmap draft. Give --compose to make one.")
        return found

    def _edition(self, roadmap: Roadmap) -> Edition:
        try:
            return services.publish_edition(roadmap=roadmap, actor=None)
        except services.NothingChanged as same:
            self.stdout.write(str(same))
            return roadmap.editions.get(number=same.number)

    def _write(self, edition: Edition, language: str, output: Path) -> int:
        """Beside its place first, so that a file that is there stays whole until the new one is."""
        rendered = services.render_pdf(edition, language, self._tell)
        try:
            papers.write_whole(output, rendered.content, confirm=lambda: None)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        return rendered.pages

    def _tell(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"{done}/{total}\r", ending="")
