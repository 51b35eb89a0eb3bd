"""One release as one audience may read it, with few queries."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from surveys.models import Group, Release, ReleasedGroup
from surveys.questionnaire import Questionnaire
from yhes.common.charts import LikertRow
from yhes.common.figures import Audience

Document = dict[str, Any]
EMPTY: Document = {"n": None, "indexes": {}, "items": {}}


class ReleaseReader:
    """Documents by group. A group without a document shows nothing: every figure is protected."""

    def __init__(self, release: Release, audience: Audience, language: str) -> None:
        self.release = release
        self.audience = audience
        self.language = language

    @cached_property
    def questionnaire(self) -> Questionnaire:
        round_ = self.release.round
        return round_.questionnaire.questionnaire.with_modules(round_.modules)

    @cached_property
    def groups(self) -> dict[int, Group]:
        """All groups of the round, hidden ones too: they are named, and said to be protected."""
        found = Group.objects.filter(round=self.release.round_id).order_by("level", "order", "id")
        return {group.pk: group for group in found}

    @cached_property
    def documents(self) -> dict[int, Document]:
        rows = ReleasedGroup.objects.filter(release=self.release, audience=self.audience)
        return dict(rows.values_list("group_id", "document"))

    @cached_property
    def root(self) -> Group:
        return next(iter(self.groups.values()))

    def document(self, group: Group | None) -> Document:
        return self.documents.get(group.pk, EMPTY) if group else EMPTY

    def children(self, group: Group) -> list[Group]:
        return [child for child in self.groups.values() if child.parent_id == group.pk]

    def index(self, group: Group | None, dimension: str) -> int | None:
        value: int | None = self.document(group)["indexes"].get(dimension)
        return value

    def n_of(self, group: Group) -> str:
        """ "n 24", "n 20–49", or nothing where the group is protected."""
        n = self.document(group)["n"]
        return "" if n is None else f"n\N{NO-BREAK SPACE}{n}"

    def item_index(self, group: Group, code: str) -> int | None:
        """An item's index where it is told as a number; None: protected, or told as a band."""
        value = self.document(group)["items"].get(code, {}).get("index")
        return value if isinstance(value, int) else None

    def likert_row(self, group: Group, code: str, label: str, values: tuple[int, ...]) -> LikertRow:
        """The item's distribution for a chart; protected where the release says so."""
        item = self.document(group)["items"].get(code, {})
        shares, agree = item.get("shares"), item.get("agree")
        band = shares["band"] if isinstance(shares, dict) else None
        return LikertRow(
            label=label,
            percents=tuple(shares) if isinstance(shares, list) else None,
            agree=agree if isinstance(agree, int) else None,
            band=(values.index(band[0]), values.index(band[1])) if band else None,
        )


def same_group(reader: ReleaseReader, group: Group) -> Group | None:
    """The group of another round that stands for the same part of the register, if there is one."""
    if group.level == Group.Level.PROJECT:
        return reader.root
    for other in reader.groups.values():
        same_unit = group.unit_id is not None and other.unit_id == group.unit_id
        same_organisation = (
            group.unit_id is None
            and group.organisation_id is not None
            and other.unit_id is None
            and other.organisation_id == group.organisation_id
        )
        if other.level == group.level and (same_unit or same_organisation):
            return other
    return None


def previous_release(release: Release) -> Release | None:
    """The standing release of the round before, of the same questionnaire in the same project."""
    round_ = release.round
    return (
        Release.objects.filter(
            round__project=round_.project_id,
            round__questionnaire__code=round_.questionnaire.code,
            round__closes_at__lt=round_.closes_at,
            withdrawn_at__isnull=True,
        )
        .select_related("round__questionnaire")
        .order_by("-round__closes_at", "-number")
        .first()
    )
