"""What came of a file."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.formats.findings import Finding
from surveys.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one sort there were in the file and how many were taken.

    `sort` is sections, single, multiple, written, information, scales, conditions or languages.
    """

    sort: str
    found: int
    taken: int


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire out of a file, what was carried over in numbers, and item by item what was not.

    `languages` are codes of the portal's languages that have texts, `foreign` those of the file that
    were left behind.
    """

    questionnaire: Questionnaire
    tallies: tuple[Tally, ...]
    languages: tuple[str, ...]
    foreign: tuple[str, ...]
    findings: tuple[Finding, ...]
