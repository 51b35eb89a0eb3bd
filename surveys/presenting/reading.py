"""One release as one audience may read it: only the groups and documents that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from surveys import access
from surveys.models import Group, Release, ReleasedGroup, Round
from surveys.questionnaire import Questionnaire
from yhes.common.charts import LikertRow
from yhes.common.figures import Audience
from yhes.common.prepared import Prepared

# px: charts on a page of the desk; over the width of a sheet of paper 720 px make words as large as its text.
WIDE, PAPER = 1080, 720

# Of releases that stand: what tells one from another (places are read if asked for), and of their rounds.
_TELLING = ("id", "round_id", "number", "fingerprint", "released_at")
_STANDING = Prepared(
    Release.objects.filter(withdrawn_at__isnull=True)
    .order_by("-round__closes_at", "-round_id", "-number")
    .values_list(*_TELLING, "round__closes_at", "round__ordered_by"),
    by=("round__project", "round__questionnaire__code"),
)

Document = dict[str, Any]
EMPTY: Document = {"n": None, "indexes": {}, "items": {}}


class ReleaseReader:
    """Documents by group. A group without a document shows nothing: every figure is protected.

    Documents are read when they are first asked for; `load` reads those of several groups at once.
    organisations: of whose groups the reader may learn; None: of all (see access.groups_of).
    wide: how wide the wider one of a chart's two drawings is, in px.
    """

    def __init__(
        self,
        release: Release,
        audience: Audience,
        language: str,
        *,
        organisations: frozenset[int] | None = None,
        wide: int = WIDE,
    ) -> None:
        self.release = release
        self.wide = wide
        self._organisations = organisations
        self.audience = audience
        self.language = language
        self._documents: dict[int, Document] = {}
        self._children: dict[int, list[Group]] = {}

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """What everybody was asked: what groups are compared in."""
        return self.release.round.asked_of_all

    def asked_in(self, group: Group) -> Questionnaire:
        """What has figures of this group: with the own questions of its organisation, inside the project."""
        if self.audience == "public":
            return self.questionnaire
        return self.release.round.asked_in([group.organisation_id])

    @property
    def is_printable(self) -> bool:
        """Whether charts bring a drawing for print: on the desk. In a PDF the wide one is drawn for paper."""
        return self.audience == "inside" and self.wide != PAPER

    @cached_property
    def root(self) -> Group:
        return Group.objects.get(round=self.release.round_id, level=Group.Level.PROJECT)

    def load(self, groups: Iterable[Group]) -> None:
        """Read the documents of these groups."""
        wanted = {group.pk for group in groups} - set(self._documents)
        rows = ReleasedGroup.objects.filter(release=self.release, audience=self.audience, group__in=wanted)
        found = dict(rows.values_list("group_id", "document"))
        self._documents |= {pk: found.get(pk, EMPTY) for pk in wanted}

    def document(self, group: Group | None) -> Document:
        if group is None:
            return EMPTY
        if group.pk not in self._documents:
            self.load([group])
        return self._documents[group.pk]

    def children(self, group: Group) -> list[Group]:
        """The groups right below, hidden ones too: they are named, and said to be protected."""
        if group.pk not in self._children:
            seen = access.groups_of(self.release.round, self._organisations)
            below = Group.objects.filter(seen, parent=group.pk)
            self._children[group.pk] = list(below.order_by("level", "order", "id"))
        return self._children[group.pk]

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


def same_groups(rounds: Iterable[int], group: Group) -> dict[int, Group]:
    """By round, the group that stands for the same part of the register; rounds without one are left out.

    A unit is itself whichever organisation it belongs to by now. A region has no row of its own in a
    round: it is known by its name.
    """
    where = Q(level=group.level)
    if group.unit_id:
        where &= Q(unit=group.unit_id)
    elif group.organisation_id:
        where &= Q(unit=None, organisation=group.organisation_id)
    elif group.level not in (Group.Level.PROJECT, Group.Level.REGION):
        return {}
    found: dict[int, Group] = {}
    for other in Group.objects.filter(where, round__in=list(rounds)).order_by("order", "id"):
        if group.level != Group.Level.REGION or other.label["fi"] == group.label["fi"]:
            found.setdefault(other.round_id, other)
    return found


def same_group(reader: ReleaseReader, group: Group) -> Group | None:
    """The group of another round that stands for the same part of the register, if there is one."""
    return same_groups([reader.release.round_id], group).get(reader.release.round_id)


def standing_series(round_: Round) -> list[Release]:
    """The newest release that stands of the round, if it has one, then of each round before it.

    A survey is the rounds of one questionnaire in one project (decision 0001), newest first; what an
    organisation orders for its own staff is a survey of its own (decision 0064).
    """
    newest: dict[int, Release] = {}
    for *told, closes_at, ordered_by in _STANDING.all(round_.project_id, round_.questionnaire.code):
        release = Release.from_db(DEFAULT_DB_ALIAS, _TELLING, told)
        is_before = ordered_by == round_.ordered_by_id and closes_at < round_.closes_at
        if release.round_id == round_.pk or is_before:
            newest.setdefault(release.round_id, release)
    if own := newest.pop(round_.pk, None):
        own.round = round_
    return [own, *newest.values()] if own else list(newest.values())


def standing_releases(round_: Round) -> tuple[Release | None, Release | None]:
    """The newest releases that have not been withdrawn: the round's own, and that of the round before.

    The round before is of the same questionnaire in the same project. None where there is none.
    """
    return own_and_earlier(round_, standing_series(round_))


def own_and_earlier(round_: Round, series: Sequence[Release]) -> tuple[Release | None, Release | None]:
    """Of what `standing_series` found: the round's own release, and the one before."""
    own = next((release for release in series[:1] if release.round_id == round_.pk), None)
    return own, next((release for release in series if release.round_id != round_.pk), None)


def standing_release(round_: Round) -> Release | None:
    """The round's newest release that has not been withdrawn."""
    return standing_releases(round_)[0]


def in_tree_order(groups: Iterable[Group]) -> list[Group]:
    """Each group followed by what is below it."""
    below: dict[int | None, list[Group]] = {}
    found = list(groups)
    known = {group.pk for group in found}
    for group in found:
        parent = group.parent_id if group.parent_id in known else None
        below.setdefault(parent, []).append(group)
    ordered: list[Group] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        group = waiting.pop()
        ordered.append(group)
        waiting += reversed(below.get(group.pk, []))
    return ordered
