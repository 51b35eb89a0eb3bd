"""Earlier answers are read from CSV whole and right."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from surveys.formats.answers_csv import (
    Dialect,
    imported_questionnaire,
    parse_dimensions,
    parse_scale,
    preview,
    read_answers,
    sniff,
)
from surveys.questionnaire import count_by_group, unpack
from tests.surveys.tables import DIMENSIONS, SMALL, read, reasons

LQ2002 = Path(__file__).parents[3] / "shared/data/results/lq2002.csv"


# What is read


def test_answers_are_read_with_their_groups() -> None:
    table = read(SMALL)
    assert table.groups == ("Ähtäri", "Oulu")
    assert table.group_of.tolist() == [0, 1, 0]
    assert table.choices.tolist() == [[1, 5], [0, 3], [2, 2]]
    assert table.choices.dtype == np.uint8
    assert table.columns == ("Q1", "Q2")
    assert (table.answer_count, table.line_count) == (3, 4)


def test_a_file_is_read_by_its_path_and_an_open_one_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(SMALL, encoding="utf-8")
    table = read_answers(path, group_column="unit", dimensions=DIMENSIONS, scale=(1, 5))
    with path.open("rb") as file:
        again = read_answers(file, group_column="unit", dimensions=DIMENSIONS, scale=(1, 5))
        assert not file.closed
    assert (again.choices == table.choices).all()


def test_rows_are_packed_answers_to_the_imported_questionnaire() -> None:
    questionnaire = imported_questionnaire("Kysely 2002", DIMENSIONS, (1, 5))
    assert unpack(questionnaire, read(SMALL).choices[1].tobytes()) == {"Q2": 3}


def test_a_scale_may_begin_below_zero() -> None:
    table = read("unit,Q1,Q2\na,-2,2\nb,0,+1\n", scale=(-2, 2))
    assert table.choices.tolist() == [[1, 5], [3, 4]]


@pytest.mark.parametrize("value", [" 3 ", "3.0", "3,0", "+3", "3.000", "03", "\u00a03"])
def test_a_whole_number_is_read_however_a_spreadsheet_wrote_it(value: str) -> None:
    assert read(f"unit;Q1;Q2\na;{value};1\n").choices.tolist() == [[3, 1]]


def test_an_empty_cell_is_not_answered_but_the_person_counts() -> None:
    assert read("unit,Q1,Q2\na, ,\n").choices.tolist() == [[0, 0]]


def test_rows_without_content_and_empty_cells_at_the_end_are_passed_over() -> None:
    table = read("\n;;;\nunit;Q1;Q2\n\na;1;2;;\n;;\n \nb;3;4\n\n")
    assert table.choices.tolist() == [[1, 2], [3, 4]]
    assert table.line_count == 8


def test_formula_like_text_stays_text() -> None:
    table = read('unit,Q1,Q2\n=1+1,1,2\n"=HYPERLINK(""http://x"")",1,2\n@SUM(A1),3,4\n+358,1,1\n-1,1,1\n')
    assert table.groups == ("=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+358", "-1")


def test_group_labels_are_trimmed_and_composed_and_otherwise_kept() -> None:
    table = read("unit,Q1,Q2\n  A\u0308iti,1,1\nÄiti,1,1\näiti,1,1\n007,1,1\n7,1,1\n")
    assert table.groups == ("Äiti", "äiti", "007", "7")
    assert table.group_of.tolist() == [0, 0, 1, 2, 3]


def test_headers_are_matched_composed_and_with_single_blanks() -> None:
    content = 'unit,"Kysymys\n  A\u0308 ",Q2\na,1,2\n'
    table = read(content, dimensions={"Q": (" Kysymys Ä", "Q2")})
    assert table.columns == ("Kysymys Ä", "Q2")


def test_columns_come_in_the_order_of_the_dimensions() -> None:
    table = read("Q2,Q1,unit\n1,2,a\n", dimensions={"X": ("Q1",), "Y": ("Q2",)})
    assert table.choices.tolist() == [[2, 1]]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks() -> None:
    table = read('unit,text,Q1,Q2\n"a, ""b""","x\ny\n",1,2\nc,,3,4\n')
    assert table.groups == ('a, "b"', "c")
    assert table.line_count == 5


def test_unquoted_old_mac_line_ends_are_line_ends() -> None:
    assert read("unit,Q1,Q2\ra,1,2\rb,3,4\r").answer_count == 2


# How the file is written


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_delimiter_are_found(codec: str, encoding: str, delimiter: str, line_end: str) -> None:
    content = SMALL.replace(",", delimiter).replace("\n", line_end).encode(codec)
    table = read(content)
    assert table.dialect == Dialect(encoding, delimiter) == sniff(io.BytesIO(content))
    assert table.groups == ("Ähtäri", "Oulu")
    assert table.choices.tolist() == [[1, 5], [0, 3], [2, 2]]


def test_utf16_in_the_other_byte_order_is_read() -> None:
    content = b"\xfe\xff" + SMALL.encode("utf-16-be")
    assert read(content).groups == ("Ähtäri", "Oulu")


def test_a_letter_cut_in_two_by_a_block_of_reading_is_read() -> None:
    rows = "".join(f"yksikkö {'ä' * (index % 7)},1,2\n" for index in range(20_000))
    table = read("unit,Q1,Q2\n" + rows)
    assert len(table.groups) == 7
    assert table.answer_count == 20_000


def test_windows_text_is_found_however_late_its_first_letter_comes() -> None:
    rows = "a,1,2\n" * 50_000
    assert read(("unit,Q1,Q2\n" + rows + "pöytä,1,2\n").encode("cp1252")).groups == ("a", "pöytä")


@pytest.mark.parametrize(
    "words",
    ["“Hyvä” – pääosin", "Åbo/Vörå", "l’été à 5 €", "Šiauliai", "ÄÖÅ", "Ähtärin seutu (½)", "CAFÉ"],
)
def test_words_of_our_languages_are_windows_1252(words: str) -> None:
    assert read(f"unit,Q1,Q2\n{words},1,2\n".encode("cp1252")).groups == (words,)


def test_commas_in_a_header_do_not_mislead_about_semicolons() -> None:
    assert sniff(io.BytesIO(b"a, b;c, d\n1;2\n3;4\n")).delimiter == ";"


def test_decimal_commas_do_not_mislead_about_tabs() -> None:
    assert sniff(io.BytesIO(b"unit\tQ1\na\t1,0\nb\t2,0\n")).delimiter == "\t"


def test_what_the_person_says_is_taken() -> None:
    content = b"unit,x;Q1,y;Q2\na,b;1,2;3\n"
    assert reasons(content) == [("unknown_delimiter", 1)]
    assert sniff(io.BytesIO(content), delimiter=";").delimiter == ";"
    mac_like = "unit,Q1,Q2\npäivä,1,2\n".encode("mac-roman")
    assert reasons(mac_like) == [("unknown_encoding", 2)]
    assert read(mac_like, encoding="windows-1252").groups == ("pŠivŠ",)


def test_preview_shows_headers_and_first_rows_with_long_cells_shortened() -> None:
    content = "\ufeffunit; Q1 ;Q2\n=a;1;" + "x" * 999 + "\nb;2;\nc;3;\n"
    shown = preview(io.BytesIO(content.encode()), rows=2)
    assert shown.dialect == Dialect("utf-8", ";")
    assert shown.headers == ("unit", "Q1", "Q2")
    assert shown.rows == (("=a", "1", "x" * 200), ("b", "2", ""))


# Real data


@pytest.mark.skipif(not LQ2002.exists(), reason="the data set lq2002.csv is not beside the project")
@pytest.mark.parametrize(
    ("argument", "scale", "published"),
    [
        ("LEAD=LEAD01..LEAD11", "1-5", "GLEAD"),
        ("TSIG=TSIG01..TSIG03", "1-5", "GTSIG"),
        ("HOSTILE=HOSTIL01..HOSTIL05", "0-4", "GHOSTILE"),
    ],
)
def test_group_means_of_real_answers_equal_the_published_ones(
    argument: str, scale: str, published: str
) -> None:
    dimensions = parse_dimensions([argument], preview(LQ2002).headers)
    lowest, highest = parse_scale(scale)
    table = read_answers(LQ2002, group_column="COMPID", dimensions=dimensions, scale=(lowest, highest))
    assert (table.answer_count, len(table.groups), table.line_count) == (2042, 49, 2043)

    n_items, n_options = len(table.columns), highest - lowest + 1
    counts = count_by_group(table.choices, table.group_of, len(table.groups), n_items, n_options)
    chosen = counts[:, :, 1:-1]
    item_means = (chosen * np.arange(lowest, highest + 1)).sum(axis=2) / chosen.sum(axis=2)
    means = dict(zip(table.groups, item_means.mean(axis=1), strict=True))

    expected = defaultdict(set)
    with LQ2002.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            expected[row["COMPID"]].add(float(row[published]))
    assert set(means) == set(expected)
    assert all(abs(means[group] - value) < 1e-6 for group, values in expected.items() for value in values)
