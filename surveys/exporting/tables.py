"""From a stored release to the table that its files are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from surveys.exporting.words import wording
from surveys.formats.releases import About, ReleaseTable, questions_of, release_table
from surveys.formats.releases import Group as FileGroup
from surveys.formats.texts import printable
from surveys.models import Group, Release, ReleasedGroup
from surveys.models.tree import GroupTree
from surveys.questionnaire import LANGUAGES, Text
from yhes.common.figures import Audience
from yhes.common.words import Words, of_field

_LEVELS: Mapping[int, Any] = {
    Group.Level.PROJECT: "project",
    Group.Level.REGION: "region",
    Group.Level.ORGANISATION: "organisation",
    Group.Level.UNIT: "unit",
}


def public_table(release: Release) -> ReleaseTable:
    """What everybody may read. Of hidden groups, regions and organisations are named, as on the page."""
    documents = _documents(release, "public")
    groups = [
        group
        for group in GroupTree.of(release.round).in_order()
        if group.pk in documents or group.level < Group.Level.UNIT
    ]
    return _table(release, "public", groups, documents)


def inside_table(release: Release, group_ids: Iterable[int]) -> ReleaseTable:
    """What somebody inside the project may read: these groups of the round, hidden ones named."""
    wanted = set(group_ids)
    groups = [group for group in GroupTree.of(release.round).in_order() if group.pk in wanted]
    documents = _documents(release, "inside")
    return _table(release, "inside", groups, {pk: found for pk, found in documents.items() if pk in wanted})


def _documents(release: Release, audience: Audience) -> dict[int, dict[str, Any]]:
    rows = ReleasedGroup.objects.filter(release=release, audience=audience)
    return dict(rows.values_list("group_id", "document"))


def _table(
    release: Release, audience: Audience, groups: Iterable[Group], documents: Mapping[int, Any]
) -> ReleaseTable:
    shown = list(groups)
    seen = [] if audience == "public" else {group.organisation_id for group in shown}
    asked = release.round.asked_in(seen)
    return release_table(
        _about(release, audience),
        questions_of(asked, not_chosen=wording().not_chosen, chosen=wording().chosen),
        {dimension.code: dimension.title for dimension in asked.dimensions},
        [FileGroup(g.pk, g.parent_id, _LEVELS[g.level], _text(g.label)) for g in shown],
        documents,
    )


def _about(release: Release, audience: Audience) -> About:
    round_, asked = release.round, release.round.asked
    closed = localdate(round_.closed_at or round_.closes_at)
    return About(
        title=_text(of_field(round_, "title")),
        project=_text(of_field(round_.project, "name")),
        questionnaire=asked.title,
        number=release.number,
        released=localdate(release.released_at).isoformat(),
        closed=closed.isoformat(),
        audience=audience,
        fingerprint=release.fingerprint,
        threshold=round_.threshold,
        public_threshold=round_.public_threshold,
        address=_address(release),
        instrument=f"{asked.code} {asked.version}",
        instrument_licence=asked.licence,
        source=asked.source,
        citation=asked.citation,
        note=asked.note,
        is_example=round_.is_example,
    )


def _address(release: Release) -> str:
    """The permanent address of the public page; what is not public has none."""
    if release.round.is_internal or not release.round.project.is_public:
        return ""
    return f"{settings.SITE_URL}{reverse('surveys_id:release', args=[release.pk])}"


def _text(words: Words | Mapping[str, str]) -> Text:
    """Names as the register has them, on one line."""
    said = {code: printable(" ".join(str(words.get(code, "")).split())) for code in LANGUAGES}
    return Text(**said)
