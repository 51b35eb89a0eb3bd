"""A report as plain, frozen data, and its one JSON form.

Pure: no database. Page, DOCX, PDF and CSV are all made of a `Document`, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from roadmap.snapshot import canonical, fingerprint
from yhes.common import reporting
from yhes.common.reporting import ReportSection, Table

FORMAT: Final = 1

__all__ = ["FORMAT", "Document", "Part", "canonical", "fingerprint", "from_document", "to_document"]


@dataclass(frozen=True, slots=True)
class Part:
    """A generated section with what the coordinator wrote around its tables (Markdown)."""

    section: ReportSection
    before: str = ""
    after: str = ""
    deviation: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing generated and nothing written: a submitted report leaves it out."""
        own = self.section
        return not (own.lead or own.tables or own.missing or self.before or self.after or self.deviation)


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a report shows. Days and moments are ISO 8601; `submitted_on` is "" in a draft.

    corrects: of a correction the version, day and fingerprint of the report before, otherwise {}.
    """

    project: str
    title: str
    first: str
    last: str
    language: str
    version: int
    figures_at: str
    submitted_on: str
    is_example: bool
    parts: tuple[Part, ...]
    corrects: Mapping[str, Any] = field(default_factory=dict)
    logos: tuple[Mapping[str, str], ...] = ()
    format: int = FORMAT

    def tables(self) -> Iterator[tuple[Part, Table]]:
        for part in self.parts:
            for table in part.section.tables:
                yield part, table


def to_document(report: Document) -> dict[str, Any]:
    """The JSON-able form."""
    plain = {name: getattr(report, name) for name in Document.__dataclass_fields__}
    plain["corrects"] = dict(report.corrects)
    plain["logos"] = [dict(logo) for logo in report.logos]
    plain["parts"] = [
        {
            "section": reporting.to_document(part.section),
            "before": part.before,
            "after": part.after,
            "deviation": part.deviation,
        }
        for part in report.parts
    ]
    return plain


def from_document(document: Mapping[str, Any]) -> Document:
    """The inverse. Raises ValueError for a document of a format that this code does not know."""
    if document.get("format") != FORMAT:
        raise ValueError(f"unknown report format {document.get('format')!r}")
    parts = tuple(
        Part(**{**part, "section": reporting.from_document(part["section"])}) for part in document["parts"]
    )
    return Document(**{**document, "parts": parts, "logos": tuple(document["logos"])})
