"""A table that is not right is refused whole, with the lines to look at."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.formats.answers_csv import (
    TableRefused,
    read_answers,
)
from tests.surveys.tables import DIMENSIONS, SMALL, read, reasons, refusal

# Refusals


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", " \r\n\t\n", ",,\n"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert reasons(content) == [("empty", 0)]
    assert reasons(content, encoding="utf-8", delimiter=",") == [("empty", 0)]


def test_a_file_with_headers_only_is_refused() -> None:
    assert reasons("unit,Q1,Q2\n") == [("no_answers", 0)]


def test_a_missing_column_is_refused() -> None:
    assert str(refusal("unit,Q1\na,1\n")) == "Line 1: There is no column “Q2”."


def test_every_missing_column_is_named() -> None:
    assert reasons("a,b\n1,2\n") == [("missing_column", 1)] * 3


def test_a_value_off_the_scale_is_refused_with_its_line_and_column() -> None:
    found = refusal("unit,Q1,Q2\na,1,2\nb,6,0\nc,1,1\n")
    assert found.sentences() == [
        "Line 3: “6” in column “Q1” is not on the scale 1–5.",
        "Line 3: “0” in column “Q2” is not on the scale 1–5.",
    ]


@pytest.mark.parametrize(
    "value", ["3.5", "1e0", "NA", "=3", "٣", "3 4", "-", "0x3", "9" * 100, "1_0", "3.0.0"]
)
def test_what_is_no_whole_number_is_off_the_scale(value: str) -> None:
    assert reasons(f"unit\tQ1\tQ2\na\t1\t1\na\t{value}\t2\n") == [("off_scale", 3)]


def test_line_numbers_count_line_breaks_inside_cells() -> None:
    assert reasons('unit,Q1,Q2\n"a\r\nb",1,2\n') == [("bad_group", 2)]
    assert reasons('text,unit,Q1,Q2\n"a\nb\nc",x,1,2\n"d\ne",x,9,2\n') == [("off_scale", 5)]


def test_reasons_are_collected_up_to_twenty() -> None:
    found = reasons("unit,Q1,Q2\n" + "a,9,9\n" * 100)
    assert len(found) == 20
    assert found[-1] == ("off_scale", 11)


def test_a_reason_is_worded_by_the_caller() -> None:
    words = {
        "Line %(line)d: %(problem)s": "Rivi %(line)d: %(problem)s",
        "There is no column “%(column)s”.": "Saraketta ”%(column)s” ei ole.",
    }
    translate: Callable[[str], str] = words.__getitem__
    assert refusal("unit,Q1\na,1\n").sentences(translate) == ["Rivi 1: Saraketta ”Q2” ei ole."]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (SMALL.encode("utf-16-le"), 1),
        (SMALL.encode("utf-32"), 1),
        (SMALL.encode("utf-16")[:-1], 4),
        (b"unit,Q1,Q2\na,1,2\nb\x00,1,2\n", 3),
        (b"PK\x05\x06" + b"\x00" * 18, 1),
        ("unit,Q1,Q2\na,1,2\npäivä,1,2\n".encode("mac-roman"), 3),
        ("unit,Q1,Q2\na,1,2\npäivä,1,2\n".encode("cp850"), 3),
        ("unit,Q1,Q2\na,1,2\nгруппа,1,2\n".encode("cp1251"), 3),
        ("unit,Q1,Q2\nÄiti,1,2\nb".encode() + b"\xe4,1,2\n", 3),
        (b"unit,Q1,Q2\n\x81,1,2\n", 2),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused(content: bytes, line: int) -> None:
    assert reasons(content) == [("unknown_encoding", line)]


def test_a_chosen_encoding_that_the_text_is_not_in_is_refused() -> None:
    assert reasons("unit,Q1,Q2\nä,1,2\n".encode("cp1252"), encoding="utf-8") == [("wrong_encoding", 2)]
    assert reasons(SMALL, encoding="ebcdic") == [("wrong_encoding", 0)]
    unmarked = "unit,Q1,Q2\na,1,2\n".encode("utf-16-le")
    assert reasons(unmarked, encoding="utf-16") == [("wrong_encoding", 1)]


@pytest.mark.parametrize(
    "content", ["unit\na\nb\n", "unit|Q1|Q2\na|1|2\n", "unit,Q1;Q2\n1,2;3\n", "a,b;c\n1;2\n1,2\n1\n2\n3\n"]
)
def test_a_delimiter_that_cannot_be_told_is_refused(content: str) -> None:
    assert reasons(content) == [("unknown_delimiter", 1)]


def test_a_chosen_delimiter_of_another_kind_is_refused() -> None:
    assert reasons(SMALL, delimiter="|") == [("unknown_delimiter", 0)]


def test_a_line_over_1_mb_is_refused() -> None:
    long = "a,1,2\nb,3,4," + "x" * 1_000_000 + "\nc,5,5,\n"
    assert reasons("unit,Q1,Q2,text\n" + long) == [("line_too_long", 3)]


def test_a_header_line_over_1_mb_is_refused() -> None:
    assert reasons("unit,Q1,Q2," + "x" * 1_000_000 + "\na,1,2,\n") == [("line_too_long", 1)]


def test_a_line_just_under_1_mb_is_read() -> None:
    line = "a,1,2," + "x" * (1_000_000 - 7) + "\n"
    assert len(line) == 1_000_000
    assert read("unit,Q1,Q2,text\n" + line).answer_count == 1


def test_the_size_of_a_line_is_counted_in_bytes() -> None:
    assert reasons("unit,Q1,Q2,text\na,1,2," + "ä" * 500_000 + "\n") == [("line_too_long", 2)]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() -> None:
    content = "unit,Q1,Q2\n" + "a,1,2\n" * 60 + '"b,1,2\n' + "c,3,4\n" * 400_000
    assert reasons(content) == [("line_too_long", 62)]


def test_quotation_marks_that_do_not_match_are_refused() -> None:
    assert reasons('unit,Q1,Q2\na,1,2\n"b"x,1,2\n') == [("malformed", 3)]
    assert reasons('unit,Q1,Q2\na,1,2\n"b,1,2\n') == [("malformed", 3)]
    assert reasons('"un"it,Q1,Q2\n', delimiter=",") == [("malformed", 1)]


def test_what_was_wrong_before_an_unreadable_line_is_said_too() -> None:
    assert reasons('unit,Q1,Q2\na,1,9\n"b"x,1,2\n') == [("off_scale", 2), ("malformed", 3)]


def test_duplicate_headers_are_refused() -> None:
    found = refusal("unit,Q1,Q2, Q1\na,1,2,3\n")
    assert found.sentences() == ["Line 1: Two columns have the same name: “Q1”."]


def test_empty_headers_are_no_duplicates() -> None:
    assert read("unit,Q1,Q2,,\na,1,2,x,y\n").answer_count == 1


def test_a_row_with_another_number_of_cells_is_refused() -> None:
    found = refusal("unit,Q1,Q2\na,1,2\nb,1\nc,1,2,3\nd,1,2\ne,1,2\n")
    assert found.sentences() == [
        "Line 3: 2 cells where the header has 3.",
        "Line 4: 4 cells where the header has 3.",
    ]


def test_an_answer_without_a_group_is_refused() -> None:
    assert reasons("unit,Q1,Q2\na,1,2\n ,1,2\n") == [("group_missing", 3)]


@pytest.mark.parametrize("label", ["x" * 201, "a\x07b", '"a\nb"'])
def test_a_group_name_that_cannot_be_shown_is_refused(label: str) -> None:
    assert reasons(f"unit,Q1,Q2\n{label},1,2\n") == [("bad_group", 2)]


def test_a_group_column_that_names_persons_is_refused() -> None:
    content = "unit,Q1,Q2\n" + "".join(f"person {number},1,2\n" for number in range(20_001))
    assert reasons(content) == [("too_many_groups", 20_002)]


def test_a_column_cannot_be_used_twice() -> None:
    assert reasons(SMALL, dimensions={"A": ("Q1", "Q2"), "B": ("Q1",)}) == [("column_twice", 1)]
    assert reasons(SMALL, dimensions={"A": ("Q1", "unit")}) == [("column_twice", 1)]


@pytest.mark.parametrize("dimensions", [{}, {"A": ()}])
def test_without_columns_of_answers_nothing_is_read(dimensions: dict[str, tuple[str, ...]]) -> None:
    assert reasons(SMALL, dimensions=dimensions) == [("no_dimensions", 0)]


def test_too_many_columns_of_answers_are_refused() -> None:
    columns = [f"C{number}" for number in range(501)]
    content = ",".join(["unit", *columns]) + "\n" + ",".join(["a"] + ["1"] * 501) + "\n"
    assert reasons(content, dimensions={"A": columns}) == [("too_many_columns", 0)]


def test_a_column_name_that_cannot_be_shown_is_refused_only_where_it_is_used() -> None:
    content = f"unit,Q1,Q2,{'x' * 501}\na,1,2,3\n"
    assert read(content).answer_count == 1
    assert reasons(content, dimensions={"A": ("x" * 501,)}) == [("bad_header", 1)]


@pytest.mark.parametrize("scale", [(5, 1), (1, 1), (0, 101), (-101, 0)])
def test_a_scale_that_is_none_is_refused(scale: tuple[int, int]) -> None:
    assert reasons(SMALL, scale=scale) == [("bad_scale", 0)]


def test_a_message_quotes_no_more_than_a_little() -> None:
    assert len(str(refusal(f"unit,Q1,Q2\na,{'9' * 900_000},1\n"))) < 200


def test_nothing_is_left_of_a_refused_file_and_it_can_be_read_again() -> None:
    file = io.BytesIO(SMALL.encode())
    with pytest.raises(TableRefused):
        read_answers(file, group_column="no", dimensions=DIMENSIONS, scale=(1, 5))
    table = read_answers(file, group_column="unit", dimensions=DIMENSIONS, scale=(1, 5))
    assert table.answer_count == 3


labels = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(
        st.tuples(labels, st.sampled_from(("", "1", "2", "3")), st.sampled_from(("", "1", "2", "3"))),
        min_size=1,
        max_size=20,
    ),
    delimiter=st.sampled_from(",;\t"),
    codec=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_what_a_csv_writer_wrote_is_read(
    rows: list[tuple[str, str, str]], delimiter: str, codec: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([("unit", "Q1", "Q2"), *rows])
    table = read(text.getvalue().encode(codec), delimiter=delimiter, scale=(1, 3))
    assert table.choices.tolist() == [[int(one or 0), int(other or 0)] for _, one, other in rows]


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.text(alphabet='unitQ12,;\t"\n\r ä\x00=', max_size=80).map(str.encode))
def test_whatever_is_in_the_file_is_read_or_refused(content: bytes) -> None:
    try:
        table = read(content)
    except TableRefused as refused:
        said = refused.sentences()
    else:
        said = list(table.groups)
    assert said
    assert all(said)
