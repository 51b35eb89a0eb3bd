"""What reports let their coordinators find (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from yhes.accounts.models import User
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import Words
from yhes.desk.reports import access
from yhes.desk.reports.models import FunderReport


def kinds() -> Iterator[SearchKind]:
    yield SearchKind("funder_report", 56, _("Reports to the funder"), _items, inside=_seen_by)


def _items() -> Iterator[SearchItem]:
    """By their titles and by what the coordinator wrote; the figures are found where they come from."""
    for report in FunderReport.objects.present().select_related("project").prefetch_related("texts"):
        written = (f"{text.before}\n{text.deviation}\n{text.after}" for text in report.texts.all())
        yield SearchItem(
            pk=report.pk,
            title=_words(report, report.title),
            text=_words(report, "\n".join(written).strip()),
            inside=Place("reports:report", (report.project.slug, report.pk)),
            project=report.project_id,
            is_example=report.is_example,
        )


def _words(report: FunderReport, text: str) -> Words:
    """In the one language of the report."""
    words = Words(fi="", sv="", en="")
    words[report.language] = text  # type: ignore[literal-required]
    return words


def _seen_by(user: User) -> Any:
    return FunderReport.objects.present().filter(access.visible_to(user)).values("pk")
