"""Organisations to learn from: those that agreed to be asked and whose figure is higher (decision 0067).

Only figures of organisations that agreed, from the inside documents of the same release as the rest of
the page. Nothing is computed of them but the words of `disclosure.change`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from surveys.disclosure import Change, change
from surveys.models import Group, LearningAgreement, Release, ReleasedGroup
from surveys.presenting.changes import size
from surveys.presenting.reading import ReleaseReader
from surveys.questionnaire import Dimension
from yhes.common.prepared import Prepared
from yhes.common.words import in_language

_AGREED = Prepared(
    LearningAgreement.objects.standing().order_by("organisation").values_list("organisation", "address"),
    by="project",
)


@dataclass(frozen=True, slots=True)
class Example:
    """An organisation whose index is higher; `how` says how certainly, `address` is its role's or ""."""

    organisation: int
    name: str
    index: int
    n: str
    how: str
    address: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One dimension with the organisations to ask about it, from the highest index down."""

    code: str
    title: str
    index: int
    examples: tuple[Example, ...]


def agreed_in(project: int) -> dict[int, str]:
    """Organisation's id → role address or "", of those that agreed in the project with this id."""
    return dict(_AGREED.all(project))


def learn_from(reader: ReleaseReader, group: Group, agreed: Mapping[int, str]) -> tuple[Subject, ...]:
    """What the organisation `group` might ask others about; dimensions without anybody to ask are left out.

    agreed: organisation's id → role address, of those that agreed, the group's own among them.
    """
    others = _others(reader.release, group, agreed)
    found = (
        _subject(reader, group, dimension, others, agreed) for dimension in reader.questionnaire.measured
    )
    return tuple(subject for subject in found if subject)


def _others(release: Release, group: Group, agreed: Mapping[int, str]) -> list[ReleasedGroup]:
    rows = ReleasedGroup.objects.filter(
        release=release,
        audience="inside",
        group__level=Group.Level.ORGANISATION,
        group__organisation__in=[pk for pk in agreed if pk != group.organisation_id],
    )
    return list(rows.select_related("group").order_by("group__order", "group_id"))


def _subject(
    reader: ReleaseReader,
    group: Group,
    dimension: Dimension,
    others: list[ReleasedGroup],
    agreed: Mapping[int, str],
) -> Subject | None:
    own = reader.index(group, dimension.code)
    if own is None:
        return None
    examples = []
    for other in others:
        index = other.document["indexes"].get(dimension.code)
        how = _higher(own, index, reader.document(group)["n"], other.document["n"])
        if how and other.group.organisation_id:
            pk, name = other.group.organisation_id, in_language(other.group.label)
            n = f"n\N{NO-BREAK SPACE}{other.document['n']}"
            examples.append(Example(pk, name, index, n, how, agreed[pk]))
    if not examples:
        return None
    title = dimension.title.in_(reader.language).text
    ordered = sorted(examples, key=lambda example: -example.index)
    return Subject(dimension.code, title, own, tuple(ordered))


def _higher(own: int, other: int | None, n_own: object, n_other: object) -> str:
    """Two groups of one round are told apart as two rounds of one group are; "" unless at least perhaps."""
    if other is None:
        return ""
    found = change(own, other, n_before=size(n_own), n_after=size(n_other))
    if not isinstance(found, Change):
        return ""
    match found.movement:
        case "risen":
            return gettext("clearly higher")
        case "perhaps risen":
            return gettext("perhaps higher")
    return ""
