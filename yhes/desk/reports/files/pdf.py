"""A report as tagged PDF/UA-1, by yhes.common.pdf."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from yhes.common import pdf as paper
from yhes.desk.reports.presenting import facts, shown
from yhes.desk.reports.snapshot import Document

STYLESHEETS = ("css/pdf/report.css", "css/pdf/funder_report.css")


def render(document: Document, mark: str) -> bytes:
    """mark: the fingerprint of the report, printed at its end."""
    with translation.override(document.language):
        context = {**facts(document), "parts": shown(document), "mark": mark}
        html = render_to_string("pdf/funder_report.html", context)
        return paper.written(paper.lay_out(html, stylesheets=STYLESHEETS))
