"""A file of as many organisations as are taken at a time, as CSV and as a workbook: checked, then stored."""

from __future__ import annotations

import csv
import io
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, islice
from time import perf_counter

from django.core.files.base import ContentFile
from django.db import connection
from openpyxl import Workbook

from projects.register import business_id
from projects.register.models import Organisation, PartnerImport, Partnership
from projects.register.services import importing
from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, seconds
from tests.benchmarks.ready import run_clients, wait_for_the_others

WEBSITE = "https://example.org/imported/"
HEAD = ("Y-tunnus", "Nimi", "Namn", "Maakunta", "Rooli", "www")
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in

_LETTERS = str.maketrans("0123456789", "ghijklmnop")

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a step took: seconds, by how many MB the process grew at its peak, how many queries."""

    seconds: float
    growth: float
    queries: int


def measure(*, quick: bool) -> list[Row]:
    rows = 2_000 if quick else importing.MOST_ROWS
    files = {"CSV": _as_csv, "XLSX": _as_xlsx}
    return [row for kind, written in files.items() for row in _of_file(kind, written(_rows(rows)), rows)]


def _of_file(kind: str, content: bytes, rows: int) -> Iterator[Row]:
    people = scenery.cast()
    _forget_imported()
    made: list[PartnerImport] = []
    uploading = seconds(
        lambda: made.append(
            importing.upload_partners(
                project=people.project, file=ContentFile(content), name=kind, user=people.aino
            )
        )
    )
    yield Row(
        name=f"uploading {rows:,} rows as {kind}",
        value=uploading,
        unit="s",
        note=f"{len(content) / 1024**2:.1f} MB; what a person waits for before the job",
    )
    connection.close()
    for step, work in (("checking", check), ("storing", store)):
        (done,) = run_clients(work, [made[0].pk])
        yield Row(
            name=f"{step} {rows:,} rows as {kind}",
            value=done.seconds,
            unit="s",
            note=f"{done.queries:,} queries; all of the rows are new organisations",
        )
        yield Row(
            name=f"{step} {rows:,} rows as {kind}: growth of memory",
            value=done.growth,
            unit="MB",
            note="the peak of the process that does it, over what it had before",
        )


def check(key: int) -> Done:
    """In a process of its own, as a worker has."""
    return _done(lambda: importing.check_import(key=key))


def store(key: int) -> Done:
    done = _done(lambda: importing.store_import(key=key, actor=None))
    assert PartnerImport.objects.get(pk=key).state == PartnerImport.State.STORED
    return done


def _done(act: Callable[[], None]) -> Done:
    wait_for_the_others()
    connection.ensure_connection()
    before, began, asked = _peak(), perf_counter(), count()

    def counted(run: Callable[..., object], *given: object) -> object:
        next(asked)
        return run(*given)

    with connection.execute_wrapper(counted):
        act()
    return Done(perf_counter() - began, _peak() - before, next(asked))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _forget_imported() -> None:
    """Each file meets the same register."""
    imported = Organisation.objects.filter(website__startswith=WEBSITE)
    Partnership.objects.filter(organisation__in=imported).delete()
    imported.delete()


def _rows(many: int) -> Iterator[Cells]:
    """The head, and so many organisations with valid business IDs and names unlike each other."""
    yield HEAD
    numbers = (found for seven in count(1_000_000) if business_id.is_valid(found := _numbered(seven)))
    for number in islice(numbers, many):
        name = sha256(number.encode()).hexdigest().translate(_LETTERS)
        yield number, name[:24], name[24:48], "Uusimaa", "partner", f"{WEBSITE}{number}"


def _numbered(seven: int) -> str:
    digits = f"{seven:07}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return f"{digits}-{11 - rest if rest else 0}"


def _as_csv(rows: Iterator[Cells]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def _as_xlsx(rows: Iterator[Cells]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
