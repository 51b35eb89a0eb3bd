"""Files of a project: kept under a name that tells nothing, gone when their rows are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from projects.register.documents import Recognised, harmless_name, recognise
from projects.register.errors import DocumentLocked
from projects.register.models import Document, Project
from projects.register.services.changes import refuse_if_changed
from projects.register.services.followup import changed, save_followed_up
from yhes.accounts.models import User
from yhes.common import audit

FOLDER: Final = "documents"
_STRAY_AFTER: Final = timedelta(hours=1)  # longer than any upload takes


def add_document(
    *, project: Project, file: Any, title: str = "", visibility: str = "project", actor: User | None = None
) -> Document:
    """Keep an uploaded file (`name`, `size`, `read`). title: the file's own name when none is given.

    Raises what documents.recognise raises. The file is written first: one whose row was never
    committed is swept away by sweep_documents.
    """
    found = recognise(file, name=file.name, size=file.size)
    name = harmless_name(file.name, found.kind)
    document = Document(
        project=project,
        title=title.strip() or name.rpartition(".")[0],
        name=name,
        kind=found.kind,
        size=len(found.content),
        visibility=visibility,
    )
    document.file.save(name, ContentFile(found.content), save=False)
    try:
        with transaction.atomic():
            document.save()
            changes = {"title": (None, document), "visibility": (None, visibility)}
            audit.record(
                actor=actor,
                action="register.document_added",
                on=document,
                project_id=project.pk,
                changes=changes,
            )
    except BaseException:
        default_storage.delete(document.file.name)
        raise
    return document


def change_document(
    *,
    document: Document,
    facts: Mapping[str, Any],
    file: Any = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Document:
    """Change its title and who sees it; file: another one (`name`, `size`, `read`) in the place of the old.

    It stays the same document: whatever leads to it leads to the new file. The old one is gone for good.
    Raises what documents.recognise and save_followed_up raise, and DocumentLocked.
    """
    if file is None:
        save_followed_up(item=document, facts=facts, seen=seen, actor=actor)
        return document
    found = recognise(file, name=file.name, size=file.size)
    with transaction.atomic():
        kept: Document = Document.objects.select_for_update().get(pk=document.pk)
        refuse_if_changed(kept, changed(Document), seen)
        if kept.meetings.filter(meeting__approved_at__isnull=False).exists():
            raise DocumentLocked
        save_followed_up(item=kept, facts=facts, actor=actor)
        kept.refresh_from_db()
        _put_in_place(kept, found, harmless_name(file.name, found.kind), actor)
    return kept


def _put_in_place(document: Document, found: Recognised, name: str, actor: User | None) -> None:
    """The old file goes with the commit; a new one that is never committed is swept away."""
    old, changes = document.file.name, {"file": (document.name, name)}
    document.name, document.kind, document.size = name, found.kind, len(found.content)
    document.file.save(name, ContentFile(found.content), save=False)
    document.save()
    audit.record(
        actor=actor,
        action=changed(Document),
        on=document,
        project_id=document.project_id,
        changes=changes,
    )
    transaction.on_commit(lambda: default_storage.delete(old))


def forget_documents(long_ago: datetime) -> None:
    """Documents that were removed before then are gone for good, with their files."""
    forget(Document.objects.filter(deleted_at__lt=long_ago))


def forget(rows: QuerySet[Any]) -> None:
    """Delete the rows and the files in their column `file`."""
    names = list(rows.values_list("file", flat=True))
    if names:
        rows.filter(file__in=names).delete()
        for name in names:
            default_storage.delete(name)


def sweep_documents(_now: datetime) -> None:
    """Registered as a `tick`: files without a row, which somebody left who was killed in between."""
    sweep(FOLDER, Document.objects)


def sweep(folder: str, rows: Any) -> None:
    """Deletes files of the folder that no row (with a column `file`) has, an hour after they were written."""
    if not default_storage.exists(folder):
        return
    kept = set(rows.values_list("file", flat=True))
    for file in default_storage.listdir(folder)[1]:
        name = f"{folder}/{file}"
        if name not in kept and timezone.now() - default_storage.get_modified_time(name) > _STRAY_AFTER:
            default_storage.delete(name)
