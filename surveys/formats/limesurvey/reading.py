"""A LimeSurvey survey structure as an outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from surveys.formats.findings import Finding, Place, finding
from surveys.formats.limesurvey.conditions import Names, of_old_table
from surveys.formats.limesurvey.survey import Asked, questions_of
from surveys.formats.limesurvey.tables import Record, Tables, by
from surveys.formats.limesurvey.types import NAMES, Types
from surveys.formats.outline import Outline, Question, Relevance, Section, Words
from surveys.formats.outline.words import with_index_if_alike
from surveys.formats.plain_text import from_html

# Settings of a question that change what is asked or taken as an answer.
_BEHAVIOUR = (
    *("array_filter", "array_filter_exclude", "em_validation_q", "em_validation_sq", "other_numbers_only"),
    *("other_comment_mandatory", "num_value_int_only", "date_min", "date_max", "time_limit"),
)
_RANDOM = {"random_order": {"1"}, "subquestion_order": {"random"}, "answer_order": {"random"}}
_READ = {"hidden", "equation", "min_answers", "max_answers", "exclude_all_others", "other_replace_text"}
_READ |= {"dualscale_headerA", "dualscale_headerB", "min_num_value_n", "max_num_value_n", "multiflexible_min"}
_READ |= {"multiflexible_max", "multiflexible_checkbox", *_BEHAVIOUR, *_RANDOM}
_DEFAULT_VALUES = {"", "0", "N", "default"}


def read_limesurvey(content: bytes, *, name: str, unmarked: str) -> Outline:
    """The outline of an export; the file's `name` is its code if it has none. Raises `FileRefused`."""
    return _Survey(Tables(content), unmarked).outline(name)


class _Survey:
    def __init__(self, tables: Tables, unmarked: str) -> None:
        self._tables = tables
        self._facts: Record = next(iter(tables.rows("surveys")), {})
        self._language = self._facts.get("language", "").strip()
        more = self._facts.get("additional_languages", "").split()
        self._asked = questions_of(tables)
        self._names = Names(self._facts.get("sid", ""), self._asked)
        self._old = {} if _has_relevance(tables) else by(tables.rows("conditions"), "qid")
        self._findings: list[Finding] = []
        languages = tuple(dict.fromkeys((self._language, *more)))
        self._types = Types(languages, self._language or unmarked, self._findings)
        self._left = 0

    def outline(self, name: str) -> Outline:
        """Everything together."""
        number = self._facts.get("sid", "").strip()
        titles = self._of_survey("surveyls_title")
        sections = tuple(self._sections())
        self._note_survey()
        return Outline(
            code=f"LS{number}" if number else name,
            version=1,
            title=titles,
            sections=sections,
            default_language=self._language,
            left=self._left,
            findings=tuple(self._findings),
        )

    def _of_survey(self, field: str) -> Words:
        return {
            row.get("surveyls_language", ""): row[field]
            for row in self._tables.rows("surveys_languagesettings")
            if row.get(field, "").strip()
        }

    def _sections(self) -> Iterator[Section]:
        titles = self._tables.texts("groups", "group_name", "gid", "group_l10ns")
        stems = self._tables.texts("groups", "description", "gid", "group_l10ns")
        of_group: dict[str, list[Asked]] = {}
        for asked in self._asked:
            of_group.setdefault(asked.group, []).append(asked)
        welcome = self._welcome()
        for row in self._tables.ordered("groups", "gid", "group_order"):
            group = row.get("gid", "")
            place = Place(section=from_html(titles.get(group, {}).get(self._language, "")) or group)
            if row.get("randomization_group", "").strip():
                self._findings.append(finding("group_random", place))
            relevances = self._names.relevance(row.get("grelevance", ""), place)
            questions = [*welcome, *self._about(stems.get(group, {}), group, place)]
            for asked in of_group.get(group, []):
                questions += self._questions(asked, relevances)
            welcome = []
            alike, notes = with_index_if_alike(questions, place)
            self._findings += notes
            if alike:
                yield Section(code=f"G{group}", words=titles.get(group, {}), questions=alike, place=place)

    def _welcome(self) -> list[Question]:
        """What a survey says of itself before its questions."""
        found = []
        for code, field in (("description", "surveyls_description"), ("welcome", "surveyls_welcometext")):
            words = self._of_survey(field)
            if words:
                place = Place(question=code)
                found.append(Question(code=code, kind="information", words=words, place=place))
        return found

    def _about(self, words: Words, group: str, place: Place) -> list[Question]:
        if not words:
            return []
        return [Question(code=f"about_G{group}", kind="information", words=words, place=place)]

    def _questions(self, asked: Asked, around: tuple[Relevance, ...]) -> list[Question]:
        if asked.setting("hidden") == "1" and asked.type != "*":
            return self._leave("hidden", asked)
        if asked.type == "*":
            text = asked.setting("equation") or next(iter(asked.words.values()), "")
            return self._leave("calculation", asked, text=from_html(text))
        made = self._types.questions(asked)
        if made is None:
            return self._leave("unsupported", asked, type=NAMES.get(asked.type, asked.type))
        self._note_settings(asked)
        text = asked.relevance or of_old_table(self._old.get(asked.id, ()))
        relevances = (*around, *self._names.relevance(text, asked.place))
        return [
            replace(question, relevances=(*relevances, *question.relevances, *self._of_line(asked, question)))
            for question in made
        ]

    def _of_line(self, asked: Asked, question: Question) -> tuple[Relevance, ...]:
        """The condition of one line of a table."""
        line = next((line for line in asked.lines if question.code == f"{asked.code}_{line.code}"), None)
        return self._names.relevance(line.relevance, question.place) if line else ()

    def _leave(self, note: str, asked: Asked, **detail: str) -> list[Question]:
        self._left += 1
        self._findings.append(finding(note, asked.place, **detail))
        return []

    def _note_settings(self, asked: Asked) -> None:
        for name in _BEHAVIOUR:
            if asked.setting(name) not in _DEFAULT_VALUES:
                self._findings.append(finding("attribute", asked.place, name=name, text=asked.setting(name)))
        if any(asked.setting(name) in values for name, values in _RANDOM.items()):
            self._findings.append(finding("random_order", asked.place))

    def _note_survey(self) -> None:
        """What belongs to the survey as a whole and stays behind."""
        for row in self._tables.rows("quota"):
            self._findings.append(finding("quota", name=row.get("name", "")))
        said = {
            "assessment": self._tables.rows("assessments"),
            "end_text": self._of_survey("surveyls_endtext"),
            "policy": self._of_survey("surveyls_policy_notice"),
            "letters": self._of_survey("surveyls_email_invite"),
        }
        self._findings += [finding(code) for code, content in said.items() if content]
        for row in self._tables.rows("defaultvalues"):
            asked = next((asked for asked in self._asked if asked.id == row.get("qid")), None)
            if asked and row.get("defaultvalue", "").strip():
                self._findings.append(finding("default", asked.place, text=row["defaultvalue"]))
        looks = sum(map(_looks, self._asked))
        if looks:
            self._findings.append(finding("look", count=looks))


def _has_relevance(tables: Tables) -> bool:
    return any(row.get("relevance", "").strip() for row in tables.rows("questions"))


def _looks(asked: Asked) -> int:
    """How many other settings were changed from what they are by themselves."""
    settings: Mapping[tuple[str, str], str] = asked.settings
    names = {name for (name, _language), value in settings.items() if value.strip() not in _DEFAULT_VALUES}
    return len(names - _READ)
