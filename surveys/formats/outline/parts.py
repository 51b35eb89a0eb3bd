"""A questionnaire as a file has it: its own codes and languages, conditions still to be resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from surveys.formats.expressions import Expression
from surveys.formats.findings import Finding, Place

# What a text is in each language of the file: "" is the language that carries no mark.
Words: TypeAlias = Mapping[str, str]
Kind: TypeAlias = Literal["single", "multiple", "short", "long", "information"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One option. `value` is the number it stands for, where the file says one."""

    code: str
    words: Words
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Relevance:
    """When something is asked, as the file says it. `expression` is None where it could not be read."""

    text: str
    expression: Expression | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing on the form.

    `scale` names the list of `answers` in the file, which several questions may share, and `scale_code`
    is the code it shall have, if another. `is_ordered`: the
    answers are steps of a scale; `in_index`: it counts into the index of its section. `apart` are the
    words of "not applicable" (single) or "none of these" (multiple). It is asked if all `relevances` hold,
    those of its groups included. `properties` are those of the
    portal's own that the file carries (stage, module, smallest_group).
    """

    code: str
    kind: Kind
    words: Words
    place: Place
    hint: Words = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    scale: str = ""
    scale_code: str = ""
    apart: Words | None = None
    required: bool = False
    is_ordered: bool = False
    in_index: bool = False
    least: int = 0
    most: int = 0
    relevances: tuple[Relevance, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions shown together. Those of one marked `is_last` stand by themselves after all sections."""

    code: str
    words: Words
    questions: tuple[Question, ...]
    place: Place
    stem: Words = field(default_factory=dict)
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The whole file. `default_language` is the one that texts without a mark are in, if the file says.

    `left` counts the questions of sorts that the portal does not have, and so are in no section;
    `properties` are plain texts of the portal's own (kind, licence, source, citation, scoring), and
    `scale` is a question with the questionnaire's own scale, where the file names one.
    """

    code: str
    version: int
    title: Words
    sections: tuple[Section, ...]
    default_language: str = ""
    stem: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    scale: Question | None = None
    left: int = 0
    findings: tuple[Finding, ...] = ()
