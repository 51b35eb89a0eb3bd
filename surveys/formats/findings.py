"""What a reader of files has to say: where in the file, and what, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.formats.notes import NOTES
from surveys.formats.refusals import REFUSALS
from surveys.questionnaire.errors import PROBLEMS, QuestionnaireError, gettext_noop

OWN = "questionnaire:"
MAX_SHOWN = 120  # characters of a name or a value in a sentence; the file may hold anything

Translate = Callable[[str], str]
Detail = Mapping[str, str | int]

_PARTS = (
    ("sheet", gettext_noop("sheet “%(sheet)s”")),
    ("row", gettext_noop("row %(row)d")),
    ("column", gettext_noop("column %(column)s")),
    ("section", gettext_noop("section “%(section)s”")),
    ("line", gettext_noop("line %(line)d")),
    ("question", gettext_noop("question “%(question)s”")),
    ("path", gettext_noop("at %(path)s")),
)
WHOLE_FILE = gettext_noop("whole file")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: as much as is known of sheet, row, column, line, section, question and path."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    line: int = 0
    section: str = ""
    question: str = ""
    path: str = ""

    def sentence(self, translate: Translate = str) -> str:
        """The place for a person, worded by `translate` (gettext); English without it."""
        said = [
            translate(words) % {name: _short(getattr(self, name))}
            for name, words in _PARTS
            if getattr(self, name)
        ]
        return ", ".join(said) or translate(WHOLE_FILE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the file: what (`code`), where, and what fills the placeholders.

    `code` is a key of `NOTES` or `REFUSALS`, or "questionnaire:" and a key of the questionnaire's own
    `PROBLEMS`.
    """

    code: str
    place: Place = Place()
    detail: Detail = field(default_factory=dict)

    def sentence(self, translate: Translate = str) -> str:
        """What it is, for a person, without the place."""
        return translate(_words(self.code)) % self.detail


def _words(code: str) -> str:
    if code.startswith(OWN):
        return PROBLEMS[code.removeprefix(OWN)]
    return NOTES.get(code) or REFUSALS[code]


def own_problem(error: QuestionnaireError, place: Place | None = None) -> Finding:
    """What the questionnaire itself objects to, at a place of the file or else of the document."""
    return Finding(f"{OWN}{error.code}", place or Place(path=error.path), error.detail)


def finding(code: str, place: Place | None = None, /, **detail: str | int) -> Finding:
    """A finding whose quoted names and values are short enough to show."""
    return Finding(code, place or Place(), {key: _short(value) for key, value in detail.items()})


def _short(value: str | int) -> str | int:
    if isinstance(value, int) or len(value) <= MAX_SHOWN:
        return value
    return value[: MAX_SHOWN - 1] + "…"


class FileRefused(ValueError):
    """A file of which nothing is taken; `findings` holds one or more reasons."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{each.place.sentence()}: {each.sentence()}" for each in self.findings))


def refused(code: str, place: Place | None = None, /, **detail: str | int) -> FileRefused:
    """A refusal for a single reason."""
    return FileRefused([finding(code, place, **detail)])
