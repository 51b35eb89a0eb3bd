"""Earlier answers become a closed round, counted and released like any other.

Groups are labels of the file, never organisations of the register: nothing is invented about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys.ballot import counting
from surveys.formats.answers_csv import ImportedTable, TableRefused, imported_questionnaire, read_answers
from surveys.models import Group, QuestionnaireVersion, Round
from surveys.questionnaire import QuestionnaireError, Text, fingerprint, to_document
from surveys.sealing import OpenedAnswer, secure_shuffle
from surveys.services import reporting
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.errors import DomainError
from yhes.common.models import Job
from yhes.common.words import Words

UPLOADS = "imports"  # folder of the default storage; nothing in it is ever served


class ImportRefused(DomainError):
    """The file cannot be imported; the message has every reason with its line."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a person says about a file of answers: titles, dimensions and the ends of the scale.

    `encoding` and `delimiter` as `formats.answers_csv` names them; None: told from the file.
    """

    title: Words
    dimensions: Mapping[str, Sequence[str]]
    scale: tuple[int, int]
    source: str = ""
    is_example: bool = False
    encoding: str | None = None
    delimiter: str | None = None


def import_answers(
    *, project: Project, table: ImportedTable, plan: ImportPlan, user: User | None, path: str = ""
) -> Round:
    """A closed round marked "imported" with every answer of the table, or nothing at all.

    The order of the file is not kept: answers are shuffled before they are stored. `path` is the
    upload it came from, so that a repeated job finds what it has made.
    """
    with transaction.atomic():
        round_ = _create_round(project, plan, user, path)
        groups = _create_groups(round_, table.groups)
        answers = [
            OpenedAnswer(choices=bytes(choices), node=str(groups[place].pk), background=())
            for choices, place in zip(table.choices, table.group_of, strict=True)
        ]
        kept = reporting.freeze_plan(round_, Counter(int(answer.node) for answer in answers))
        counting.store_answers(round_, secure_shuffle(answers), kept.region_of)
        audit.record(
            actor=user,
            action="surveys.answers_imported",
            on=round_,
            project_id=project.pk,
            changes={"answers": (0, len(answers)), "groups": (0, len(groups))},
        )
    return round_


def _create_round(project: Project, plan: ImportPlan, user: User | None, path: str) -> Round:
    now = timezone.now()
    return Round.objects.create(
        project=project,
        questionnaire=_questionnaire(plan),
        title_fi=plan.title["fi"],
        title_sv=plan.title["sv"],
        title_en=plan.title["en"],
        import_note=plan.source,
        import_path=path,
        is_imported=True,
        is_example=plan.is_example,
        state=Round.State.PURGED,
        opened_at=now,
        closes_at=now,
        closed_at=now,
        created_by=user,
    )


def _questionnaire(plan: ImportPlan) -> QuestionnaireVersion:
    """The version for these columns and this scale, shared by imports that ask the same."""
    anonymous = imported_questionnaire(Text(**plan.title), plan.dimensions, plan.scale)
    code = f"imported-{fingerprint(anonymous)[:12]}"
    questionnaire = imported_questionnaire(Text(**plan.title), plan.dimensions, plan.scale, code=code)
    version, _ = QuestionnaireVersion.objects.get_or_create(
        project=None,
        code=code,
        version=1,
        defaults={"document": to_document(questionnaire), "fingerprint": fingerprint(questionnaire)},
    )
    return version


def _create_groups(round_: Round, labels: Sequence[str]) -> list[Group]:
    """The whole and one group per label, in order of the labels."""
    root = Group.objects.create(
        round=round_,
        level=Group.Level.PROJECT,
        label=Words(fi="Koko aineisto", sv="Hela materialet", en="All answers"),
    )
    return Group.objects.bulk_create(
        [
            Group(
                round=round_,
                parent=root,
                level=Group.Level.ORGANISATION,
                order=place,
                label=Words(fi=label, sv=label, en=label),
            )
            for place, label in enumerate(labels)
        ]
    )


def request_import(*, project: Project, user: User, path: str, group_column: str, plan: ImportPlan) -> Job:
    """Start the job that imports an uploaded file. `path`: its place in the default storage."""
    return jobs.start(
        "surveys.import_answers",
        subject=f"surveys.import:{path}",
        payload={
            "project": project.pk,
            "user": user.pk,
            "path": path,
            "group_column": group_column,
            "plan": asdict(plan),
        },
        started_by=user,
    )


def run_import(*, payload: Mapping[str, Any]) -> Round:
    """Import the uploaded file and delete it, whether it was taken or refused.

    Repeating it after a kill is safe: the round and the removal of the file come from one place,
    and a round that was made already is found by the path. Raises ImportRefused.
    """
    made = Round.objects.filter(project=payload["project"], import_path=payload["path"]).first()
    if made is None:
        made = _import_file(payload)
    default_storage.delete(payload["path"])
    return made


def _import_file(payload: Mapping[str, Any]) -> Round:
    plan = ImportPlan(**{**payload["plan"], "scale": tuple(payload["plan"]["scale"])})
    try:
        with default_storage.open(payload["path"]) as file:
            table = read_answers(
                cast("BinaryIO", file),
                group_column=payload["group_column"],
                dimensions=plan.dimensions,
                scale=plan.scale,
                encoding=plan.encoding,
                delimiter=plan.delimiter,
            )
        return import_answers(
            project=Project.objects.get(pk=payload["project"]),
            table=table,
            plan=plan,
            user=User.objects.filter(pk=payload["user"]).first(),
            path=payload["path"],
        )
    except FileNotFoundError:
        raise ImportRefused(_("The uploaded file is no longer here. Upload it again.")) from None
    except (TableRefused, QuestionnaireError) as refusal:
        default_storage.delete(payload["path"])
        raise ImportRefused(refusal_text(refusal)) from None


def refusal_text(refusal: TableRefused | QuestionnaireError) -> str:
    """Every reason in the active language, one a line."""
    if isinstance(refusal, TableRefused):
        return "\n".join(refusal.sentences(_))
    return refusal.sentence(_)


def delete_forgotten_uploads(now: datetime) -> None:
    """Called by the clock: an upload nobody went on with is gone after a day."""
    if not default_storage.exists(UPLOADS):
        return
    for name in default_storage.listdir(UPLOADS)[1]:
        path = f"{UPLOADS}/{name}"
        if now - default_storage.get_modified_time(path) > timedelta(days=1):
            default_storage.delete(path)
