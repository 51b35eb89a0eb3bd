"""The words of the files in three languages. Whoever makes a file brings them: nothing is translated here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.formats.releases.columns import Column
from surveys.formats.releases.table import Level, Mark
from surveys.questionnaire import LANGUAGES, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Names in braces are filled in where the sentence is used.

    `share` {text} {option}, `item_index` `agree` `range_from` `range_to` {text}, `index` {title};
    `group_rule` {inside} {public}, `distribution_rule` {public}, `smallest` {level};
    `cite` {project} {title} {number} {day} {address}.
    """

    # What a row is
    group: Text
    group_id: Text
    parent: Text
    part_of: Text
    level: Text
    levels: Mapping[Level, Text]
    # Columns
    respondents: Text
    respondents_band: Text
    index: Text
    item_index: Text
    agree: Text
    share: Text
    range_from: Text
    range_to: Text
    not_chosen: Text
    chosen: Text
    # Cells without a number: the word and what it means
    protected: Text
    protected_meaning: Text
    marks: Mapping[Mark, Text]
    meanings: Mapping[Mark, Text]
    # Rules
    group_rule: Text
    index_rule: Text
    item_rule: Text
    distribution_rule: Text
    smallest: Text
    method: Text
    caution: Text
    example: Text
    cite: Text
    # Headings and sheets
    read_me: Text
    dimensions: Text
    questions: Text
    codebook: Text
    dimension: Text
    question: Text
    code: Text
    index_head: Text
    agree_head: Text
    range_head: Text
    column: Text
    meaning: Text
    scale: Text
    rule: Text
    # The release: what each fact of `codebook.facts` is called
    facts: Mapping[str, Text]
    audiences: Mapping[str, Text]
    licences: Mapping[str, Text]


def filled(sentence: Text, **values: Text | str | int) -> Text:
    """The sentence with its names in braces replaced, language by language."""
    return Text(
        **{
            language: sentence.in_(language).text.format(
                **{name: _said(value, language) for name, value in values.items()}
            )
            for language in LANGUAGES
        }
    )


def label_of(column: Column, wording: Wording) -> Text:
    """What stands in a column, as one line: the question and what of it."""
    if column.statistic == "n":
        return wording.respondents if column.name == "n" else wording.respondents_band
    assert column.title is not None
    if column.statistic == "index":
        return filled(wording.index, title=column.title)
    if option := column.option:
        return filled(wording.share, text=column.title, option=option.label)
    sentence: Text = getattr(wording, column.statistic)
    return filled(sentence, text=column.title)


def rule_of(column: Column, wording: Wording, *, has_shares: bool) -> Text:
    """What decides whether a column's cells are protected.

    Where the release tells a question's shares (`has_shares`), its index follows their stricter rule: beside
    them no smaller group may be left over.
    """
    if column.statistic in ("n", "index"):
        return wording.group_rule if column.statistic == "n" else wording.index_rule
    rule = wording.distribution_rule if has_shares else wording.item_rule
    smallest = column.question.smallest_group if column.question else "unit"
    if smallest == "unit":
        return rule
    level = next(text for name, text in wording.levels.items() if name == smallest)
    more = filled(wording.smallest, level=level)
    return Text(**{code: f"{rule.in_(code).text} {more.in_(code).text}" for code in LANGUAGES})


def _said(value: Text | str | int, language: str) -> str:
    return value.in_(language).text if isinstance(value, Text) else str(value)
