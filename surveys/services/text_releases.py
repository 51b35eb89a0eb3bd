"""Releasing open answers: a release of their own, after all of them have been moderated."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.models import FreeText, ReleasedText, Round, TextRelease
from surveys.sealing import secure_shuffle
from surveys.services import auditing, reports
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError

log = structlog.get_logger(__name__)

_AT_ONCE = 500


class TextReleaseRefused(DomainError):
    """The open answers cannot be released or withdrawn now; the message says what to do."""


@transaction.atomic
def release_texts(*, round_: Round, user: User | None) -> TextRelease:
    """Give readers the texts that are shown, and delete what they do not get.

    Deleted for good: withheld texts, originals of those shown with parts removed, and texts of groups too
    small to show any. Raises TextReleaseRefused unless the round is counted, has texts and all of them have
    been decided on, while a release stands, and when the audit finds a place where too few wrote.
    """
    _lock(round_)
    texts = list(FreeText.objects.filter(round=round_).readable())
    _check_ready(round_, texts)
    numbers = _numbers(texts)
    earlier = list(TextRelease.objects.filter(round=round_))
    outline, writers = _outline(texts, earlier), _writers(texts, earlier)
    _check_audit(round_, writers)
    shown = secure_shuffle([text for text in texts if text.state != FreeText.State.WITHHELD])
    _forget_what_is_not_shown(round_, shown)
    rows = _placed(shown)
    release = TextRelease.objects.create(
        round=round_,
        number=len(earlier) + 1,
        outline=outline,
        writers=writers,
        fingerprint=fingerprint(rows),
        released_by=user,
    )
    for row in rows:
        row.release = release
    ReleasedText.objects.bulk_create(rows, batch_size=_AT_ONCE)
    audit.record(
        actor=user,
        action="surveys.texts_released",
        on=round_,
        project_id=round_.project_id,
        changes={name: ("", count) for name, count in numbers.items()},
    )
    return release


@transaction.atomic
def withdraw_texts(*, release: TextRelease, user: User, reason: str) -> None:
    """Take the released texts off every page, and delete them as released.

    What was shown can be moderated and released again; what was removed is gone. Number, places, numbers of
    texts and fingerprint of the release stay. Raises TextReleaseRefused without a reason and the second time.
    """
    if not reason.strip():
        raise TextReleaseRefused(_("Write why the open answers are withdrawn."))
    _lock(release.round)
    changed = TextRelease.objects.filter(pk=release.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawal_reason=reason.strip()[:300]
    )
    if not changed:
        raise TextReleaseRefused(_("These open answers have already been withdrawn."))
    ReleasedText.objects.filter(release=release).delete()
    reports.drop_of_project(release.round.project_id)
    audit.record(
        actor=user,
        action="surveys.texts_withdrawn",
        on=release.round,
        project_id=release.round.project_id,
        changes={"withdrawal_reason": ("", reason.strip())},
    )


def fingerprint(texts: Iterable[ReleasedText]) -> str:
    """SHA-256 over the canonical JSON of [question, group id, place, text], sorted."""
    rows = sorted([text.question, text.group_id, text.place, text.text] for text in texts)
    canonical = json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_intact(release: TextRelease) -> bool:
    """Whether what is stored is what was released. Meaningless once the texts have been deleted."""
    return fingerprint(release.texts.all()) == release.fingerprint


def _lock(round_: Round) -> None:
    """Decisions and releases of one round's texts take turns."""
    Round.objects.select_for_update().get(pk=round_.pk)


def _check_ready(round_: Round, texts: list[FreeText]) -> None:
    if TextRelease.objects.filter(round=round_, withdrawn_at__isnull=True).exists():
        raise TextReleaseRefused(_("The open answers have already been released."))
    if not texts:
        raise TextReleaseRefused(
            _("There are no open answers to release: a question needs at least ten people who answered it.")
        )
    if waiting := sum(text.state == FreeText.State.WAITING for text in texts):
        raise TextReleaseRefused(
            ngettext(
                "%(count)d open answer still waits for a decision.",
                "%(count)d open answers still wait for a decision.",
                waiting,
            )
            % {"count": waiting}
        )


def _check_audit(round_: Round, writers: dict[str, dict[str, int]]) -> None:
    """No release without an audit: where texts are read was decided at counting, and the database changed."""
    if findings := auditing.audit_texts(round_, writers):
        log.error("open answers refused by their audit", round=round_.pk, findings=len(findings))
        raise TextReleaseRefused(
            _(
                "The stored open answers do not agree with the groups in which they may be read, so nothing "
                "is released. Ask the operator to find out what changed the database."
            )
        )


def _numbers(texts: list[FreeText]) -> dict[str, int]:
    """How many texts were decided on in which way, for the audit trail."""
    names = (f"texts_{text.state}" + (f"_{text.reason}" if text.reason else "") for text in texts)
    return dict(sorted(Counter(names).items()))


def _outline(texts: list[FreeText], earlier: list[TextRelease]) -> dict[str, dict[str, int]]:
    """`TextRelease.outline`; where an earlier release showed texts it is said again, even if none is left."""
    outline: dict[str, dict[str, int]] = {}
    for release in earlier:
        for question, places in release.outline.items():
            outline.setdefault(question, {}).update(dict.fromkeys(places, 0))
    for text in sorted(texts, key=lambda text: (text.question, text.group_id or 0)):
        places = outline.setdefault(text.question, {})
        shown = text.state != FreeText.State.WITHHELD
        places[str(text.group_id)] = places.get(str(text.group_id), 0) + shown
    return outline


def _writers(texts: list[FreeText], earlier: list[TextRelease]) -> dict[str, dict[str, int]]:
    """`TextRelease.writers`; those whose texts an earlier release withheld, and so deleted, count on."""
    writers: dict[str, dict[str, int]] = {}
    for text in texts:
        places = writers.setdefault(text.question, {})
        places[str(text.group_id)] = places.get(str(text.group_id), 0) + 1
    for release in earlier:
        for question, told in release.writers.items():
            places = writers.setdefault(question, {})
            for group, number in told.items():
                places[group] = max(places.get(group, 0), number)
    return writers


def _forget_what_is_not_shown(round_: Round, shown: list[FreeText]) -> None:
    FreeText.objects.filter(round=round_, group__isnull=True).delete()
    FreeText.objects.filter(round=round_, state=FreeText.State.WITHHELD).delete()
    cut = [text for text in shown if text.state == FreeText.State.REDACTED]
    for text in cut:
        text.text, text.redacted, text.state = text.redacted, "", FreeText.State.SHOWN
    FreeText.objects.bulk_update(cut, ["text", "redacted", "state"], batch_size=_AT_ONCE)


def _placed(shown: list[FreeText]) -> list[ReleasedText]:
    """Texts in the order they come in, each with its place among those of its question and group."""
    places: Counter[tuple[str, int]] = Counter()
    rows = []
    for text in shown:
        home = text.group_id or 0  # a readable text has a group
        places[text.question, home] += 1
        place = places[text.question, home]
        rows.append(ReleasedText(group_id=home, question=text.question, place=place, text=text.text))
    return rows
