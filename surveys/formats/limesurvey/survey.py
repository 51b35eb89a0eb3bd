"""A survey's questions with everything that belongs to each: texts, lines, answers, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.formats.findings import Place
from surveys.formats.limesurvey.tables import Record, Tables, by, number
from surveys.formats.outline import Answer, Words


@dataclass(frozen=True, slots=True)
class Line:
    """A subquestion: a row of a table, a column of one (`axis` 1), an option of several."""

    code: str
    words: Words
    axis: str
    relevance: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of LimeSurvey. `settings`: its attributes by (name, language)."""

    id: str
    code: str
    type: str
    group: str
    words: Words
    hint: Words
    is_mandatory: bool
    has_other: bool
    relevance: str
    lines: tuple[Line, ...]
    answers: Mapping[str, tuple[Answer, ...]]  # by axis: only tables with two scales have a second one
    settings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(question=self.code)

    def setting(self, name: str) -> str:
        """A setting that is the same in every language."""
        return self.settings.get((name, ""), "").strip()

    def words_of(self, name: str) -> Words:
        """A setting that is a text."""
        return {
            language: text
            for (setting, language), text in self.settings.items()
            if setting == name and language and text.strip()
        }


def questions_of(tables: Tables) -> list[Asked]:
    """All questions in the order of the survey."""
    order = {
        row.get("gid", ""): place for place, row in enumerate(tables.ordered("groups", "gid", "group_order"))
    }
    lines, answers = _lines(tables), _answers(tables)
    settings = _settings(tables)
    texts = tables.texts("questions", "question", "qid", "question_l10ns")
    hints = tables.texts("questions", "help", "qid", "question_l10ns")
    asked = [
        Asked(
            id=row.get("qid", ""),
            code=row.get("title", "").strip(),
            type=row.get("type", "").strip(),
            group=row.get("gid", ""),
            words=texts.get(row.get("qid", ""), {}),
            hint=hints.get(row.get("qid", ""), {}),
            is_mandatory=row.get("mandatory", "") in ("Y", "S"),
            has_other=row.get("other", "") == "Y",
            relevance=row.get("relevance", "").strip(),
            lines=lines.get(row.get("qid", ""), ()),
            answers=answers.get(row.get("qid", ""), {}),
            settings=settings.get(row.get("qid", ""), {}),
        )
        for row in tables.ordered("questions", "qid", "question_order")
        if row.get("parent_qid", "0") in ("", "0")
    ]
    return sorted(asked, key=lambda question: order.get(question.group, len(order)))


def _lines(tables: Tables) -> dict[str, tuple[Line, ...]]:
    texts = tables.texts("subquestions", "question", "qid", "question_l10ns")
    rows = by(tables.ordered("subquestions", "qid", "question_order"), "parent_qid")
    return {
        parent: tuple(
            Line(
                code=row.get("title", "").strip(),
                words=texts.get(row.get("qid", ""), {}),
                axis=row.get("scale_id") or "0",
                relevance=row.get("relevance", "").strip(),
            )
            for row in found
        )
        for parent, found in rows.items()
    }


def _answers(tables: Tables) -> dict[str, dict[str, tuple[Answer, ...]]]:
    """Answers of each question by axis. Newer exports know an answer by its `aid`, older ones by its code."""
    is_new = bool(tables.rows("answer_l10ns"))
    rows: list[Record] = list(tables.rows("answers"))
    if is_new:
        texts = tables.texts("answers", "answer", "aid", "answer_l10ns")
        words = {id(row): texts.get(row.get("aid", ""), {}) for row in rows}
    else:
        rows, words = _merged(rows)
    found: dict[str, dict[str, tuple[Answer, ...]]] = {}
    for question, of_question in by(rows, "qid").items():
        for axis, of_axis in by(of_question, "scale_id").items():
            ordered = sorted(of_axis, key=_sort_order)
            found.setdefault(question, {})[axis or "0"] = tuple(
                Answer(row.get("code", "").strip(), words[id(row)]) for row in ordered
            )
    return found


def _merged(rows: list[Record]) -> tuple[list[Record], dict[int, Words]]:
    """One row for each answer, with its texts of all languages by the row's identity."""
    first: dict[tuple[str, ...], Record] = {}
    words: dict[int, dict[str, str]] = {}
    for row in rows:
        key = tuple(row.get(name, "") for name in ("qid", "scale_id", "code"))
        kept = first.setdefault(key, row)
        if row.get("answer", "").strip():
            words.setdefault(id(kept), {})[row.get("language", "")] = row["answer"]
    return list(first.values()), {id(row): words.get(id(row), {}) for row in first.values()}


def _sort_order(row: Record) -> int:
    return number(row.get("sortorder", ""))


def _settings(tables: Tables) -> dict[str, dict[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in tables.rows("question_attributes"):
        key = (row.get("attribute", ""), row.get("language", "") or "")
        found.setdefault(row.get("qid", ""), {})[key] = row.get("value", "")
    return found
