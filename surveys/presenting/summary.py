"""Three strengths and three concerns: the page for those who have two minutes."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.models import Group
from surveys.presenting.reading import ReleaseReader

HOW_MANY = 3
AGREEMENT_STEPS = 5  # as services.protecting counts agreement


@dataclass(frozen=True, slots=True)
class Strength:
    """One item with its share of agreement (whole per cent) or its index, and the whole project's."""

    text: str
    dimension: str
    value: int
    project: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The items most and least agreed with; fewer than three where few may be shown.

    is_share: values are shares of agreement, else indexes 0–100.
    """

    strengths: tuple[Strength, ...]
    concerns: tuple[Strength, ...]
    is_share: bool


def summary(reader: ReleaseReader, group: Group) -> Summary:
    """From the shares, else the indexes, that the release shows; no item is both a strength and a concern.

    Ties keep the order of the questionnaire.
    """
    ordered = sorted(_entries(reader, group), key=lambda entry: -entry.value)
    count = min(HOW_MANY, len(ordered) // 2)
    return Summary(
        strengths=tuple(ordered[:count]),
        concerns=tuple(reversed(ordered[len(ordered) - count :])),
        is_share=_has_shares(reader),
    )


def _has_shares(reader: ReleaseReader) -> bool:
    """Whether shares of agreement are released: of items on a scale of agreement, which has five steps."""
    items = (item for dimension in reader.questionnaire.measured for item in dimension.on_scale)
    is_agreement = any(item.ordered and len(item.scale.values) == AGREEMENT_STEPS for item in items)
    return reader.release.round.shows_distributions and is_agreement


def _entries(reader: ReleaseReader, group: Group) -> list[Strength]:
    own = reader.document(group)["items"]
    # The whole of a round that one organisation ordered is no project to compare with.
    whole = {} if reader.release.round.is_internal else reader.document(reader.root)["items"]
    kind = "agree" if _has_shares(reader) else "index"
    entries: list[Strength] = []
    for dimension in reader.asked_in(group).measured:
        for item in dimension.on_scale:
            value = own.get(item.code, {}).get(kind)
            project = whole.get(item.code, {}).get(kind)
            if isinstance(value, int):
                entries.append(
                    Strength(
                        text=item.text.in_(reader.language).text,
                        dimension=dimension.title.in_(reader.language).text,
                        value=value,
                        project=project if isinstance(project, int) else None,
                    )
                )
    return entries
