"""The files a release can be had as: by name, with what makes them and what they are sent as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from surveys.exporting.words import wording
from surveys.formats.releases import (
    ReleaseTable,
    codebook_csv,
    figures_csv,
    figures_ddi,
    figures_sav,
    figures_xlsx,
)


@dataclass(frozen=True, slots=True)
class File:
    """`make` gets the table and a language."""

    ending: str
    kind: str
    make: Callable[[ReleaseTable, str], bytes]
    is_codebook: bool = False


_CSV = "text/csv; charset=utf-8"

FILES: Mapping[str, File] = {
    "figures.xlsx": File(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda table, language: figures_xlsx(table, wording(), language),
    ),
    "figures.csv": File("csv", _CSV, lambda table, _language: figures_csv(table)),
    "codebook.csv": File(
        "csv", _CSV, lambda table, _language: codebook_csv(table, wording()), is_codebook=True
    ),
    "figures.sav": File(
        "sav",
        "application/x-spss-sav",
        lambda table, language: figures_sav(table, wording(), language),
    ),
    "ddi.xml": File(
        "xml", "application/xml", lambda table, language: figures_ddi(table, wording(), language)
    ),
}


def release_file(table: ReleaseTable, name: str) -> HttpResponse:
    """The file of this name as a download called after the survey. Raises KeyError for an unknown name."""
    file, language = FILES[name], get_language() or "fi"
    title = slugify(table.about.title.in_(language).text) or gettext("survey")
    what = gettext("codebook") if file.is_codebook else gettext("results")
    number = table.about.number
    audience = "" if table.about.audience == "inside" else f"-{gettext('public')}"
    filename = f"{title[:60].rstrip('-')}-{what}-{number}{audience}.{file.ending}"
    return HttpResponse(
        file.make(table, language),
        content_type=file.kind,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
