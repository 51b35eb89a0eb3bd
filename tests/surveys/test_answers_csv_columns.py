"""What a person says about columns is understood; the questionnaire they make is whole."""

from __future__ import annotations

import pytest

from surveys.formats.answers_csv import (
    TableRefused,
    imported_questionnaire,
    parse_dimensions,
    parse_scale,
)
from surveys.questionnaire import Text, from_document, to_document

# What a person writes on a command line


HEADERS = ("id", "LEAD01", "LEAD10", "note", "LEAD02", "Q1", "Q2", "Q03", "a..b")


@pytest.mark.parametrize(
    ("argument", "dimension"),
    [
        ("L=LEAD01..LEAD02", {"L": ("LEAD01", "LEAD02")}),
        ("L = LEAD01 .. LEAD02 ", {"L": ("LEAD01", "LEAD02")}),
        ("Q=Q1..Q3", {"Q": ("Q1", "Q2", "Q03")}),
        ("Q=Q01..Q3", {"Q": ("Q1", "Q2", "Q03")}),
        ("L=LEAD01,LEAD10", {"L": ("LEAD01", "LEAD10")}),
        ("L=LEAD10..Q1", {"L": ("LEAD10", "note", "LEAD02", "Q1")}),
        ("M=Q2..Q2,note", {"M": ("Q2", "note")}),
        ("Johtaminen ja tuki=note", {"Johtaminen ja tuki": ("note",)}),
        ("X=a..b", {"X": ("a..b",)}),
    ],
)
def test_a_dimension_is_named_with_its_columns(argument: str, dimension: dict[str, tuple[str, ...]]) -> None:
    assert parse_dimensions([argument], HEADERS) == dimension


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["LEAD"], "bad_dimension"),
        (["=LEAD01"], "bad_dimension"),
        (["L="], "bad_dimension"),
        (["L=Q1", "L=Q2"], "duplicate_dimension"),
        (["L=LEAD02..LEAD01"], "bad_range"),
        (["L=Q1..Q999999"], "bad_range"),
        (["L=Q2..note"], "bad_range"),
        (["L=LEAD01..LEAD03"], "missing_column"),
        (["L=LEAD01..nowhere"], "missing_column"),
        (["L=Q1,,Q2"], "missing_column"),
        (["L=Q1.."], "missing_column"),
        (["L=Q9"], "missing_column"),
    ],
)
def test_a_dimension_that_cannot_be_meant_is_refused(arguments: list[str], code: str) -> None:
    with pytest.raises(TableRefused) as caught:
        parse_dimensions(arguments, HEADERS)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("text", "scale"), [("1-5", (1, 5)), (" 0 – 4 ", (0, 4)), ("-3..3", (-3, 3)), ("−3-−1", (-3, -1))]
)
def test_a_scale_is_read(text: str, scale: tuple[int, int]) -> None:
    assert parse_scale(text) == scale


@pytest.mark.parametrize("text", ["", "5", "5-1", "1-1", "1-500", "a-b", "1.5-2", "1--", "0-9999999999"])
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(TableRefused):
        parse_scale(text)


# The questionnaire behind the table


def test_column_names_are_the_texts_and_codes_of_the_imported_questionnaire() -> None:
    columns = {"LEAD": ("LEAD01", "LEAD02"), "Muu": ("Kuinka voit?",)}
    questionnaire = imported_questionnaire("Vanha kysely", columns, (0, 4))
    assert questionnaire.kind == "imported"
    assert questionnaire.title.in_("sv") == ("Vanha kysely", "sv", False)
    assert [dimension.code for dimension in questionnaire.dimensions] == ["LEAD", "Muu"]
    assert [item.code for item in questionnaire.items] == ["LEAD01", "LEAD02", "I003"]
    assert questionnaire.items[2].text == Text.same("Kuinka voit?")
    assert questionnaire.scale.values == (0, 1, 2, 3, 4)
    assert questionnaire.scale.not_applicable is None
    assert from_document(to_document(questionnaire)) == questionnaire


def test_codes_stay_distinct_whatever_the_names_are() -> None:
    columns = {"Ä": ("Ö", "I002", "Å", "I004"), "D001": ("é",)}
    questionnaire = imported_questionnaire(Text(fi="k"), columns, (1, 2))
    codes = [item.code for item in questionnaire.items]
    assert len(set(codes)) == 5
    assert len({dimension.code for dimension in questionnaire.dimensions}) == 2
