"""What the apps tell of a period, and a report as it stands now."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.register.models import FunderLogo
from yhes.common import registry, reporting
from yhes.common.reporting import ReportSection
from yhes.desk.reports.models import FunderReport, ReportText
from yhes.desk.reports.snapshot import Document, Part, from_document

SUMMARY: Final = "desk:summary"
AHEAD: Final = "desk:ahead"


def gather(report: FunderReport, user: Any) -> list[dict[str, Any]]:
    """The sections of every app, in the language of the report and in their order, as documents."""
    with translation.override(report.language):
        found = [*_own()]
        for provider in registry.providers("report").values():
            found += provider(report.project, report.first, report.last, user)
    found.sort(key=lambda section: (section.order, section.key))
    return [reporting.to_document(section) for section in found]


def _own() -> Iterable[ReportSection]:
    """What only the coordinator can tell."""
    yield ReportSection(
        SUMMARY, 0, _("Summary"), advice=_("Write in a few sentences what the period brought about.")
    )
    yield ReportSection(
        AHEAD, 1000, _("Assessment and next steps"), advice=_("Write what you learned and what comes next.")
    )


def sections_of(report: FunderReport) -> list[ReportSection]:
    """Those that were gathered last."""
    return [reporting.from_document(section) for section in report.figures]


def document_of(report: FunderReport) -> Document:
    """What the report shows: as it was submitted, or as it would be submitted now."""
    return draft_of(report) if report.snapshot is None else from_document(report.snapshot)


def draft_of(report: FunderReport, *, submitted_on: str = "") -> Document:
    """submitted_on: the day (ISO 8601) on which it is being submitted."""
    before = report.corrects
    return Document(
        project=_named(report),
        title=report.title,
        first=report.first.isoformat(),
        last=report.last.isoformat(),
        language=report.language,
        version=report.version,
        figures_at=timezone.localtime(report.figures_at).isoformat(timespec="minutes"),
        submitted_on=submitted_on,
        is_example=report.is_example or report.project.has_example_data,
        parts=tuple(_parts(report)),
        corrects=_corrected(before) if before else {},
        logos=tuple(_logos(report)) if submitted_on else (),
    )


def _logos(report: FunderReport) -> Iterator[dict[str, str]]:
    """The funders' logos as they are on the day: pictures inside the snapshot, so that it stays whole."""
    for logo in FunderLogo.objects.present().filter(project=report.project_id):
        with logo.file.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
        with translation.override(report.language):
            yield {"kind": "jpeg" if logo.kind == "jpg" else "png", "picture": content, "text": str(logo)}


def _named(report: FunderReport) -> str:
    with translation.override(report.language):
        return str(report.project.name)


def _corrected(before: FunderReport) -> dict[str, Any]:
    assert before.submitted_at is not None
    day = timezone.localdate(before.submitted_at).isoformat()
    return {"version": before.version, "submitted_on": day, "fingerprint": before.fingerprint}


def _parts(report: FunderReport) -> list[Part]:
    """Sections with their texts; a text whose section is not given any more keeps its place."""
    texts = {text.section: text for text in report.texts.all()}
    sections = sections_of(report)
    given = {section.key for section in sections}
    sections += [
        ReportSection(text.section, text.place, text.title)
        for text in texts.values()
        if text.section not in given and not text.is_empty
    ]
    sections.sort(key=lambda section: (section.order, section.key))
    return [_part(section, texts.get(section.key)) for section in sections]


def _part(section: ReportSection, text: ReportText | None) -> Part:
    return Part(section, text.before, text.after, text.deviation) if text else Part(section)
