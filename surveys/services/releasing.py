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
from surveys.services import auditing, background, protecting, reports
from surveys.services.closing import subject
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.errors import DomainError
from yhes.common.models import Job

log = structlog.get_logger(__name__)

Report = Callable[[int, int, str], None]


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
    counts = aggregation.count_round(round_)
    documents = protected_documents(round_, counts)
    if not documents:
        raise ReleaseRefused(
            _("Fewer than %(n)d people answered, so no figure of this round can be shown.")
            % {"n": round_.threshold}
        )
    report(1, 2, gettext_noop("Writing the release"))
    release = _write(round_, user, counts, documents)
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
        reports.drop_of_project(release.round.project_id)


def protected_documents(
    round_: Round, counts: aggregation.RoundCounts
) -> list[tuple[Group, str, dict[str, Any]]]:
    """(group, audience, document) for everything that may be shown, in a fixed order.

    Public documents come from the public plan; inside ones extend it, so both may be laid together.
    Raises ReleaseRefused when what is stored would not be safe to show.
    """
    if not counts.groups:
        return []
    try:
        table = protecting.protected_table(round_, counts)
        classes = background.frozen_documents(round_, counts)
    except disclosure.PlanError as error:
        log.error("release not safe", round=round_.pk, reason=str(error))
        raise ReleaseRefused(
            _(
                "The stored answers do not agree with the groups that were decided on when the round was "
                "counted, so nothing is released. Ask the operator to find out what changed the database."
            )
        ) from error
    return [
        (group, audience, group_document(table, group.pk, audience) | classes.get((group.pk, audience), {}))
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


def _write(
    round_: Round,
    user: User | None,
    counts: aggregation.RoundCounts,
    documents: list[tuple[Group, str, dict[str, Any]]],
) -> Release:
    plain = [(group.pk, audience, document) for group, audience, document in documents]
    mark = fingerprint(plain)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        newest = Release.objects.filter(round=round_).order_by("-number").first()
        if newest and newest.fingerprint == mark and newest.withdrawn_at is None:
            return newest
        _check_with_earlier(round_, counts, plain, is_first=newest is None)
        release = Release.objects.create(
            round=round_,
            number=newest.number + 1 if newest else 1,
            fingerprint=mark,
            places={str(pk): above for pk, above in counts.nearest.items()},
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


def _check_with_earlier(
    round_: Round,
    counts: aggregation.RoundCounts,
    documents: list[tuple[int, str, dict[str, Any]]],
    *,
    is_first: bool,
) -> None:
    """No release without an audit of everything ever released of the same answers."""
    findings = auditing.audit_with_earlier(round_, counts, documents)
    if not findings:
        return
    log.error("release refused by its audit", round=round_.pk, findings=len(findings), first=is_first)
    if is_first:
        raise ReleaseRefused(
            _(
                "The audit found that figures of this release could be added and subtracted until too few "
                "people are left, so nothing is released. Ask the operator to look at the round."
            )
        )
    raise ReleaseRefused(
        _(
            "Laid beside an earlier release, which somebody may have kept, the new figures would tell about "
            "fewer people than may be told about, so there is no new release. If a group has been moved, "
            "move it back and release as before; otherwise the results stay withdrawn."
        )
    )
