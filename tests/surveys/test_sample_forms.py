"""Questionnaire files of other programs, as people have them: each is taken, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.formats.findings import FileRefused
from surveys.formats.notes import LEFT
from surveys.formats.reading import read_questionnaire
from surveys.formats.xlsform import write_xlsform

FORMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "forms"
pytestmark = pytest.mark.skipif(not FORMS.exists(), reason="the sample forms are not here")

# File → questions with one answer, with several, in writing, texts, conditions carried over, things left out
TAKEN = {
    "demo_survey.lss": (52, 3, 20, 17, 3, 15),
    "uk_core_survey.lss": (60, 1, 20, 13, 12, 16),
    "one_question_two_languages.lss": (0, 0, 1, 0, 0, 2),
    "or_other.xlsx": (2, 0, 1, 0, 1, 2),
    "testB.xlsx": (27, 5, 8, 5, 30, 8),
    "xlsform_spec_test.xlsx": (7, 1, 12, 12, 29, 35),
}
REFUSED = "duplicate_columns_must_be_refused.xlsx"


def test_every_file_of_the_folder_is_tried_here() -> None:
    assert {path.name for path in FORMS.iterdir()} == {*TAKEN, REFUSED}


@pytest.mark.parametrize("name", TAKEN)
def test_a_sample_form_is_taken_and_counted(name: str) -> None:
    imported = read_questionnaire((FORMS / name).read_bytes(), name=name, unmarked="en")
    taken = {tally.sort: tally.taken for tally in imported.tallies}
    left = sum(found.code in LEFT for found in imported.findings)
    sorts = ("single", "multiple", "written", "information", "conditions")
    assert (*(taken[sort] for sort in sorts), left) == TAKEN[name]
    assert imported.languages == ("en",)
    assert all(found.sentence() and found.place.sentence() for found in imported.findings)


@pytest.mark.parametrize("name", TAKEN)
def test_a_sample_form_goes_out_as_xlsform_and_comes_back(name: str) -> None:
    once = read_questionnaire((FORMS / name).read_bytes(), name=name, unmarked="en").questionnaire
    again = read_questionnaire(write_xlsform(once), name="x.xlsx", unmarked="en")
    assert again.questionnaire == once
    assert again.findings == ()


def test_the_one_with_two_equal_columns_is_refused_at_the_second() -> None:
    with pytest.raises(FileRefused) as caught:
        read_questionnaire((FORMS / REFUSED).read_bytes(), name=REFUSED, unmarked="en")
    (reason,) = caught.value.findings
    assert reason.code == "duplicate_column"
    assert (reason.place.sheet, reason.place.row, reason.place.column) == ("survey", 1, "E")
