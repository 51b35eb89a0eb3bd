"""What surveys let others quote. Reads releases only; never an answer.

Everything here is about the whole project. Public figures come from the public documents of a
release, so nothing that a visitor can read depends on what only the project may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from projects.register.models import Project
from surveys.models import Group, Release, ReleasedGroup
from surveys.questionnaire import Dimension, Item, Questionnaire, Text
from yhes.common.figures import Audience, Bar, Figure
from yhes.common.words import Words, in_every_language, of_field


@dataclass(frozen=True, slots=True)
class DimensionFact:
    """A dimension of the newest release for the whole project, with what composing looks at.

    index: 0–100, None when protected. previous: the same from the round before, if there was one.
    gap: widest difference between published organisations' indexes, None with fewer than two.
    asked: codes of the items that were asked; items: their distributions, where the round shows any.
    """

    figure: Figure
    code: str
    title: Words
    round_title: Words
    index: int | None
    previous: int | None
    gap: int | None
    asked: tuple[str, ...]
    items: tuple[Bar, ...]


def figures(project: Project, *, audience: Audience) -> Sequence[Figure]:
    """Indexes of dimensions and shares agreeing with items, of the newest release of each survey."""
    return [figure for source in _newest(project, audience) for figure in source.figures()]


def release_figures(release: Release) -> tuple[tuple[Figure, ...], bool]:
    """What anybody may quote of one release, without what is protected; and whether it is still the newest.

    Nothing of what an organisation ordered for its own staff.
    """
    round_ = release.round
    if round_.ordered_by_id:
        return (), False
    key = f"quotable:{release.pk}:{release.fingerprint}"
    figures: tuple[Figure, ...] | None = caches["parts"].get(key)
    if figures is None:  # a release never changes: what is read of it is remembered (decision 0055)
        source = _source(release, "public")
        figures = tuple(f for f in source.figures() if f.value is not None) if source else ()
        caches["parts"].set(key, figures, 3600)
    code = round_.questionnaire.code
    of_survey = (one for one in _releases(round_.project) if one.round.questionnaire.code == code)
    return figures, next(of_survey, None) == release


def dimension_facts(project: Project, *, audience: Audience) -> Sequence[DimensionFact]:
    """The dimensions of the newest release of each survey, in the questionnaire's order."""
    return [
        _fact(source, earlier, dimension)
        for source in _newest(project, audience)
        for earlier in (_previous(source, audience),)
        for dimension in source.questionnaire.measured
    ]


@dataclass(frozen=True, slots=True)
class Headlines:
    """What a round's public release says first: the band of respondents, each dimension's index."""

    round_id: int
    n: str
    indexes: tuple[Figure, ...]


def headlines(project: Project, first: date, last: date) -> Sequence[Headlines]:
    """Of rounds that closed on these days, both included; what a visitor may read and nothing else."""
    found = []
    for release in _releases(project):
        if first <= localdate(release.round.closed_at or release.round.closes_at) <= last:
            source = _source(release, "public")
            if source:
                indexes = tuple(source.index_figure(part) for part in source.questionnaire.measured)
                found.append(Headlines(release.round_id, source.band, indexes))
    return found


def _fact(source: _Source, earlier: _Source | None, dimension: Dimension) -> DimensionFact:
    return DimensionFact(
        figure=source.index_figure(dimension),
        code=dimension.code,
        title=words(dimension.title),
        round_title=of_field(source.release.round, "title"),
        index=source.index(dimension.code),
        previous=earlier.index(dimension.code) if earlier else None,
        gap=source.gap(dimension.code),
        asked=tuple(item.code for item in dimension.on_scale if source.has_item(item.code)),
        items=tuple(source.bar(item) for item in dimension.on_scale if source.has_shares(item.code)),
    )


def words(text: Text) -> Words:
    """A questionnaire's text as the portal's plain data."""
    return Words(fi=text.fi, sv=text.sv, en=text.en)


@dataclass(frozen=True, slots=True)
class _Source:
    """One release as one audience may read it."""

    release: Release
    questionnaire: Questionnaire
    document: dict[str, Any]
    organisations: tuple[dict[str, Any], ...]
    audience: Audience

    def index(self, dimension: str) -> int | None:
        value: int | None = self.document["indexes"].get(dimension)
        return value

    def has_item(self, item: str) -> bool:
        return item in self.document["items"]

    def has_shares(self, item: str) -> bool:
        """Whether the release tells of the item's options; one of indexes only has no bars to draw."""
        return "shares" in self.document["items"].get(item, {})

    def has_agree(self, item: str) -> bool:
        return "agree" in self.document["items"].get(item, {})

    def gap(self, dimension: str) -> int | None:
        shown = [value for d in self.organisations if (value := d["indexes"].get(dimension)) is not None]
        return max(shown) - min(shown) if len(shown) >= 2 else None

    def figures(self) -> Iterator[Figure]:
        """Dimension by dimension: the index, then what share agrees with its items."""
        for dimension in self.questionnaire.measured:
            yield self.index_figure(dimension)
            for item in dimension.items:
                if self.has_agree(item.code):
                    yield self.agree_figure(item)

    def index_figure(self, dimension: Dimension) -> Figure:
        return self._figure(
            f"index:{dimension.code}",
            value=self.index(dimension.code),
            unit="index",
            label=words(dimension.title),
            bars=tuple(self.bar(item) for item in dimension.on_scale if self.has_shares(item.code)),
            scale=dimension.scale,
        )

    def agree_figure(self, item: Item) -> Figure:
        value = self.document["items"][item.code]["agree"]
        return self._figure(
            f"agree:{item.code}",
            value=value if isinstance(value, int) else None,
            unit="percent",
            label=in_every_language(lambda: gettext("agree")),
            bars=(self.bar(item),),
            scale=item.scale,
        )

    def bar(self, item: Item) -> Bar:
        figures = self.document["items"][item.code]
        shares, agree = figures.get("shares"), figures.get("agree")
        position = {value: at for at, value in enumerate(item.scale.values)}
        banded = isinstance(shares, dict)
        return Bar(
            code=item.code,
            text=words(item.text),
            percents=tuple(shares) if isinstance(shares, list) else None,
            agree=agree if isinstance(agree, int) else None,
            band=(position[shares["band"][0]], position[shares["band"][1]]) if banded else None,
        )

    def _figure(self, key: str, *, value: int | None, scale: Any, **fields: Any) -> Figure:
        round_ = self.release.round
        closed = localdate(round_.closed_at or round_.closes_at)
        band = self.band
        return Figure(
            key=f"surveys:release-{self.release.pk}:{key}",
            source="surveys",
            value=value,
            source_line=in_every_language(
                lambda: gettext("Survey %(year)s, n %(n)s") % {"year": closed.year, "n": band}
            ),
            as_of=closed,
            n_band=band,
            address=reverse("surveys_id:release", args=[self.release.pk]),
            is_example=round_.is_example,
            scale=tuple(words(option.label) for option in scale.options),
            note=words(self.questionnaire.note) if self.questionnaire.note else None,
            **fields,
        )

    @property
    def band(self) -> str:
        """In public a band; inside the project the number itself."""
        return str(self.document["n"])


def _newest(project: Project, audience: Audience) -> Iterable[_Source]:
    """The newest release of each survey of the project, newest survey first."""
    seen: set[str] = set()
    for release in _releases(project):
        code = release.round.questionnaire.code
        if code not in seen:
            seen.add(code)
            if source := _source(release, audience):
                yield source


def _previous(source: _Source, audience: Audience) -> _Source | None:
    """The release of the round before, of the same survey."""
    round_ = source.release.round
    for release in _releases(round_.project):
        same = release.round.questionnaire.code == round_.questionnaire.code
        if same and release.round.closes_at < round_.closes_at:
            return _source(release, audience)
    return None


def _releases(project: Project) -> Iterable[Release]:
    """Releases that stand, by the time their rounds closed, newest first; one a round.

    What an organisation ordered for its own staff is quoted by nobody.
    """
    rounds: set[int] = set()
    standing = Release.objects.filter(
        round__project=project, round__ordered_by__isnull=True, withdrawn_at__isnull=True
    )
    for release in standing.select_related("round__questionnaire", "round__project").order_by(
        "-round__closes_at", "-number"
    ):
        if release.round_id not in rounds:
            rounds.add(release.round_id)
            yield release


def _source(release: Release, audience: Audience) -> _Source | None:
    rows = list(
        ReleasedGroup.objects.filter(
            release=release,
            audience=audience,
            group__level__in=[Group.Level.PROJECT, Group.Level.ORGANISATION],
        ).select_related("group")
    )
    whole = next((row for row in rows if row.group.level == Group.Level.PROJECT), None)
    if whole is None:
        return None
    return _Source(
        release=release,
        questionnaire=release.round.asked_of_all,
        document=whole.document,
        organisations=tuple(r.document for r in rows if r.group.level == Group.Level.ORGANISATION),
        audience=audience,
    )
