"""Reports in PDF: ordered once, made by a job, kept for a few days, and gone with their release.

A file belongs to nobody. What it may hold follows from what its reader may see, and that is part of its
key, together with all that it shows: whoever asks is let in as on the page, then led to the file of that
key. What has changed since has another key, so that no page leads to an old file (decision 0069).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import structlog
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from surveys.models import FeedbackReply, Group, Release, ReportFile, Round
from surveys.presenting.fragments import code_mark, mark_of
from surveys.presenting.open_answers import standing
from surveys.presenting.reading import standing_release, standing_series
from surveys.presenting.reports import TEMPLATES, marks_of, report_context
from yhes.accounts.models import User
from yhes.common import jobs, papers

log = structlog.get_logger(__name__)

STYLESHEETS: Final = ("css/pdf/report.css",)
_WITHDRAWN: Final = _("These results have been withdrawn. Look at the results page again.")


@dataclass(frozen=True, slots=True)
class Order:
    """What report is meant: everything that it shows follows from this.

    organisations: whose groups its reader may learn of, None for all; readable: ids of the groups whose
    released open answers the reader may read or, of feedback by stage, that stand beside `group`.
    """

    release: Release
    group: Group
    view: str
    language: str
    organisations: frozenset[int] | None
    readable: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """SHA-256 (hex) of the figures, the replies, the texts and the portal's own code and words."""
        replies = FeedbackReply.objects.published().filter(group__round=self.release.round_id)
        texts = standing(self.release.round) if self.view == ReportFile.View.TEXTS else None
        about = (
            mark_of(self.release),
            marks_of(self.release),
            [
                (pk, moment.timestamp())
                for pk, moment in replies.order_by("pk").values_list("pk", "changed_at")
            ],
            texts and (texts.pk, texts.fingerprint, texts.texts.exists()),
            (self.group.pk, self.view, self.language),
            None if self.organisations is None else sorted(self.organisations),
            sorted(self.readable),
            self._beside() if self.view == ReportFile.View.STAGES else None,
            code_mark(),
        )
        return sha256(repr(about).encode()).hexdigest()

    def _beside(self) -> list[str]:
        """The releases that stand of the rounds beside this one."""
        rounds = Round.objects.filter(groups__in=self.readable).select_related("questionnaire")
        standing_ones = (standing_release(round_) for round_ in rounds.order_by("pk"))
        return [mark_of(release) for release in standing_ones if release]


def order_of(
    *,
    round_: Round,
    group: Group,
    view: str,
    language: str,
    organisations: frozenset[int] | None,
    readable: Callable[[], QuerySet[Group]],
    beside: Callable[[], Iterable[Group]],
) -> Order | None:
    """The report that this reader may have; None where there is nothing to report.

    readable: tells the groups whose released open answers the person may read; beside: those of other
    feedback of the project that the person sees beside this group.
    """
    release = standing_release(round_)
    if release is None or view not in ReportFile.View.values or not _has_view(round_, view):
        return None
    if view == ReportFile.View.STAGES:
        ids = frozenset(other.pk for other in beside())
        return Order(release, group, view, language, organisations, ids)
    if view != ReportFile.View.TEXTS:
        return Order(release, group, view, language, organisations)
    texts = standing(round_)
    if texts is None or not texts.texts.exists():
        return None
    ids = frozenset(readable().values_list("pk", flat=True))
    return Order(release, group, view, language, organisations, ids)


def _has_view(round_: Round, view: str) -> bool:
    """Some views are of one kind of questionnaire only, and the first round has nothing before it."""
    match view:
        case ReportFile.View.COMPETENCE:
            return round_.asked.kind == "competence"
        case ReportFile.View.STAGES:
            return round_.asked.kind == "feedback"
        case ReportFile.View.ROUNDS:
            return len(standing_series(round_)) > 1
    return True


def found(order: Order) -> ReportFile | None:
    """The report of this order, made or being made."""
    return ReportFile.objects.filter(key=order.key).first()


def request_report(*, order: Order, user: User) -> ReportFile:
    """The report, made already or by a job that starts now; asked twice it is made once."""
    return papers.request(
        ReportFile,
        order.key,
        user=user,
        release=order.release,
        group=order.group,
        view=order.view,
        language=order.language,
        organisations=None if order.organisations is None else sorted(order.organisations),
        readable=sorted(order.readable),
    )


def render_report(*, report_id: int, progress: papers.Progress, confirm: Callable[[], None]) -> ReportFile:
    """See papers.make. Raises JobFailed when the results have been withdrawn."""
    rows = ReportFile.objects.select_related(
        "release__round__questionnaire", "release__round__project", "group"
    )
    report = rows.filter(pk=report_id, release__withdrawn_at__isnull=True).first()
    if report is None:
        raise jobs.JobFailed(_WITHDRAWN)
    report.group.round = report.release.round
    return papers.make(
        report,
        lambda: _html(report),
        stylesheets=STYLESHEETS,
        gone=_WITHDRAWN,
        progress=progress,
        confirm=confirm,
    )


def _html(report: ReportFile) -> str:
    with translation.override(report.language):
        return render_to_string(TEMPLATES[ReportFile.View(report.view)], report_context(report))


def drop_of_project(project_id: int) -> None:
    """Something was withdrawn: figures of one round may stand in reports of the next."""
    papers.drop(ReportFile, Q(release__round__project=project_id))


def forget_reports(now: datetime) -> None:
    """Called by the clock: nothing is kept for more than a week, and no open answer beyond its year."""
    answers_gone = now - timedelta(days=365)
    of_texts = Q(view=ReportFile.View.TEXTS, release__round__closed_at__lt=answers_gone)
    if forgotten := papers.drop(ReportFile, of_texts) + papers.forget(ReportFile, now):
        log.info("reports forgotten", rows=forgotten)
