"""One row of the sheet "survey": what it asks, or a note why it cannot be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.formats import expressions
from surveys.formats.findings import Finding, finding, refused
from surveys.formats.outline import Answer, Question, Relevance, Words
from surveys.formats.outline.words import OTHER, OTHER_WHAT, own_words
from surveys.formats.xlsform.choices import ChoiceList, media
from surveys.formats.xlsform.table import Line

_CHOOSING = re.compile(
    r"(select[ _]one|select1|select[ _]multiple|select all that apply)(?:[ _]from)?"
    r"(?: +(\S+?))?(?: +(or[ _]other))?",
    re.IGNORECASE,
)
_TEXTS = {"text": "short", "string": "short", "barcode": "", "email": "short", "phone number": "short"}
_NUMBERS = {"integer", "int", "decimal"}
_MOMENTS = {"date", "time", "datetime"}
_COLLECTED = {
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
}
_COLLECTED |= {
    "audit",
    "start-geopoint",
    "background-geopoint",
    "background-audio",
    "instanceid",
    "uuid",
    "imei",
}
_COMPUTED = {"calculate", "hidden", "xml-external", "csv-external", "entity"}
_TRUE = {"yes", "true", "1", "true()", "x"}
_PIPED = re.compile(r"\$\{([^{}]{1,200})\}")
_LEAST = re.compile(r"count-selected\(\s*\.\s*\)\s*>=\s*([0-9]{1,3})", re.ASCII)
_MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*<=\s*([0-9]{1,3})", re.ASCII)
# As the portal writes "none of these": it stands alone, and is then enough.
_ALONE = re.compile(r"not\(selected\(\., 'none'\) and count-selected\(\.\) > 1\)|selected\(\., 'none'\) or ")
_LIMIT = 30  # steps of a range that are still a scale
USED = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "choice_filter"),
    *("calculation", "default", "yhes_stage", "yhes_module", "yhes_smallest_group", "yhes_in_index"),
    *("yhes_ordered", "yhes_stem", "appearance", "parameters"),
)


@dataclass(slots=True)
class Rows:
    """Turns rows into questions; collects what is left behind."""

    lists: Mapping[str, ChoiceList]
    languages: tuple[str, ...]
    unmarked: str
    findings: list[Finding] = field(default_factory=list)
    left: int = 0

    def questions(self, line: Line, kind: str, relevances: tuple[Relevance, ...]) -> list[Question]:
        """What the row asks: nothing, one question, or two with "other, what?". Raises `FileRefused`."""
        lowered = kind.lower()
        if lowered in _COLLECTED or lowered in _COMPUTED:
            note = "calculation" if lowered in _COMPUTED else "collected"
            text = line.get("calculation") or line.get("name")
            self.findings.append(finding(note, line.place, type=kind, text=text))
            return []
        asked = self._asked(line, kind)
        if asked is None:
            self.left += 1
            self.findings.append(
                finding("unsupported", replace(line.place, question=line.get("name")), type=kind)
            )
            return []
        self._note_what_stays(line, asked)
        return [replace(question, relevances=(*relevances, *question.relevances)) for question in asked]

    def relevance(self, line: Line) -> tuple[Relevance, ...]:
        """The row's own condition."""
        text = line.get("relevant")
        if not text:
            return ()
        try:
            expression = expressions.parse(text)
        except expressions.Unreadable:
            expression = None
        return (Relevance(text, expression, line.at("relevant")),)

    def words(self, line: Line, name: str) -> Words:
        """The texts of a column; what they repeat of earlier answers becomes “…”, with a note."""
        words = line.words(name)
        piped = list(dict.fromkeys(found for text in words.values() for found in _PIPED.findall(text)))
        if piped:
            self.findings.append(finding("piped", line.at(name), reference=", ".join(piped)))
        return {mark: _PIPED.sub("…", text) for mark, text in words.items()}

    def _asked(self, line: Line, kind: str) -> list[Question] | None:
        choosing = _CHOOSING.fullmatch(kind)
        if choosing:
            return self._choosing(line, choosing)
        lowered = kind.lower()
        if lowered == "note":
            return [self._question(line, "information")]
        if lowered == "range":
            return self._range(line)
        if lowered in _NUMBERS or lowered in _MOMENTS:
            note = "number_as_text" if lowered in _NUMBERS else "date_as_text"
            self.findings.append(finding(note, replace(line.place, question=line.get("name"))))
            return [self._question(line, "short")]
        if lowered in ("text", "string"):
            is_long = "multiline" in line.get("appearance").lower()
            return [self._question(line, "long" if is_long else "short")]
        return None

    def _choosing(self, line: Line, match: re.Match[str]) -> list[Question]:
        kind = "single" if "one" in match[1].lower() or match[1] == "select1" else "multiple"
        if not match[2]:
            raise refused("no_list", line.at("type"), type=match[1])
        if match[2] not in self.lists:
            raise refused("unknown_list", line.at("type"), name=match[2])
        if "label" in line.get("appearance").split():
            self.findings.append(finding("header", line.place))
            return [self._question(line, "information")]
        question = self._question(line, kind, **self._options(self.lists[match[2]], kind, line))
        if kind == "multiple":
            constraint = line.get("constraint")
            least, most = _LEAST.search(constraint), _MOST.search(constraint)
            question = replace(
                question, least=int(least[1]) if least else 0, most=int(most[1]) if most else 0
            )
        return self._with_other(question) if match[3] else [question]

    def _options(self, found: ChoiceList, kind: str, line: Line) -> dict[str, Any]:
        """What a list gives a question, and whether it is a scale: as the row says, or in a table."""
        appearance = line.get("appearance").split()
        is_table = (
            not {"list-nolabel", "likert"}.isdisjoint(appearance)
            and kind == "single"
            and len(found.answers) > 2
        )
        return {
            "answers": found.answers,
            "scale": found.name,
            "scale_code": found.scale,
            "apart": found.apart,
            "is_ordered": _flag(line.get("yhes_ordered"), is_table),
            "in_index": _flag(line.get("yhes_in_index"), is_table),
        }

    def _with_other(self, question: Question) -> list[Question]:
        """ODK adds the option and the question that asks what; so does the portal."""
        self.findings.append(finding("other", question.place))
        words = own_words(OTHER, self.languages, self.unmarked)
        asks = own_words(OTHER_WHAT, self.languages, self.unmarked)
        extended = replace(question, answers=(*question.answers, Answer("other", words)))
        chosen = Relevance("other", expressions.Chosen(question.code, "other"), question.place)
        what = Question(
            code=f"{question.code}_other",
            kind="short",
            words=asks,
            place=question.place,
            relevances=(chosen,),
        )
        # The list is another one with the option in it.
        return [replace(extended, scale=f"{question.scale}_other"), what]

    def _range(self, line: Line) -> list[Question] | None:
        """A range of whole numbers is a scale without words."""
        given = dict(re.findall(r"(start|end|step)\s*=\s*(-?[0-9]{1,3})(?![0-9.])", line.get("parameters")))
        start, end, step = int(given.get("start", 0)), int(given.get("end", 10)), int(given.get("step", 1))
        values = range(start, end + 1, step) if step > 0 else range(0)
        if not 2 <= len(values) <= _LIMIT or not -100 <= start <= end <= 100:
            return None
        answers = tuple(Answer(str(value), {}, value) for value in values)
        name = f"numbers_{start}_{end}_{step}".replace("-", "m")
        return [self._question(line, "single", answers=answers, scale=name, is_ordered=True)]

    def _question(self, line: Line, kind: Any, **more: Any) -> Question:
        name = line.get("name")
        if not name and kind != "information":
            raise refused("question_without_name", line.at("name"))
        place = replace(line.place, question=name)
        properties = {key: line.get(f"yhes_{key}") for key in ("stage", "module", "smallest_group")}
        return Question(
            code=name or f"note_{line.place.row}",
            kind=kind,
            words=self.words(line, "label"),
            hint=self.words(line, "hint"),
            place=place,
            required=_flag(line.get("required")),
            relevances=self.relevance(line),
            properties={key: value for key, value in properties.items() if value},
            **more,
        )

    def _note_what_stays(self, line: Line, asked: list[Question]) -> None:
        """Checks, filters, calculations, defaults and pictures: each with its own words."""
        constraint = line.get("constraint")
        if asked and asked[0].kind == "multiple":
            for known in (_ALONE, _LEAST, _MOST):
                constraint = known.sub("", constraint)
            constraint = (
                "" if not re.search(r"[a-z0-9.]", constraint.replace(" and ", "")) else line.get("constraint")
            )
        texts = {"constraint": constraint, "calculation": line.get("calculation")}
        texts |= {"choice_filter": line.get("choice_filter"), "default": line.get("default")}
        for code, text in texts.items():
            if text:
                self.findings.append(finding(code, line.at(code), text=text))
        self.findings += media(line)


def _flag(text: str, otherwise: bool = False) -> bool:
    return text.lower() in _TRUE if text else otherwise
