"""A questionnaire as an XLSForm workbook that ODK, KoboToolbox and LimeSurvey's converters read.

What XLSForm has no word for stands in columns of our own (`yhes_…`), which other programs pass over
and `read_xlsform` takes back. What a workbook cannot hold at all, `not_held` lists.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from surveys.formats.codes import Codes
from surveys.formats.findings import Finding, finding
from surveys.formats.plain_text import has_html
from surveys.formats.xlsform.reading import LAST
from surveys.formats.xlsform.relevance import xpath
from surveys.questionnaire import (
    Dimension,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    Questionnaire,
    Scale,
    Text,
)
from surveys.questionnaire.languages import languages_of

Row = dict[str, str]
NAMES = {"fi": "Suomi (fi)", "sv": "Svenska (sv)", "en": "English (en)"}
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SURVEY = (
    *("type", "name", "label", "hint", "required", "relevant", "appearance", "constraint", "yhes_stem"),
    *("yhes_stage", "yhes_module", "yhes_smallest_group", "yhes_in_index", "yhes_ordered"),
)
_CHOICES = ("list_name", "name", "label", "yhes_apart", "yhes_scale")
_SETTINGS = (
    *("form_title", "form_id", "version", "default_language", "yhes_title", "yhes_stem", "yhes_note"),
    *("yhes_kind", "yhes_scale", "yhes_licence", "yhes_source", "yhes_citation", "yhes_scoring"),
)
_TRANSLATED = {"label", "hint", "yhes_title", "yhes_stem", "yhes_note"}


def write_xlsform(questionnaire: Questionnaire) -> bytes:
    """The workbook."""
    return _Writer(questionnaire).workbook()


def not_held(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """What the workbook does not have of the questionnaire."""
    has_suggestions = any(dimension.suggestions for dimension in questionnaire.dimensions)
    missing = {
        "roles_not_held": bool(questionnaire.role_profiles),
        "suggestions_not_held": has_suggestions,
        "background_not_held": bool(questionnaire.background),
    }
    return tuple(finding(code) for code, is_missing in missing.items() if is_missing)


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._languages = languages_of(questionnaire)
        self._closed = {part.code: part for part in questionnaire.closed}
        self._lists: dict[Scale | str, str] = {}
        self._names = Codes("L")
        self._choices: list[Row] = []
        items = (*questionnaire.items, *questionnaire.background)
        for scale in dict.fromkeys((questionnaire.scale, *(item.scale for item in items))):
            self._add_list(scale, scale.code, scale.options, scale.not_applicable, apart="na")
        for question in questionnaire.multiples:
            self._add_list(question.code, question.code, question.options, question.none, apart="none")

    def _add_list(
        self, key: Scale | str, code: str, options: Iterable[Option], words: Text | None, *, apart: str
    ) -> None:
        name = self._lists[key] = self._names.give(code)
        other = {"yhes_scale": code} if name != code else {}
        for option in options:
            self._choices.append(
                {"list_name": name, "name": str(option.value), **self._words("label", option.label), **other}
            )
        if words:
            self._choices.append(
                {
                    "list_name": name,
                    "name": apart,
                    **self._words("label", words),
                    "yhes_apart": "yes",
                    **other,
                }
            )

    def workbook(self) -> bytes:
        book = Workbook(write_only=True)
        survey = [row for dimension in self._questionnaire.dimensions for row in self._section(dimension)]
        if self._questionnaire.open_questions:
            survey += self._group({"name": LAST}, self._questionnaire.open_questions)
        tables = (
            ("survey", _SURVEY, survey),
            ("choices", _CHOICES, self._choices),
            ("settings", _SETTINGS, [self._settings()]),
        )
        for title, columns, rows in tables:
            sheet = book.create_sheet(title)
            headings = self._headings(columns, rows)
            for row in ({heading: heading for heading in headings}, *rows):
                cells = [WriteOnlyCell(sheet, _cell_text(row.get(heading, ""))) for heading in headings]
                for cell in cells:
                    cell.data_type = "s"  # or a text that begins with = would be a formula
                sheet.append(cells)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _headings(self, columns: Iterable[str], rows: list[Row]) -> list[str]:
        """Columns with content; "label" is there in any case."""
        used = {heading for row in rows for heading in row}
        return [
            heading
            for column in columns
            for heading in self._translated(column)
            if heading in used or column in ("type", "name", "label")
        ]

    def _translated(self, column: str) -> list[str]:
        if column not in _TRANSLATED:
            return [column]
        return [f"{column}::{NAMES[language]}" for language in self._languages]

    def _words(self, column: str, text: Text | None) -> Row:
        if text is None:
            return {}
        return {
            f"{column}::{NAMES[language]}": _plain(words)
            for language in self._languages
            if (words := getattr(text, language))
        }

    def _section(self, dimension: Dimension) -> list[Row]:
        begin = {
            "name": dimension.code,
            **self._words("label", dimension.title),
            **self._words("yhes_stem", dimension.stem),
        }
        return self._group(begin, dimension.parts)

    def _group(self, begin: Row, parts: Iterable[Part]) -> list[Row]:
        return [{"type": "begin_group", **begin}, *map(self._part, parts), {"type": "end_group"}]

    def _part(self, part: Part) -> Row:
        row = {"name": part.code, **self._words("label", part.text)}
        match part:
            case Item():
                row |= {"type": f"select_one {self._lists[part.scale]}", **_where(part)}
                row |= {"yhes_in_index": _yes(part.in_index), "yhes_ordered": _yes(part.ordered)}
                row |= {"appearance": "likert"} if part.ordered else {}
            case MultipleChoice():
                row |= {"type": f"select_multiple {self._lists[part.code]}", **_where(part)}
                row |= {"constraint": text} if (text := _constraint(part)) else {}
            case OpenQuestion():
                row |= {"type": "text", **({"appearance": "multiline"} if part.length == "long" else {})}
            case Information():
                row |= {"type": "note"}
        if not isinstance(part, Information):
            row |= self._words("hint", part.help)
            row |= {"required": "yes"} if part.required else {}
        row |= {"yhes_module": part.module} if part.module else {}
        return row | ({"relevant": xpath(part.show_if, self._closed)} if part.show_if else {})

    def _settings(self) -> Row:
        questionnaire = self._questionnaire
        first = self._languages[0]
        plain = ("licence", "source", "citation", "scoring")
        return {
            "form_title": _plain(questionnaire.title.in_(first).text),
            "form_id": questionnaire.code,
            "version": str(questionnaire.version),
            "default_language": NAMES[first],
            **self._words("yhes_title", questionnaire.title),
            **self._words("yhes_stem", questionnaire.stem),
            **self._words("yhes_note", questionnaire.note),
            "yhes_kind": questionnaire.kind,
            "yhes_scale": self._lists[questionnaire.scale],
            **{f"yhes_{name}": text for name in plain if (text := getattr(questionnaire, name))},
        }


def _where(part: Item | MultipleChoice) -> Row:
    level = part.smallest_group if part.smallest_group != "unit" else ""
    return {
        key: value for key, value in (("yhes_stage", part.stage), ("yhes_smallest_group", level)) if value
    }


def _constraint(question: MultipleChoice) -> str:
    """How many may be chosen; "none of these" stands alone and is then enough."""
    parts = []
    if question.least:
        least = f"count-selected(.) >= {question.least}"
        parts.append(f"(selected(., 'none') or {least})" if question.none else least)
    if question.most:
        parts.append(f"count-selected(.) <= {question.most}")
    if question.none:
        parts.append("not(selected(., 'none') and count-selected(.) > 1)")
    return " and ".join(parts)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _plain(text: str) -> str:
    """Labels of an XLSForm may hold HTML and repeat answers: what looks like either is written out."""
    shown = html.escape(text, quote=False).replace("\n", "<br>") if has_html(text) else text
    return shown.replace("${", "$ {")


def _cell_text(text: str) -> str:
    """Excel reads _x000D_ as a character, so an underscore that begins such a thing is written as one."""
    return _ESCAPE.sub("_x005F_", text)
