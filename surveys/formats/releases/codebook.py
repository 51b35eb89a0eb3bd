"""The codebook: what a release is, what its columns mean and what its words for hidden figures mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.formats.releases.columns import Column
from surveys.formats.releases.table import About, Mark, ReleaseTable
from surveys.formats.releases.wording import Wording, filled, label_of, rule_of
from surveys.questionnaire import LANGUAGES, Text

PROTECTED = "protected"  # the word of a CSV file, in every language


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: about the "release", a "column" or a "value" that stands where a number could."""

    kind: str
    name: str
    label: Text
    scale: Text | None = None
    rule: Text | None = None


def codebook(table: ReleaseTable, wording: Wording) -> Iterator[Entry]:
    """All lines: the release first, then the columns in their order, then the words for hidden figures."""
    for name, text in facts(table, wording):
        yield Entry("release", name, text)
    yield Entry("column", "group_id", wording.group_id)
    yield Entry("column", "parent_id", wording.parent)
    yield Entry("column", "level", wording.level, _levels(wording))
    for language in LANGUAGES:
        yield Entry("column", f"group_{language}", wording.group)
    for column in table.columns:
        yield Entry(
            "column", column.name, label_of(column, wording), scale_of(column), _rule(table, column, wording)
        )
    yield Entry("value", PROTECTED, wording.protected_meaning)
    for mark in Mark:
        yield Entry("value", mark.value, wording.meanings[mark])


def facts(table: ReleaseTable, wording: Wording) -> Iterator[tuple[str, Text]]:
    """What the release is, in the order of a title page: names as in `Wording.facts`, and what is so."""
    about = table.about
    said = {
        "title": about.title,
        "project": about.project,
        "release": Text.same(str(about.number)),
        "released": Text.same(about.released),
        "closed": Text.same(about.closed),
        "audience": wording.audiences[about.audience],
        "example": wording.example if about.is_example else None,
        "thresholds": filled(wording.group_rule, inside=about.threshold, public=about.public_threshold),
        "method": wording.method,
        "caution": wording.caution,
        "licence": wording.licences[about.audience],
        "cite": _cite(about, wording),
        "fingerprint_sha256": Text.same(about.fingerprint),
        "questionnaire": about.questionnaire,
        "instrument": Text.same(about.instrument),
        "note": about.note,
        "instrument_licence": _same(about.instrument_licence),
        "source": _same(about.source),
        "citation": _same(about.citation),
    }
    yield from ((name, text) for name, text in said.items() if text)


def _cite(about: About, wording: Wording) -> Text:
    told = filled(
        wording.cite,
        project=about.project,
        title=about.title,
        number=about.number,
        day=about.released,
        address=about.address,
    )
    return Text(**{language: told.in_(language).text.rstrip() for language in LANGUAGES})


def scale_of(column: Column) -> Text | None:
    """The numbers a column may hold and, for options, their words: "1 = Never; 2 = Sometimes"."""
    if column.statistic == "n":
        return None
    if column.statistic in ("range_from", "range_to") and column.question:
        options = column.question.options
        return Text(
            **{
                code: "; ".join(f"{option.value} = {option.label.in_(code).text}" for option in options)
                for code in LANGUAGES
            }
        )
    return Text.same("0–100")


def _rule(table: ReleaseTable, column: Column, wording: Wording) -> Text:
    about = table.about
    has_shares = any(c.statistic == "share" and c.code == column.code for c in table.columns)
    rule = rule_of(column, wording, has_shares=has_shares)
    return filled(rule, inside=about.threshold, public=about.public_threshold)


def _levels(wording: Wording) -> Text:
    return Text(
        **{
            code: "; ".join(f"{level} = {text.in_(code).text}" for level, text in wording.levels.items())
            for code in LANGUAGES
        }
    )


def _same(text: str) -> Text | None:
    return Text.same(text) if text else None
