"""manage.py import_answers FILE.csv --project … --group-column … --dimension NAME=A..B --scale 1-5"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from projects.register.models import Project
from surveys.formats import answers_csv
from surveys.models import Round
from surveys.questionnaire import QuestionnaireError
from surveys.services.importing import ImportPlan, import_answers
from yhes.common.words import Words


class Command(BaseCommand):
    help = "Import earlier answers as a closed round over labelled groups; --dry-run stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--project", required=True, help="slug of the project")
        parser.add_argument("--group-column", required=True)
        parser.add_argument(
            "--dimension", action="append", required=True, metavar="NAME=FIRST..LAST", help="repeatable"
        )
        parser.add_argument("--scale", required=True, metavar="1-5")
        parser.add_argument("--title", default="", help="title of the round (default: the file's name)")
        parser.add_argument("--source", default="", help="where the answers come from")
        parser.add_argument("--example", action="store_true", help="mark as example data")
        parser.add_argument("--encoding", default=None)
        parser.add_argument("--delimiter", default=None)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        try:
            table, plan = _read(options)
        except answers_csv.TableRefused as refusal:
            raise CommandError("\n".join(refusal.sentences(gettext))) from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        self.stdout.write(
            f"{table.answer_count} answers in {len(table.groups)} groups, {len(table.columns)} items."
        )
        if options["dry_run"]:
            self.stdout.write("Nothing was stored (--dry-run).")
            return
        round_ = _import(project, table, plan)
        self.stdout.write(f"Round {round_.pk} “{round_}” is ready to be released.")


def _import(project: Project, table: answers_csv.ImportedTable, plan: ImportPlan) -> Round:
    try:
        return import_answers(project=project, table=table, plan=plan, user=None)
    except QuestionnaireError as error:
        raise CommandError(error.sentence(gettext)) from None


def _read(options: dict[str, Any]) -> tuple[answers_csv.ImportedTable, ImportPlan]:
    dialect = {"encoding": options["encoding"], "delimiter": options["delimiter"]}
    headers = answers_csv.preview(options["file"], **dialect).headers
    dimensions = answers_csv.parse_dimensions(options["dimension"], headers)
    scale = answers_csv.parse_scale(options["scale"])
    table = answers_csv.read_answers(
        options["file"],
        group_column=options["group_column"],
        dimensions=dimensions,
        scale=scale,
        **dialect,
    )
    title = options["title"] or options["file"].stem
    words = Words(fi=title, sv=title, en=title)
    return table, ImportPlan(words, dimensions, scale, options["source"], options["example"])
