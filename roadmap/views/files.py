"""Files of an edition. They read the snapshot, or the PDF that was made from it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from roadmap import exports, services
from roadmap.citing import Citation, bibtex, ris
from roadmap.drawing import chart_of
from roadmap.models import Edition, EditionFile
from roadmap.reading import FigureView, Reader
from roadmap.snapshot import from_document
from roadmap.views.finding import edition_by_key, edition_cache, public_cache
from yhes.common.asked import plain_text, whole_number
from yhes.common.words import LANGUAGES


@login_not_required
@require_safe
@public_cache
def pdf_file(request: HttpRequest, edition: int, language: str) -> HttpResponseBase:
    """The PDF that is in its place; 404 with a word of explanation until the first is made."""
    found = edition_by_key(edition)
    file = get_object_or_404(EditionFile, edition=found, language=plain_text(language))
    path = services.file_path(file)
    if file.state != EditionFile.State.READY or not path.is_file():
        return render(request, "roadmap/not_made_yet.html", {"edition": found}, status=404)
    response = FileResponse(path.open("rb"), content_type="application/pdf", filename=path.name)
    response["ETag"] = f'"{file.sha256}"'
    return response


@login_not_required
@require_safe
@edition_cache
def json_file(request: HttpRequest, edition: int) -> HttpResponse:
    found = edition_by_key(edition)
    text = exports.as_json(
        found.snapshot, fingerprint=found.fingerprint, address=services.permanent_address(found)
    )
    return _attachment(text, "application/json", f"{_name(found)}.json")


@login_not_required
@require_safe
@edition_cache
def csv_file(request: HttpRequest, edition: int, language: str) -> HttpResponse:
    found = edition_by_key(edition)
    with _spoken(language):
        text = exports.as_csv(Reader(from_document(found.snapshot), language))
    return _attachment(text, "text/csv", f"{_name(found)}-{language}.csv")


@login_not_required
@require_safe
@edition_cache
def bibtex_file(request: HttpRequest, edition: int, language: str) -> HttpResponse:
    found = edition_by_key(edition)
    text = bibtex(_cited(request, found, language))
    return _attachment(text, "application/x-bibtex", f"{_name(found)}.bib")


@login_not_required
@require_safe
@edition_cache
def ris_file(request: HttpRequest, edition: int, language: str) -> HttpResponse:
    found = edition_by_key(edition)
    text = ris(_cited(request, found, language))
    return _attachment(text, "application/x-research-info-systems", f"{_name(found)}.ris")


@login_not_required
@require_safe
@edition_cache
def figure_svg(request: HttpRequest, edition: int, key: str, language: str) -> HttpResponse:
    """The figure's chart as a drawing that stands alone."""
    found = edition_by_key(edition)
    with _spoken(language):
        view = _figure(found, key, language)
        chart = chart_of(view.figure, title=view.full_label, mode="pdf", width=760, legend=True)
    if chart is None:
        raise Http404
    return _attachment(chart.svg, "image/svg+xml", f"{_file_name(key)}-{language}.svg")


@login_not_required
@require_safe
@edition_cache
def figure_csv(request: HttpRequest, edition: int, key: str, language: str) -> HttpResponse:
    found = edition_by_key(edition)
    with _spoken(language):
        text = exports.figure_csv(_figure(found, key, language))
    return _attachment(text, "text/csv", f"{_file_name(key)}-{language}.csv")


def _spoken(language: str) -> translation.override:
    """The file's language, whatever the reader's own is. Raises Http404 for one we do not speak."""
    if language not in LANGUAGES:
        raise Http404
    return translation.override(language)


def _figure(edition: Edition, key: str, language: str) -> FigureView:
    publication = from_document(edition.snapshot)
    if key not in publication.figures:
        raise Http404
    return Reader(publication, language).figure(publication.figures[key])


def _cited(request: HttpRequest, edition: Edition, language: str) -> Citation:
    """The whole edition, or with ?step=12 one step of it."""
    with _spoken(language):
        reader = Reader(from_document(edition.snapshot), language)
        asked = whole_number(request.GET.get("step", ""))
        pair = reader.publication.find(asked) if asked is not None else None
        step = reader.step(*pair) if pair else None
        name, args = ("edition_step", [edition.pk, step.id]) if step else ("edition", [edition.pk])
        return Citation(
            publisher="YHES",
            title=reader.title,
            number=edition.number,
            published_on=reader.published_on,
            address=f"{settings.SITE_URL}{reverse(f'roadmap_id:{name}', args=args)}",
            language=language,
            part=step.title if step else "",
            part_number=step.number if step else "",
        )


def _attachment(text: str, kind: str, name: str) -> HttpResponse:
    charset = "; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind + charset, headers=headers)


def _name(edition: Edition) -> str:
    return f"{edition.roadmap.project.slug}-roadmap-{edition.number}"


def _file_name(key: str) -> str:
    """A key holds colons, and nothing else that a file name cannot."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in key)
