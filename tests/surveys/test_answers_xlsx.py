"""Earlier answers in a workbook are read as the CSV file it could have been saved as, or refused with the row."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from surveys.formats.answers_csv import TableRefused, preview, read_answers
from surveys.models import Round
from surveys.services.importing import run_import
from tests.cast import Cast
from tests.surveys.fielding import url
from tests.surveys.workbooks import repacked, sheet_xml, workbook
from yhes.common.models import Job

HEADER = ("Unit", "A1", "A2")
ROWS = (("Etelä, 1", 1, 5), ("Etelä, 1", 2, None), ("Pohjoinen\nB", 3.0, "4"))
DIMENSIONS = {"A": ("A1", "A2")}


def read(content: bytes, **said: str) -> tuple[tuple[str, ...], list[int], list[list[int]]]:
    table = read_answers(
        io.BytesIO(content), group_column="Unit", dimensions=DIMENSIONS, scale=(1, 5), **said
    )
    return table.groups, table.group_of.tolist(), table.choices.tolist()


def refusal(content: bytes) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read(content)
    return refused.value


def test_a_sheet_says_what_the_same_csv_says() -> None:
    """Numbers, numbers in text, empty cells, commas and line breaks in a name."""
    content = workbook(answers=[HEADER, *ROWS], other=[["not", "looked", "at"]])
    assert read(content) == (("Etelä, 1", "Pohjoinen B"), [0, 0, 1], [[1, 5], [2, 0], [3, 4]])
    # What is said of a CSV file means nothing here.
    assert read(content, encoding="utf-16", delimiter=";") == read(content)
    seen = preview(io.BytesIO(content))
    assert seen.headers == HEADER
    assert seen.rows[0] == ("Etelä, 1", "1", "5")


@pytest.mark.parametrize("seed", range(20))
def test_any_table_is_the_same_from_both_files(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = [
        (f"Yksikkö {random.integers(4)}", *(int(v) or None for v in random.integers(0, 6, size=2)))
        for _row in range(int(random.integers(1, 40)))
    ]
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (HEADER, *rows)]
    assert read(workbook(answers=[HEADER, *rows])) == read("\n".join(lines).encode())


def test_a_mistake_is_named_by_its_row_on_the_sheet() -> None:
    (found,) = refusal(workbook(a=[HEADER, ("Etelä", 1, 2), (), (), ("Etelä", 9, 2)])).problems
    assert (found.code, found.line) == ("off_scale", 5)


def test_a_formula_is_refused_whatever_it_shows() -> None:
    (found,) = refusal(workbook(a=[HEADER, ("Etelä", "=1+1", 2)])).problems
    assert (found.code, found.line, found.detail) == ("formula", 2, {"column": "B"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a workbook at all", "not_a_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "old_or_locked"),
        (repacked(workbook(a=[HEADER]), {"xl/vbaProject.bin": b"x"}), "macros"),
        (
            repacked(workbook(a=[HEADER]), {"xl/worksheets/sheet1.xml": b" " * 40_000_000}),
            "workbook_too_large",
        ),
        (
            repacked(
                workbook(a=[HEADER]),
                {
                    "xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
                },
            ),
            "workbook_too_large",
        ),
        (
            repacked(
                workbook(a=[HEADER]),
                {"xl/worksheets/sheet1.xml": sheet_xml('<row r="9999999999"><c><v>1</v></c></row>')},
            ),
            "not_a_workbook",
        ),
        (workbook(a=[]), "empty"),
        (workbook(a=[HEADER]), "no_answers"),
    ],
)
def test_a_workbook_that_is_none_or_might_do_harm_is_refused(content: bytes, code: str) -> None:
    assert refusal(content).problems[0].code == code


def large(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.append(HEADER)
    for row in range(rows):
        sheet.append((f"Yksikkö {row % 7}", row % 5 + 1, 3))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_more_rows_than_a_questionnaire_has_are_read() -> None:
    assert len(read(large(6_000))[1]) == 6_000


@pytest.mark.django_db
def test_the_desk_takes_a_workbook_from_upload_to_a_closed_round(cast: Cast, as_aino: Client) -> None:
    rows = [("Etelä", 1 + n % 5, 3) for n in range(12)] + [("Pohjoinen", 4, 1 + n % 5) for n in range(11)]
    where = url("import", cast.project.slug, language="en")
    formula = workbook(a=[HEADER, ("Etelä", "=1+1", 2)])
    refused = as_aino.post(where, {"file": SimpleUploadedFile("kysely.xlsx", formula)})
    assert refused.status_code == 200
    assert "formula in column B" in refused.content.decode()
    sent = {"file": SimpleUploadedFile("kysely.xlsx", workbook(a=[HEADER, *rows])), "delimiter": "tab"}
    answer = as_aino.post(where, sent)
    assert answer.status_code == 302
    fields = {"title_fi": "Kysely", "group_column": "Unit", "dimensions": "A=A1..A2", "scale": "1-5"}
    checked = as_aino.post(answer["Location"], {**fields, "check": "1"}).content.decode()
    assert "23 answers in 2 groups" in checked
    assert not Round.objects.filter(is_imported=True).exists()
    as_aino.post(answer["Location"], {**fields, "import": "1"})
    made = run_import(payload=Job.objects.get(kind="surveys.import_answers").payload)
    assert made.groups.get(level=0).respondents == 23
