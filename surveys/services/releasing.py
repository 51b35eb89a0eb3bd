"""Releasing a counted round: protected figures per group and audience, written once and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys import aggregation, disclosure
from surveys.disclosure.documents import group_document
from surveys.models import Answer, Group, Release, ReleasedGroup, Round
from surveys.questionnaire import Column, Item
from surveys.services.closing import subject
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.errors import DomainError
from yhes.common.models import Job

log = structlog.get_logger(__name__)

Report = Callable[[int, int, str], None]

_LEVELS = {"project": 0, "region": 1, "organisation": 2, "unit": 3}


class ReleaseRefused(DomainError):
    """Nothing can be released now; the message says why and what to do."""


def request_release(*, round_: Round, user: User) -> Job:
    """Start the job that releases. Raises ReleaseRefused for a round that is not counted."""
    _check_counted(round_)
    return jobs.start(
        "surveys.publish_release",
        subject=subject(round_),
        payload={"round": round_.pk, "user": user.pk},
        started_by=user,
    )


def publish_release(*, round_: Round, user: User | None, report: Report) -> Release:
    """The round's release; the one there is already when it says the same.

    Raises ReleaseRefused when the round is not counted or too few people answered.
    """
    _check_counted(round_)
    _check_answers_kept(round_)
    report(0, 2, gettext_noop("Counting"))
    documents = protected_documents(round_)
    if not documents:
        raise ReleaseRefused(
            _("Fewer than %(n)d people answered, so no figure of this round can be shown.")
            % {"n": round_.threshold}
        )
    report(1, 2, gettext_noop("Writing the release"))
    release = _write(round_, user, documents)
    report(2, 2, gettext_noop("Writing the release"))
    return release


def withdraw(*, release: Release, user: User, reason: str) -> None:
    """Take a release off every page. It stays stored: the audit of the next one needs it."""
    if not reason.strip():
        raise ReleaseRefused(_("Write why the release is withdrawn."))
    with transaction.atomic():
        changed = Release.objects.filter(pk=release.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(), withdrawal_reason=reason.strip()[:300]
        )
        if not changed:
            raise ReleaseRefused(_("This release has already been withdrawn."))
        audit.record(
            actor=user,
            action="surveys.release_withdrawn",
            on=release,
            project_id=release.round.project_id,
            changes={"reason": ("", reason.strip())},
        )


def protected_documents(round_: Round) -> list[tuple[Group, str, dict[str, Any]]]:
    """(group, audience, document) for everything that may be shown, in a fixed order.

    Public documents come from the public plan; inside ones extend it, so both may be laid together.
    Raises ReleaseRefused when what is stored would not be safe to show.
    """
    counts = aggregation.count_round(round_)
    if not counts.groups:
        return []
    asked, places = _asked_columns(round_)
    try:
        table = disclosure.protect(
            _nodes(counts),
            [_statistic(code, column, has_distribution=round_.shows_distributions) for code, column in asked],
            counts.options[:, places],
            plan=_frozen_plan(round_, counts.groups),
            asked=counts.asked,
        )
    except disclosure.PlanError as error:
        log.error("release not safe", round=round_.pk, reason=str(error))
        raise ReleaseRefused(
            _(
                "The stored answers do not agree with the groups that were decided on when the round was "
                "counted, so nothing is released. Ask the operator to find out what changed the database."
            )
        ) from error
    return [
        (group, audience, group_document(table, group.pk, audience))
        for audience in disclosure.AUDIENCES
        for group in counts.groups
        if audience == "inside" or group.audience == Group.Audience.PUBLIC
    ]


def fingerprint(documents: Iterable[tuple[int, str, dict[str, Any]]]) -> str:
    """SHA-256 over the canonical JSON of (group id, audience, document), sorted."""
    ordered = sorted(documents, key=lambda entry: entry[:2])
    canonical = json.dumps(ordered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_intact(release: Release) -> bool:
    """Whether what is stored is what was released."""
    stored = release.groups.values_list("group_id", "audience", "document")
    return fingerprint(stored) == release.fingerprint


def _check_counted(round_: Round) -> None:
    if round_.state not in (Round.State.COUNTED, Round.State.PURGED):
        raise ReleaseRefused(_("Close the round first: its answers have not been counted yet."))


def _check_answers_kept(round_: Round) -> None:
    had_some = Group.objects.filter(round=round_).exclude(audience="").exists()
    if had_some and not Answer.objects.filter(round=round_).exists():
        raise ReleaseRefused(
            _("The answers of this round have been deleted, a year after it closed. What was released stays.")
        )


def _nodes(counts: aggregation.RoundCounts) -> list[disclosure.Node]:
    return [
        disclosure.Node(
            group.pk,
            None if above is None else counts.groups[above].pk,
            group.level,
            group.respondents or 0,
        )
        for group, above in zip(counts.groups, counts.above, strict=True)
    ]


def _frozen_plan(round_: Round, groups: Iterable[Group]) -> disclosure.Plan:
    """The plan as it was solved when the round was counted."""
    shown = list(groups)
    return disclosure.Plan(
        public=frozenset(g.pk for g in shown if g.audience == Group.Audience.PUBLIC),
        inside=frozenset(g.pk for g in shown),
        thresholds=disclosure.Thresholds(round_.public_threshold, round_.threshold),
    )


def _asked_columns(round_: Round) -> tuple[list[tuple[str, Column]], list[int]]:
    """(dimension, column) for what was asked, and each column's place in the packed answers."""
    version = round_.questionnaire.questionnaire
    place = {column.key: number for number, column in enumerate(version.columns)}
    asked = round_.asked
    dimension_of = {part.code: dimension.code for dimension in asked.dimensions for part in dimension.parts}
    columns = [(dimension_of[column.question.code], column) for column in asked.columns]
    return columns, [place[column.key] for _code, column in columns]


def _statistic(dimension: str, column: Column, *, has_distribution: bool) -> disclosure.Item:
    """The column as the disclosure engine sees it. Agreeing is the upper two of a five-point scale.

    The index of an item with two options is its distribution, so it is protected as one. What has no
    order (things to choose from, an option of a multiple choice) has a distribution and no index.
    """
    item = column.question
    smallest_group = _LEVELS[item.smallest_group]
    if not isinstance(item, Item):
        return disclosure.Item(column.key, (0, 1), in_index=False, smallest_group=smallest_group, mean=False)
    values = item.scale.values
    return disclosure.Item(
        code=column.key,
        values=values,
        dimension=dimension,
        in_index=item.in_index,
        smallest_group=smallest_group,
        distribution=has_distribution or column.tells_shares,
        agree_from=values[-2] if len(values) == 5 and item.ordered else None,
        mean=item.ordered,
    )


def _write(round_: Round, user: User | None, documents: list[tuple[Group, str, dict[str, Any]]]) -> Release:
    mark = fingerprint((group.pk, audience, document) for group, audience, document in documents)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        newest = Release.objects.filter(round=round_).order_by("-number").first()
        if newest and newest.fingerprint == mark and newest.withdrawn_at is None:
            return newest
        release = Release.objects.create(
            round=round_,
            number=newest.number + 1 if newest else 1,
            fingerprint=mark,
            released_by=user,
        )
        ReleasedGroup.objects.bulk_create(
            [
                ReleasedGroup(release=release, group=group, audience=audience, document=document)
                for group, audience, document in documents
            ],
            batch_size=500,
        )
        audit.record(actor=user, action="surveys.released", on=release, project_id=round_.project_id)
    return release
