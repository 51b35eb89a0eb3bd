"""Files that would do harm, or cannot be understood, are refused whole, with the place and what to do."""

from __future__ import annotations

import zipfile
from typing import Any

import pytest

from surveys.formats import safe_xml
from surveys.formats.findings import FileRefused, Finding
from surveys.formats.reading import MAX_BYTES, read_questionnaire
from surveys.formats.workbook import parts, sheets
from tests.surveys.workbooks import CHOICES, HEAD, export, limesurvey, repacked, sheet_xml, workbook, xlsform

TEXT = ("text", "q", "Question")
CHOICE = ("select_one yes_no", "q", "Question")


def refusal(content: bytes, name: str = "file") -> Finding:
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(content, name=name, unmarked="en")
    assert all(each.sentence() for each in caught.value.findings)
    return caught.value.findings[0]


# What is no questionnaire file


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content).code == "empty"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a;b;c\n1;2;3", "answers.csv"),
        (b"%PDF-1.7", "form.pdf"),
        (b"\x00\x01\x02", "x.bin"),
        (b"{}", "x.txt"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_kinds_there_are(content: bytes, name: str) -> None:
    found = refusal(content, name)
    assert found.code == "unknown_format"
    assert ".lss" in found.sentence()


def test_a_file_beyond_the_size_is_refused_unread() -> None:
    assert refusal(b"<" + b" " * MAX_BYTES, "x.lss").code == "too_large"


def test_yaml_that_is_wrong_says_the_line_or_the_path() -> None:
    found = refusal(b"code: a\nkind: [feedback\n", "x.yaml")
    assert (found.code, found.place.path[:4]) == ("questionnaire:not_yaml", "line")
    found = refusal(b"code: a\n", "x.yaml")
    assert (found.code, found.place.path) == ("questionnaire:missing", "kind")


# XML


ENTITY = b'<?xml version="1.0"?><!DOCTYPE document [<!ENTITY e SYSTEM "file:///etc/passwd">]><document>&e;</document>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document>&b;</document>'


@pytest.mark.parametrize(
    "content", [ENTITY, LAUGHS, b'<!DOCTYPE document SYSTEM "http://x/y.dtd"><document/>']
)
def test_xml_that_declares_entities_or_a_document_type_is_refused(content: bytes) -> None:
    found = refusal(content, "x.lss")
    assert (found.code, found.place.line) == ("doctype", 1)


def test_a_document_type_in_a_sheet_is_refused_too() -> None:
    bad = sheet_xml("").replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet')
    found = refusal(repacked(xlsform(TEXT), {"xl/worksheets/sheet1.xml": bad}))
    assert (found.code, found.place.sheet) == ("doctype", "survey")


def test_xml_cut_short_says_the_line() -> None:
    found = refusal(export(groups=[{"gid": "1"}])[:-20], "x.lss")
    assert (found.code, found.place.line) == ("not_xml", 1)


@pytest.mark.parametrize("encoding", ["no-such-encoding", "utf-7"])
def test_xml_in_an_encoding_that_cannot_be_read_is_refused(encoding: str) -> None:
    assert (
        refusal(f'<?xml version="1.0" encoding="{encoding}"?><document/>'.encode(), "x.lss").code == "not_xml"
    )


def test_xml_nested_too_deeply_is_refused() -> None:
    deep = b"<document>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</document>"
    assert refusal(deep, "x.lss").code == "too_deep"


def test_xml_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENTS", 50)
    assert refusal(export(groups=[{"gid": str(n)} for n in range(40)]), "x.lss").code == "too_many_elements"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body/></html>",
        b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
        b"<document/>",
        "<?xml version='1.0' encoding='utf-16'?><rss/>".encode("utf-16"),
    ],
)
def test_xml_that_is_no_survey_structure_is_refused(content: bytes) -> None:
    assert refusal(content, "x.lss").code == "not_limesurvey"


# Workbooks


def test_macros_are_refused() -> None:
    assert refusal(repacked(xlsform(TEXT), {"xl/vbaProject.bin": b"x"}), "x.xlsm").code == "macros"


def test_an_old_or_locked_workbook_is_refused() -> None:
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "x.xls").code == "old_or_locked"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and then nothing",
        repacked(xlsform(TEXT), {"xl/workbook.xml": None}),
        repacked(xlsform(TEXT), {"xl/worksheets/sheet1.xml": None}),
    ],
)
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    assert refusal(content, "x.xlsx").code == "not_a_workbook"


def test_a_bomb_is_refused_without_being_unpacked_whole() -> None:
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"a" * (8 * 1024 * 1024) + b"</t></is></c></row>"
    found = refusal(repacked(xlsform(TEXT), {"xl/worksheets/sheet1.xml": sheet_xml(cell.decode())}))
    assert found.code == "packed_too_tightly"


def test_a_workbook_too_large_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_UNPACKED", 2_000)
    assert refusal(xlsform(TEXT)).code == "too_much_inside"


def test_a_workbook_of_too_many_parts_is_refused() -> None:
    many: dict[str, Any] = {f"xl/media/{n}.png": b"" for n in range(parts.MAX_PARTS)}
    assert refusal(repacked(xlsform(TEXT), many)).code == "too_many_parts"


def test_two_parts_of_one_name_are_refused(tmp_path: Any) -> None:
    path = tmp_path / "twice.xlsx"
    path.write_bytes(xlsform(TEXT))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(""))
    assert refusal(path.read_bytes()).code == "not_a_workbook"


def test_rows_columns_and_cells_are_bounded_by_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELL", 20)
    found = refusal(xlsform(("text", "q", "x" * 21)))
    assert (found.code, found.place.sheet, found.place.row, found.place.column) == (
        "cell_too_long",
        "survey",
        2,
        "C",
    )
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    assert refusal(xlsform(*[TEXT] * 4)).code == "too_many_rows"
    monkeypatch.setattr(sheets, "MAX_COLUMNS", 2)
    assert refusal(xlsform(TEXT)).code == "too_many_columns"


def test_a_row_far_down_costs_nothing_and_says_its_number() -> None:
    """A spreadsheet program may claim any row; empty rows between are never made."""
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{c}{number}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in cells)
        + "</row>"
        for number, cells in (
            (1, (("A", "type"), ("B", "name"), ("C", "label"))),
            (1048576, (("A", "select_one missing"), ("B", "q"), ("C", "Question"))),
        )
    )
    found = refusal(repacked(xlsform(TEXT), {"xl/worksheets/sheet1.xml": sheet_xml(rows)}))
    assert (found.code, found.place.row) == ("unknown_list", 1048576)


# XLSForms that contradict themselves: the place is a cell


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (workbook(choices=CHOICES), "missing_sheet", ("", 0, "")),
        (workbook(survey=[]), "empty_sheet", ("survey", 0, "")),
        (workbook(survey=[("type", "name")]), "missing_column", ("survey", 1, "")),
        (workbook(survey=[("type", "name", "label", "Label ")]), "duplicate_column", ("survey", 1, "D")),
        (workbook(survey=[(*HEAD, "label:english (EN)")]), "duplicate_column", ("survey", 1, "H")),
        (xlsform(("select_one nothing", "q", "Q")), "unknown_list", ("survey", 2, "A")),
        (xlsform(("select_one", "q", "Q")), "no_list", ("survey", 2, "A")),
        (xlsform(("text", "", "Q")), "question_without_name", ("survey", 2, "B")),
        (xlsform(("begin group", "g", "G"), TEXT), "unclosed", ("survey", 2, "")),
        (xlsform(TEXT, ("end group", "", "")), "unopened", ("survey", 3, "")),
        (xlsform(("begin repeat", "g", "G"), ("end group", "", "")), "unopened", ("survey", 3, "")),
        (xlsform(TEXT, choices=[*CHOICES, ("yes_no", "no", "N")]), "duplicate_choice", ("choices", 7, "B")),
        (xlsform(TEXT, choices=[*CHOICES, ("yes_no", "", "N")]), "choice_without_name", ("choices", 7, "B")),
        (xlsform(("note", "n", "Only a note")), "no_questions", ("", 0, "")),
        (xlsform(("text", "q", "x" * 2001)), "questionnaire:too_long", ("survey", 2, "")),
        (
            xlsform(*[("note", f"n{n}", "N") for n in range(201)], TEXT),
            "questionnaire:too_many",
            ("survey", 2, ""),
        ),
        (
            xlsform(*[row for n in range(51) for row in (("begin group", f"g{n}"), CHOICE, ("end group",))]),
            "too_many_sections",
            ("", 0, ""),
        ),
    ],
)
def test_an_xlsform_that_cannot_be_meant_is_refused_at_its_cell(
    content: bytes, code: str, place: tuple[str, int, str]
) -> None:
    found = refusal(content)
    assert found.code == code
    assert (found.place.sheet, found.place.row, found.place.column) == place


def test_every_text_that_is_too_long_is_told_at_once() -> None:
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(
            xlsform(*[("text", f"q{n}", "x" * 2001) for n in range(3)]), name="x", unmarked="en"
        )
    assert [each.place.row for each in caught.value.findings] == [2, 3, 4]


@pytest.mark.parametrize(
    "content",
    [
        workbook(survey=[("type", "name", "label::Deutsch (de)"), ("text", "q", "Frage")]),
        limesurvey(
            {"qid": "1", "type": "S", "title": "q", "text": {"de": "Frage"}},
            group_l10ns=[],
            surveys_languagesettings=[],
        ),
    ],
)
def test_a_file_without_any_language_of_the_portal_is_refused_and_says_which_it_has(content: bytes) -> None:
    found = refusal(content)
    assert found.code == "no_known_language"
    assert "de" in found.sentence()


def test_an_export_without_questions_is_refused() -> None:
    assert refusal(limesurvey(), "x.lss").code == "no_questions"


def test_more_questions_than_a_questionnaire_holds_are_refused() -> None:
    groups = (
        [
            ("begin group", f"g{g}", "G"),
            *[("select_one yes_no", f"q{g}_{n}", "Q") for n in range(101)],
            ("end group",),
        ]
        for g in range(5)
    )
    found = refusal(xlsform(*[row for group in groups for row in group]))
    assert found.code == "questionnaire:too_many"


def test_a_code_of_any_length_is_no_title() -> None:
    settings = [("form_id",), ("y" * 30_000,)]
    questionnaire = read_questionnaire(
        xlsform(TEXT, settings=settings), name="x", unmarked="en"
    ).questionnaire
    assert questionnaire.title.en == questionnaire.code == "y" * 59


def test_a_long_name_in_a_message_is_cut() -> None:
    found = refusal(xlsform((f"select_one {'x' * 5000}", "q", "Q")))
    assert len(found.sentence()) < 400
