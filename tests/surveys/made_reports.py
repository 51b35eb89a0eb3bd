"""A report as its reader gets it: ordered by a press, made as the worker makes it, read back as words."""

from __future__ import annotations

import subprocess

import page as page_validation
from django.test import Client

from surveys.models import ReportFile
from surveys.services import reports


def report_words(client: Client, where: str) -> str:
    """The words of the report at this address, which must be PDF/UA-1."""
    known = set(ReportFile.objects.values_list("pk", flat=True))
    assert client.post(where).status_code == 302, where
    ordered = ReportFile.objects.exclude(pk__in=known).get()
    made = reports.render_report(
        report_id=ordered.pk, progress=lambda done, total: None, confirm=lambda: None
    )
    path = made.place
    checked = page_validation.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())
