"""XLSForm workbooks and LimeSurvey exports made on the spot, sound ones and bad ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


def workbook(**sheets: Rows) -> bytes:
    """A workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HEAD = ("type", "name", "label::English (en)", "relevant", "appearance", "constraint", "hint::English (en)")
CHOICES = (
    ("list_name", "name", "label::English (en)"),
    ("yes_no", "yes", "Yes"),
    ("yes_no", "no", "No"),
    ("agree", "1", "Disagree"),
    ("agree", "2", "Neither"),
    ("agree", "3", "Agree"),
)


def xlsform(*rows: Sequence[Any], choices: Rows = CHOICES, settings: Rows = ()) -> bytes:
    """An XLSForm in English; `rows` stand under the headings type, name, label, relevant, appearance,
    constraint and hint."""
    sheets = {"survey": [HEAD, *rows], "choices": choices}
    return workbook(**sheets, **({"settings": settings} if settings else {}))


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The zip with some parts replaced, added or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part))
        for name, data in changes.items():
            if data is not None:
                new.writestr(name, data)
    return file.getvalue()


def sheet_xml(cells: str) -> bytes:
    """A sheet's own XML around some rows."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    ).encode()


def export(**sections: Sequence[Mapping[str, Any]]) -> bytes:
    """A LimeSurvey survey structure with these sections, each a list of rows."""
    parts = "".join(
        f"<{name}><rows>{''.join(map(_row, rows))}</rows></{name}>" for name, rows in sections.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>700</DBVersion>{parts}</document>"
    ).encode()


def _row(fields: Mapping[str, Any]) -> str:
    return f"<row>{''.join(f'<{name}>{escape(str(text))}</{name}>' for name, text in fields.items())}</row>"


def limesurvey(
    *questions: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]] = (),
    answers: Sequence[Mapping[str, Any]] = (),
    **more: Sequence[Mapping[str, Any]],
) -> bytes:
    """An export with one group in Finnish and English.

    A question needs `qid`, `type` and `title`; `text` is its words in English, or a mapping of them. Lines
    (subquestions) need `parent_qid` too, answers `qid` and `code`.
    """
    rows = [
        {"parent_qid": "0", "gid": "1", "other": "N", "mandatory": "N", "relevance": "1", **_plain(q)}
        for q in questions
    ]
    subs = [{"gid": "1", "scale_id": "0", "relevance": "1", **_plain(line)} for line in lines]
    texts = [
        {"qid": q["qid"], "question": text, "language": code}
        for q in (*questions, *lines)
        for code, text in _words(q).items()
    ]
    numbered = [
        {"aid": str(n), "sortorder": str(n), "scale_id": "0", **_plain(a)} for n, a in enumerate(answers)
    ]
    answer_texts = [
        {"aid": str(n), "answer": text, "language": code}
        for n, a in enumerate(answers)
        for code, text in _words(a).items()
    ]
    return export(
        **{
            "groups": [{"gid": "1", "group_order": "0"}],
            "group_l10ns": [{"gid": "1", "group_name": "Group", "language": "en"}],
            "questions": rows,
            "subquestions": subs,
            "question_l10ns": texts,
            "answers": numbered,
            "answer_l10ns": answer_texts,
            "surveys": [{"sid": "77", "language": "en", "additional_languages": "fi"}],
            "surveys_languagesettings": [{"surveyls_language": "en", "surveyls_title": "Survey"}],
            **more,
        }
    )


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "text"}


def _words(fields: Mapping[str, Any]) -> Mapping[str, str]:
    text = fields.get("text", fields.get("title", fields.get("code", "")))
    return text if isinstance(text, Mapping) else {"en": text}
