"""The whole report of a file, every line of it: kept beside the short one, read row by row for a download."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, cast
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from projects.register.models import PartnerImport
from projects.register.services.importing.planning import BATCH
from projects.register.services.importing.reports import Report, name_suggestions
from yhes.common.export import Cell

FOLDER: Final = "partner-imports"  # of the default storage; nothing in it is ever served as it is
OUTCOMES: Final = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "unchanged": gettext_lazy("Unchanged"),
    "repeated": gettext_lazy("Said twice"),
    "unsure": gettext_lazy("To decide"),
    "refused": gettext_lazy("Refused"),
}


def opened(file: PartnerImport) -> tuple[Report, BinaryIO]:
    """A report of the file that writes every line of it down; to be given to `kept` when it has seen all."""
    whole = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 -- closed by `kept`, or with whoever gives up
    return Report(subject=file.subject, whole=whole), whole


def kept(whole: BinaryIO) -> str:
    """The path under which the default storage keeps it."""
    with whole:
        whole.seek(0)
        return default_storage.save(f"{FOLDER}/{uuid4().hex}.report", File(whole))


def is_there(file: PartnerImport) -> bool:
    return bool(file.report_path) and default_storage.exists(file.report_path)


def forget(paths: Iterable[str]) -> None:
    for path in filter(None, paths):
        default_storage.delete(path)


def head() -> list[str]:
    return [_("Line"), _("What comes of it"), _("Name"), _("Business ID"), _("What changes"), _("Why")]


def rows(file: PartnerImport) -> Iterator[list[Cell]]:
    """In the order of the file, in the language of now; a batch is held at a time, and asks one query."""
    return _rows(file.report_path, get_language())


def _rows(path: str, language: str | None) -> Iterator[list[Cell]]:
    with default_storage.open(path) as lines:
        left = (json.loads(line) for line in lines)
        while batch := list(islice(left, BATCH)):
            with override(language):
                name_suggestions([row for row in batch if row["suggested"]])
                told = [_cells(row) for row in batch]
            yield from told


def _cells(row: dict[str, Any]) -> list[Cell]:
    return [
        row["line"], str(OUTCOMES[row["outcome"]]), row["name"], row["number"],
        "; ".join(_change(*change) for change in row["changes"]), _why(row),
    ]  # fmt: skip


def _change(label: str, before: str, after: str) -> str:
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"


def _why(row: dict[str, Any]) -> str:
    if row["same_as"]:
        return _("Says the same as line %(line)d.") % {"line": row["same_as"]}
    if row["suggested"]:
        names = ", ".join(f"{name} ({number})" if number else name for _key, name, number in row["suggested"])
        return _("The name is like: %(names)s") % {"names": names}
    return " ".join(row["problems"])
