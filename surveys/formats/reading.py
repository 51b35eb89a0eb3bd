"""From an uploaded file to a questionnaire, whatever program it comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from surveys.formats.findings import FileRefused, own_problem, refused
from surveys.formats.limesurvey import read_limesurvey
from surveys.formats.outline import Imported, Outline, Tally, assemble
from surveys.formats.surveyjs import read_surveyjs
from surveys.formats.xlsform import read_xlsform
from surveys.questionnaire import (
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Questionnaire,
    QuestionnaireError,
    from_yaml,
)
from surveys.questionnaire.languages import languages_of

MAX_BYTES = 5 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
Reader = Callable[..., Outline]


def read_questionnaire(content: bytes, *, name: str, unmarked: str) -> Imported:
    """The questionnaire in a YAML, XLSForm, LimeSurvey or SurveyJS file, and what became of it on the way.

    What the file is, is told from its content; `name` is what a person called it, `unmarked` the
    language of texts that carry no mark. Raises `FileRefused`: then nothing of it may be used.
    """
    if not content.strip():
        raise refused("empty")
    if len(content) > MAX_BYTES:
        raise refused("too_large", limit=MAX_BYTES // 1024)
    stem, suffix = PurePath(name).stem or "questionnaire", PurePath(name).suffix.lower()
    if content.startswith((_ZIP, _OLE)):
        return assemble(read_xlsform(content, name=stem, unmarked=unmarked), unmarked=unmarked)
    if _is_xml(content):
        return assemble(read_limesurvey(content, name=stem, unmarked=unmarked), unmarked=unmarked)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and suffix == ".json":
        return assemble(read_surveyjs(content, name=stem, unmarked=unmarked), unmarked=unmarked)
    if suffix in (".yaml", ".yml"):
        return _from_yaml(content)
    raise refused("unknown_format")


def _is_xml(content: bytes) -> bool:
    start = content[:200]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")


def _from_yaml(content: bytes) -> Imported:
    """The portal's own form: all of it, or nothing."""
    try:
        questionnaire = from_yaml(content, complete=False)
    except QuestionnaireError as error:
        raise FileRefused([own_problem(error)]) from None
    languages = languages_of(questionnaire)
    return Imported(
        questionnaire=questionnaire,
        tallies=tuple(Tally(sort, count, count) for sort, count in _counts(questionnaire).items()),
        languages=languages,
        foreign=(),
        findings=(),
    )


def _counts(questionnaire: Questionnaire) -> dict[str, int]:
    parts = questionnaire.parts
    kinds = {"single": Item, "multiple": MultipleChoice, "written": OpenQuestion, "information": Information}
    return {
        "sections": len(questionnaire.dimensions),
        **{sort: sum(isinstance(part, kind) for part in parts) for sort, kind in kinds.items()},
        "scales": len({item.scale for item in questionnaire.items}),
        "conditions": sum(part.show_if is not None for part in parts),
        "languages": len(languages_of(questionnaire)),
    }
