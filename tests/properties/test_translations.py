"""A questionnaire's texts go out to translators and come back, and nothing else changes."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import instruments
from surveys.formats.answers_csv.problems import TableRefused
from surveys.formats.translations import MAX_BYTES, Row, compare, read_rows, rows_of, write_rows
from surveys.questionnaire import LANGUAGES, Questionnaire, from_document, to_document
from surveys.questionnaire.languages import complete_languages, texts_of
from tests.properties.questionnaires import questionnaires, words
from tests.surveys.documents import small

many = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def file(*lines: str) -> bytes:
    return "\r\n".join(("place;fi;sv;en", *lines)).encode()


def again(rows: Any) -> tuple[Row, ...]:
    return read_rows(write_rows(rows))


def shown(rows: Any) -> list[tuple[str, dict[str, str]]]:
    return [(row.place, {code: text for code, text in row.texts.items() if text}) for row in rows]


# --- There and back ---------------------------------------------------------------------------------


@many
@given(questionnaires())
def test_a_file_that_nobody_touched_changes_nothing(questionnaire: Questionnaire) -> None:
    document = to_document(questionnaire)
    rows = rows_of(document)
    back = again(rows)
    assert [row.place for row in back] == [row.place for row in rows]
    found = compare(document, back)
    assert (found.document, found.changes, found.missing, found.unknown, found.kept) == (
        document,
        (),
        (),
        (),
        0,
    )


@many
@given(questionnaires(), st.data())
def test_every_text_can_be_written_in_every_language(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    document = to_document(questionnaire)
    texts = {code: data.draw(words, label=code) for code in LANGUAGES}
    rows = [
        Row(row.place, {code: f"{texts[code]} {row.place}" for code in LANGUAGES})
        for row in rows_of(document)
    ]
    found = compare(document, again(rows))
    translated = from_document(found.document, complete=True)
    assert complete_languages(translated) == LANGUAGES
    assert len(list(texts_of(translated))) == len(list(texts_of(questionnaire)))
    assert shown(rows_of(found.document)) == shown(again(rows))
    assert {change.place for change in found.changes} <= {row.place for row in rows}
    assert compare(found.document, again(rows)).changes == ()


@pytest.mark.parametrize("code", instruments.SHIPPED)
def test_shipped_questionnaires_have_one_row_for_each_text_that_is_written_once(code: str) -> None:
    questionnaire = instruments.load(code)
    rows = rows_of(to_document(questionnaire))
    assert len({row.place for row in rows}) == len(rows)
    assert all(set(row.texts) == set(LANGUAGES) for row in rows)
    assert compare(to_document(questionnaire), again(rows)).changes == ()


def test_a_file_opens_as_it_is_in_a_spreadsheet_and_runs_nothing() -> None:
    evil = ("=1+1", "+358", "-2", "@x", "'quoted", "'=1", 'two\nlines; and "more"')
    rows = [Row(f"questions/Q{n}/text", {"fi": text}) for n, text in enumerate(evil)]
    content = write_rows(rows)
    assert content.startswith(b"\xef\xbb\xbfplace;fi;sv;en\r\n")
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert not any(cell[1].startswith(("=", "+", "-", "@")) for cell in cells)
    assert [row.texts["fi"] for row in read_rows(content)] == list(evil)


# --- What would change -----------------------------------------------------------------------------


def test_what_would_change_is_told_and_the_document_stays_as_it_is() -> None:
    document = small()
    del document["dimensions"][0]["items"][0]["text"]["sv"]
    before = small() | {"dimensions": document["dimensions"]}
    rows = read_rows(
        file(
            "questions/A1/text;;A1 uusi sv;", "title;;title sv;", "questions/GONE/text;vanha;;", ";eksynyt;;"
        )
    )
    found = compare(document, rows)
    assert document == before
    assert [(c.place, c.language, c.before, c.after) for c in found.changes] == [
        ("questions/A1/text", "sv", "", "A1 uusi sv")
    ]
    assert found.document["dimensions"][0]["items"][0]["text"] == {
        "fi": "A1 fi",
        "sv": "A1 uusi sv",
        "en": "A1 en",
    }
    assert [(row.line, row.place) for row in found.unknown] == [(4, "questions/GONE/text"), (5, "")]
    assert "sections/A/title" in found.missing
    assert found.kept == 4, "an empty cell takes nothing away"


def test_the_same_scale_used_again_is_written_once_and_another_of_its_name_apart() -> None:
    document = small()
    scale = {"code": "own", "options": [{"value": n, "label": {"fi": f"f{n}"}} for n in (1, 2)]}
    first, second = document["dimensions"][0]["items"]
    third = document["dimensions"][1]["items"][0]
    other = {"code": "own", "options": [{"value": 1, "label": {"fi": "muu"}}]}
    first["scale"], second["scale"], third["scale"] = scale, {**scale}, other
    places = [row.place for row in rows_of(document)]
    assert [place for place in places if place.startswith("scales/own")] == [
        "scales/own/1",
        "scales/own/2",
        "scales/own#2/1",
    ]
    found = compare(document, read_rows(file("scales/own/1;;ett;")))
    items = found.document["dimensions"][0]["items"]
    assert [item["scale"]["options"][0]["label"] for item in items] == [{"fi": "f1", "sv": "ett"}] * 2
    assert found.document["dimensions"][1]["items"][0]["scale"] == other


def test_what_an_unfinished_draft_lacks_has_a_row_to_be_filled() -> None:
    document = {"code": "new", "kind": "feedback", "dimensions": [{"code": "A", "items": [{"code": "Q"}]}]}
    assert shown(rows_of(document)) == [("title", {}), ("sections/A/title", {}), ("questions/Q/text", {})]
    found = compare(document, read_rows(file("questions/Q/text;Miten meni?;;")))
    assert found.document["dimensions"][0]["items"] == [{"code": "Q", "text": {"fi": "Miten meni?"}}]


# --- Files as people make them, and what is refused --------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "place,sv\ntitle,Tack\n".encode("utf-8-sig"),
        "Place\tsv\tnote\ntitle\tTack\tfråga Åsa\n".encode("utf-16"),
        "sv;PLACE;en\nTack;title\n".encode("cp1252"),
    ],
)
def test_other_delimiters_encodings_and_columns_are_understood(content: bytes) -> None:
    (row,) = read_rows(content)
    assert (row.place, row.texts["sv"], row.line) == ("title", "Tack", 2)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty", 0),
        (b"\n\n", "empty", 0),
        (b"x" * (MAX_BYTES + 1), "too_large", 0),
        (b"nothing of the kind", "missing_column", 1),
        (b"fi;sv\na;b\n", "missing_column", 1),
        (b"place;words\na;b\n", "missing_column", 1),
        (b"place;fi;FI\na;b;c\n", "duplicate_header", 1),
        (b"place;fi;sv;en\ntitle;a;b;c;d\n", "cell_count", 2),
        (b"place;fi;sv;en\ntitle;a;;\ntitle;b;;\n", "place_twice", 3),
        (b"place;fi;sv;en\ntitle;a\x07b;;\n", "bad_text", 2),
        (file(f"title;{'x' * 2_001};;"), "bad_text", 2),
        (b'place;fi;sv;en\ntitle;"a;;\n', "malformed", 2),
        (b"place;fi\ntitle;\xff\xfe\x00\n", "unknown_encoding", 2),
        (b"\x00\x01\x02", "unknown_encoding", 1),
        (b"PK\x03\x04 a workbook \x00", "unknown_encoding", 1),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    with pytest.raises(TableRefused) as refusal:
        read_rows(content)
    first = refusal.value.problems[0]
    assert (first.code, first.line) == (code, line)
    assert first.sentence()


@many
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"place;fi\n{text}".encode()))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with suppress(TableRefused):
        assert compare(small(), read_rows(content)).document.keys() == small().keys()
