"""An XLSForm workbook as an outline. Source of the format: https://xlsform.org/en/ref-table/."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from surveys.formats.findings import Finding, Place, finding, refused
from surveys.formats.outline import Outline, Question, Relevance, Section, Words
from surveys.formats.outline.words import with_index_if_alike
from surveys.formats.plain_text import clean
from surveys.formats.workbook import read_sheets
from surveys.formats.xlsform import choices, rows
from surveys.formats.xlsform.table import Line, Table

LAST = "yhes_open_questions"  # the group that holds the questions after all sections
_PLAIN = ("kind", "licence", "source", "citation", "scoring")
_SETTINGS = {"form_title", "form_id", "version", "default_language", "yhes_title", "yhes_stem", "yhes_note"}
_SETTINGS |= {"yhes_scale", *(f"yhes_{name}" for name in _PLAIN)}


def read_xlsform(content: bytes, *, name: str, unmarked: str) -> Outline:
    """The outline of a workbook; the file's `name` is its code if it has none. Raises `FileRefused`."""
    sheets = read_sheets(content, ("survey", "choices", "settings"))
    if "survey" not in sheets:
        raise refused("missing_sheet", sheet="survey")
    survey = Table(sheets["survey"])
    survey.require("type", "name", "label")
    findings = [note for sheet in sheets.values() for note in sheet.findings]
    lists, notes = choices.read_choices(Table(sheets["choices"])) if "choices" in sheets else ({}, [])
    settings = _settings(Table(sheets["settings"])) if "settings" in sheets else None
    default = settings.get("default_language") if settings else ""
    reader = rows.Rows(lists, survey.languages("label"), default or unmarked, [*findings, *notes])
    sections = _Form(reader).sections(survey)
    reader.findings += _unused(survey, settings)
    return _outline(settings, sections, reader, name=name, default=default)


def _settings(table: Table) -> Line | None:
    return next(iter(table), None)


def _unused(survey: Table, settings: Line | None) -> list[Finding]:
    notes = [
        note
        for note in survey.unused(rows.USED)
        if not str(note.detail["name"]).lower().startswith(choices.MEDIA)
    ]
    heads = settings.cells if settings else ()
    notes += [
        finding("settings", Place(sheet="settings"), name=head.written)
        for head in heads
        if head.name not in _SETTINGS
    ]
    return notes


def _outline(
    settings: Line | None, sections: tuple[Section, ...], reader: rows.Rows, *, name: str, default: str
) -> Outline:
    if settings is None:
        settings = Line(Place(), {}, {})
    version = settings.get("version")
    properties = {key: clean(settings.get(f"yhes_{key}")) for key in _PLAIN}
    title = settings.words("yhes_title") or {"": settings.get("form_title")}
    return Outline(
        code=settings.get("form_id") or name,
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 7 else 1,
        title=title,
        sections=sections,
        default_language=default,
        stem=settings.words("yhes_stem"),
        note=settings.words("yhes_note"),
        properties={key: value for key, value in properties.items() if value},
        scale=_own_scale(settings, reader),
        left=reader.left,
        findings=tuple(reader.findings),
    )


def _own_scale(settings: Line, reader: rows.Rows) -> Question | None:
    """The questionnaire's own scale, if the file names one: as a question that nobody is asked."""
    found = reader.lists.get(settings.get("yhes_scale"))
    if found is None:
        return None
    return Question(
        code=found.name,
        kind="single",
        words={},
        place=settings.place,
        answers=found.answers,
        scale=found.name,
        scale_code=found.scale,
        apart=found.apart,
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that is open: its name, texts, conditions with those of the groups around it, and its row."""

    code: str
    words: Words
    stem: Words
    relevances: tuple[Relevance, ...]
    line: Line
    ends_with: str


@dataclass(slots=True)
class _Run:
    """Questions that follow each other in the same group."""

    group: _Group | None
    questions: list[Question] = field(default_factory=list)


class _Form:
    """Rows in order: groups are opened and closed, questions fall into the innermost open one."""

    def __init__(self, reader: rows.Rows) -> None:
        self._reader = reader
        self._open: list[_Group] = []
        self._runs: list[_Run] = []
        self._is_own = False

    def sections(self, table: Table) -> tuple[Section, ...]:
        """Raises `FileRefused`."""
        self._is_own = bool(table.languages("yhes_in_index"))  # then the file says itself what counts
        for line in table:
            kind = " ".join(line.get("type").split())
            step = kind.lower().replace("_", " ")
            if step in ("begin group", "begin repeat"):
                self._begin(line, is_repeat=step == "begin repeat")
            elif step in ("end group", "end repeat"):
                self._end(line, step)
            elif kind:
                self._take(line, kind)
        if self._open:
            left = self._open[-1]
            raise refused("unclosed", left.line.place, name=left.code)
        return tuple(self._section(run) for run in self._runs if run.questions)

    def _begin(self, line: Line, *, is_repeat: bool) -> None:
        around = self._open[-1] if self._open else None
        if around:
            self._reader.findings.append(finding("nested", line.place))
        if is_repeat:
            self._reader.findings.append(finding("repeat", line.place))
        words = self._reader.words(line, "label")
        group = _Group(
            code=line.get("name") or f"group_{line.place.row}",
            words=words if any(words.values()) or not around else around.words,
            stem=line.words("yhes_stem"),
            relevances=(*(around.relevances if around else ()), *self._reader.relevance(line)),
            line=line,
            ends_with="end repeat" if is_repeat else "end group",
        )
        self._open.append(group)

    def _end(self, line: Line, step: str) -> None:
        if not self._open or self._open[-1].ends_with != step:
            raise refused("unopened", line.place)
        self._open.pop()

    def _take(self, line: Line, kind: str) -> None:
        group = self._open[-1] if self._open else None
        asked = self._reader.questions(line, kind, group.relevances if group else ())
        if not self._runs or self._runs[-1].group is not group:
            self._runs.append(_Run(group))
        self._runs[-1].questions += asked

    def _section(self, run: _Run) -> Section:
        group = run.group
        place = group.line.place if group else run.questions[0].place
        questions = tuple(run.questions)
        if not self._is_own:
            questions, notes = with_index_if_alike(questions, replace(place, question=""))
            self._reader.findings += notes
        return Section(
            code=group.code if group else "questions",
            words=group.words if group else {},
            questions=questions,
            stem=group.stem if group else {},
            place=place,
            is_last=group is not None and group.code == LAST,
        )
