"""Partners and employers from a file: uploaded, mapped, checked without storing, then stored all or not.

A check and the storing walk through the file in the same way. What is stored must be exactly what the newest
check reported; when the register has changed meanwhile, nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO, Final, cast
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.register.errors import RegisterError
from projects.register.models import PartnerImport, Project
from projects.register.services.changes import lock_partners, lock_register
from projects.register.services.importing import storing, whole_reports
from projects.register.services.importing.columns import FIELDS, FIELDS_OF, guess
from projects.register.services.importing.employer_planning import EmployerPlanner
from projects.register.services.importing.matching import NEW
from projects.register.services.importing.planning import MOST_ROWS, Line, Outcome, Planner
from projects.register.services.importing.reports import Report
from yhes.accounts.models import User
from yhes.common import audit, jobs, tables
from yhes.common.models import Job

AT_ONCE: Final = 100_000  # bytes; a larger file is checked and stored by a job
ROWS_AT_ONCE: Final = 1_000  # and so is one of more rows: a workbook packs twenty thousand into 160 kB
KEPT: Final = timedelta(days=1)  # an upload nobody went on with
REPORT_KEPT: Final = timedelta(days=30)  # what was stored; the audit trail stays
CHECK, STORE = "register.check_import", "register.store_import"
Progress = Callable[[int, int], None]

__all__ = [
    "CHECK",
    "FIELDS",
    "FIELDS_OF",
    "MOST_ROWS",
    "NEW",
    "STORE",
    "check_import",
    "forget_imports",
    "job_of",
    "request_check",
    "request_storing",
    "store_import",
    "upload_partners",
]


class ImportHasNoRows(RegisterError):
    message = _("The file has a header line but nothing under it.")
    field = "file"


class ImportIncomplete(RegisterError):
    message = _("Nothing was stored: some lines are refused or undecided, or there is nothing new.")


class RegisterChanged(RegisterError):
    message = _(
        "Nothing was stored: the register has changed after the check. Check the file again and look at the "
        "report."
    )


class ImportOver(RegisterError):
    message = _("This file has been stored already, or it is no longer here. Upload it again.")


def upload_partners(
    *,
    project: Project,
    file: BinaryIO,
    name: str,
    user: User,
    subject: str = PartnerImport.Subject.PARTNERS,
) -> PartnerImport:
    """Keep the file and guess what its columns mean.

    Raises TableUnreadable and ImportHasNoRows; then nothing is kept.
    """
    with tables.opened(file) as table:
        header = table.header
        # No further than it takes to know: whoever uploads waits for it.
        count = sum(1 for _row in islice(table.rows, ROWS_AT_ONCE + 1))
    if not count:
        raise ImportHasNoRows
    file.seek(0)
    path = default_storage.save(f"{whole_reports.FOLDER}/{uuid4().hex}", cast("Any", file))
    return PartnerImport.objects.create(
        project=project,
        subject=subject,
        name=name[:100],
        path=path,
        has_many_rows=count > ROWS_AT_ONCE,
        columns=guess(header, subject),
        uploaded_by=user,
    )


def request_check(
    *, file: PartnerImport, columns: Sequence[str], answers: Mapping[str, str], user: User
) -> Job | None:
    """Check anew with these columns and answers: at once when the file is small (None), else by a job.

    Raises ImportOver, TableUnreadable, TooManyRows.
    """
    file.columns, file.answers = list(columns), dict(answers)
    file.state, file.fingerprint, file.report = PartnerImport.State.UPLOADED, "", {}
    mine = PartnerImport.objects.filter(pk=file.pk).exclude(state=PartnerImport.State.STORED)
    if not mine.update(
        columns=file.columns, answers=file.answers, state=file.state, fingerprint="", report={}
    ):
        raise ImportOver
    job = _start(CHECK, file, user)
    if job is None:
        check_import(key=file.pk)
    return job


def request_storing(*, file: PartnerImport, user: User) -> Job | None:
    """Store at once when the file is small (None), else by a job. Raises what store_import raises."""
    job = _start(STORE, file, user)
    if job is None:
        store_import(key=file.pk, actor=user)
    return job


def _start(kind: str, file: PartnerImport, user: User) -> Job | None:
    if not file.path or not default_storage.exists(file.path):
        raise ImportOver
    if not file.has_many_rows and default_storage.size(file.path) <= AT_ONCE:
        return None
    payload = {"import": file.pk, "user": user.pk}
    return jobs.start(kind, subject=_subject(file), payload=payload, started_by=user)


def job_of(file: PartnerImport) -> Job | None:
    """The newest job about this file."""
    return Job.objects.about(_subject(file)).first()


def _subject(file: PartnerImport) -> str:
    return f"register.import:{file.pk}"


def check_import(*, key: int, progress: Progress | None = None) -> None:
    """Judge every row and keep the report; the register stays as it is."""
    file = PartnerImport.objects.select_related("project", "uploaded_by").get(pk=key)
    report, whole = whole_reports.opened(file)
    with whole, _lines(file, progress) as lines:
        for outcome in _outcomes(file, lines):
            report.see(outcome)
        path = whole_reports.kept(whole)
    mine = PartnerImport.objects.filter(pk=key).exclude(state=PartnerImport.State.STORED)
    is_kept = mine.update(
        report=report.as_json(),
        report_path=path,
        fingerprint=report.fingerprint,
        state=PartnerImport.State.CHECKED,
    )
    whole_reports.forget([file.report_path if is_kept else path])


def store_import(
    *,
    key: int,
    actor: User | None,
    progress: Progress | None = None,
    confirm: Callable[[], None] | None = None,
) -> None:
    """Store exactly what the newest check reported, in one transaction; done already: nothing happens.

    confirm: of a job (Context.confirm), called last before the commit.
    Raises ImportOver, ImportIncomplete, RegisterChanged.
    """
    with transaction.atomic():
        lock_register()
        files = PartnerImport.objects.select_for_update(of=("self",))
        file = files.select_related("project", "uploaded_by").get(pk=key)
        if file.state == PartnerImport.State.STORED:
            return
        if file.state != PartnerImport.State.CHECKED or not file.report.get("may_be_stored"):
            raise ImportIncomplete
        lock_partners(file.project)
        report = Report(subject=file.subject)
        store = storing.store_employers if _is_of_employers(file) else storing.store
        with _lines(file, progress) as lines:
            store(_outcomes(file, lines), project=file.project, actor=actor, each=report.see)
        if report.fingerprint != file.fingerprint:
            raise RegisterChanged
        _close(file, actor, report)
        if confirm is not None:
            confirm()


def _is_of_employers(file: PartnerImport) -> bool:
    return file.subject == PartnerImport.Subject.EMPLOYERS


def _outcomes(file: PartnerImport, lines: Iterable[Line]) -> Iterator[Outcome]:
    if _is_of_employers(file):
        return EmployerPlanner(file).outcomes(lines)
    return Planner(file.project, file.columns, file.answers).outcomes(lines)


def _close(file: PartnerImport, actor: User | None, report: Report) -> None:
    counts = {kind: (0, report.counts[kind]) for kind in ("new", "changed")}
    audit.record(
        actor=actor,
        action=f"register.{file.subject}_imported",
        on=file.project,
        project_id=file.project_id,
        changes=counts,
    )
    path = file.path
    file.state, file.path = PartnerImport.State.STORED, ""
    file.save(update_fields=["state", "path"])
    transaction.on_commit(lambda: default_storage.delete(path))


@contextmanager
def _lines(file: PartnerImport, progress: Progress | None) -> Iterator[Iterable[Line]]:
    """The rows under the header; tells how far the reading is, in rows of as many as there may be."""
    if not file.path or not default_storage.exists(file.path):
        raise ImportOver
    with (
        default_storage.open(file.path) as content,
        tables.opened(cast("BinaryIO", content)) as table,
    ):
        yield _counted(table.rows, progress) if progress else table.rows


def _counted(rows: Iterable[Line], progress: Progress) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        if number % 500 == 0:
            progress(number, 0)
        yield row


def forget_imports(now: datetime) -> None:
    """Registered as a `tick`: files nobody went on with, and what is left of the stored ones."""
    stored = PartnerImport.State.STORED
    given_up = PartnerImport.objects.filter(created_at__lt=now - KEPT).exclude(state=stored)
    old = PartnerImport.objects.filter(created_at__lt=now - REPORT_KEPT)
    for file in given_up | old:
        file.delete()
        whole_reports.forget([file.path, file.report_path])
