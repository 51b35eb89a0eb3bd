"""A draft: made, written, its figures gathered anew, put into the bin and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.register.models import Project
from projects.register.services.changes import refuse_if_changed
from yhes.accounts.models import User
from yhes.common import audit, bins
from yhes.desk.reports.errors import (
    AlreadySubmitted,
    CorrectedAlready,
    NotInBin,
    NotSubmitted,
    PeriodBackwards,
    ReportIsGone,
)
from yhes.desk.reports.gathering import gather, sections_of
from yhes.desk.reports.models import FunderReport, ReportText

CHANGED: Final = "desk.report_changed"
TEXT_CHANGED: Final = "desk.report_text_changed"
FACTS: Final = frozenset({"title", "first", "last", "language", "due_on"})
TEXTS: Final = frozenset({"before", "after", "deviation"})
_GENERATED_BY: Final = frozenset({"first", "last", "language"})


@transaction.atomic
def create_report(
    *, project: Project, facts: Mapping[str, Any], is_example: bool = False, actor: User | None = None
) -> FunderReport:
    """A draft with its figures. facts: title, first, last, language, due_on.

    Raises PeriodBackwards, KeyError for an unknown fact.
    """
    report = FunderReport(project=project, is_example=is_example, figures_at=timezone.now())
    _assign(report, facts, FACTS)
    _require_period(report)
    report.save()
    _gather(report, actor)
    record(report, "desk.report_created", actor)
    return report


@transaction.atomic
def update_report(
    *, report: FunderReport, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> FunderReport:
    """Change the facts; another period or language gathers the figures anew.

    Raises PeriodBackwards, AlreadySubmitted, ReportIsGone, ChangedMeanwhile.
    """
    found = lock(report)
    changes = _assign(found, facts, FACTS)
    if not changes:
        return found
    refuse_if_changed(found, CHANGED, seen)
    _require_period(found)
    found.save()
    if changes.keys() & _GENERATED_BY:
        _gather(found, actor)
    record(found, CHANGED, actor, changes)
    return found


@transaction.atomic
def write_text(
    *, text: ReportText, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> ReportText:
    """facts: before, after, deviation, as Markdown.

    Raises AlreadySubmitted, ReportIsGone, ChangedMeanwhile.
    """
    report = lock(text.report)
    found = ReportText.objects.select_for_update().get(pk=text.pk)
    clean = {name: str(value).replace("\r\n", "\n").strip() for name, value in facts.items()}
    changes = _assign(found, clean, TEXTS)
    if not changes:
        return found
    refuse_if_changed(found, TEXT_CHANGED, seen)
    found.save()
    report.save(update_fields=["changed_at"])
    audit.record(actor=actor, action=TEXT_CHANGED, on=found, project_id=report.project_id, changes=changes)
    return found


@transaction.atomic
def refresh_figures(*, report: FunderReport, actor: User | None = None) -> FunderReport:
    """Ask the apps again. Raises AlreadySubmitted, ReportIsGone."""
    found = lock(report)
    _gather(found, actor)
    record(found, "desk.report_refreshed", actor)
    return found


@transaction.atomic
def correct_report(*, report: FunderReport, actor: User | None = None) -> FunderReport:
    """A draft of the next version: the same period and texts, new figures.

    Raises NotSubmitted, CorrectedAlready when there is one already.
    """
    before = FunderReport.objects.select_for_update().get(pk=report.pk)
    if not before.is_submitted:
        raise NotSubmitted
    if before.corrections.present().exists():
        raise CorrectedAlready
    facts = {name: getattr(before, name) for name in FACTS - {"due_on"}}
    made = FunderReport.objects.create(
        project=before.project,
        corrects=before,
        version=before.version + 1,
        figures_at=timezone.now(),
        is_example=before.is_example,
        **facts,
    )
    ReportText.objects.bulk_create(
        ReportText(
            report=made,
            section=text.section,
            title=text.title,
            place=text.place,
            **{name: getattr(text, name) for name in TEXTS},
        )
        for text in before.texts.all()
    )
    _gather(made, actor)
    record(made, "desk.report_correction_begun", actor)
    return made


@transaction.atomic
def delete_report(*, report: FunderReport, actor: User | None = None) -> None:
    """A draft into the bin. Doing it twice changes nothing. Raises AlreadySubmitted."""
    found = FunderReport.objects.select_for_update().get(pk=report.pk)
    if found.is_submitted:
        raise AlreadySubmitted
    if bins.put_in(found):
        record(found, "desk.report_deleted", actor)


@transaction.atomic
def restore_report(*, item: FunderReport, actor: User | None = None) -> FunderReport:
    """Raises NotInBin, or CorrectedAlready when another correction was begun meanwhile."""
    found = FunderReport.objects.select_for_update().in_bin().filter(pk=item.pk).first()
    if found is None:
        raise NotInBin
    try:
        with transaction.atomic():
            bins.take_out(found)
    except IntegrityError as taken:
        raise CorrectedAlready from taken
    record(found, "desk.report_restored", actor)
    restored: FunderReport = found
    return restored


def lock(report: FunderReport) -> FunderReport:
    """The draft as it is now, locked until the transaction ends. Raises ReportIsGone, AlreadySubmitted."""
    found: FunderReport | None = FunderReport.objects.select_for_update().filter(pk=report.pk).first()
    if found is None or found.deleted_at:
        raise ReportIsGone
    if found.is_submitted:
        raise AlreadySubmitted
    return found


def record(
    report: FunderReport, action: str, actor: User | None, changes: dict[str, tuple[Any, Any]] | None = None
) -> None:
    audit.record(actor=actor, action=action, on=report, project_id=report.project_id, changes=changes)


def _gather(report: FunderReport, actor: User | None) -> None:
    """Figures, and a place for words beside each section. Empty places of sections that are gone go too."""
    report.figures, report.figures_at = gather(report, actor), timezone.now()
    report.save()
    texts = {text.section: text for text in report.texts.all()}
    sections = sections_of(report)
    for section in sections:
        text = texts.pop(section.key, None) or ReportText(report=report, section=section.key)
        if (text.title, text.place) != (section.title, section.order) or text.pk is None:
            text.title, text.place = section.title[:300], section.order
            text.save()
    ReportText.objects.filter(pk__in=[text.pk for text in texts.values() if text.is_empty]).delete()


def _assign(row: Any, facts: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, tuple[Any, Any]]:
    if unknown := facts.keys() - allowed:
        raise KeyError(", ".join(sorted(unknown)))
    return audit.assign(row, facts)


def _require_period(report: FunderReport) -> None:
    if report.last < report.first:
        raise PeriodBackwards
