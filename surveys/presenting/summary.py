"""Three strengths and three concerns: the page for those who have two minutes."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.models import Group
from surveys.presenting.reading import ReleaseReader

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Strength:
    """One item with its share of agreement (whole per cent), and the whole project's beside it."""

    text: str
    dimension: str
    agree: int
    project: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The items most and least agreed with; fewer than three where few may be shown."""

    strengths: tuple[Strength, ...]
    concerns: tuple[Strength, ...]


def summary(reader: ReleaseReader, group: Group) -> Summary:
    """From the shares that the release shows; no item is both a strength and a concern.

    Ties keep the order of the questionnaire.
    """
    ordered = sorted(_entries(reader, group), key=lambda entry: -entry.agree)
    count = min(HOW_MANY, len(ordered) // 2)
    return Summary(
        strengths=tuple(ordered[:count]),
        concerns=tuple(reversed(ordered[len(ordered) - count :])),
    )


def _entries(reader: ReleaseReader, group: Group) -> list[Strength]:
    own, whole = reader.document(group)["items"], reader.document(reader.root)["items"]
    entries: list[Strength] = []
    for dimension in reader.questionnaire.dimensions:
        for item in dimension.items:
            agree = own.get(item.code, {}).get("agree")
            project = whole.get(item.code, {}).get("agree")
            if isinstance(agree, int):
                entries.append(
                    Strength(
                        text=item.text.in_(reader.language).text,
                        dimension=dimension.title.in_(reader.language).text,
                        agree=agree,
                        project=project if isinstance(project, int) else None,
                    )
                )
    return entries
