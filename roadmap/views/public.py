"""Public pages. They touch neither user nor session, so that they can be cached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from roadmap import access, diff
from roadmap.citing import LICENCE, Citation, as_sentence
from roadmap.drawing import chart_of
from roadmap.forms import FilterForm, wanted_from
from roadmap.models import Edition, EditionFile, Roadmap
from roadmap.pages import PathPage, next_on_path, sector_choices, size_choices
from roadmap.reading import FigureView, Reader, StepView
from roadmap.views.finding import Read, public_cache, read_edition
from yhes.common import charts

FILTERS = ("theme", "sector", "size", "compare", "view")


@login_not_required
@require_safe
@public_cache
def current(request: HttpRequest) -> HttpResponse:
    """The main roadmap's newest edition; before the first one a page that says so."""
    main = Roadmap.objects.filter(is_main=True, project__is_public=True).select_related("project").first()
    if main is None or not main.editions.exists():
        return render(request, "roadmap/none_yet.html")
    return _path(request, read_edition(main.project.slug))


@login_not_required
@require_safe
@public_cache
def newest(request: HttpRequest, slug: str) -> HttpResponse:
    return _path(request, read_edition(slug))


@login_not_required
@require_safe
@public_cache
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _path(request, read_edition(slug, number))


@login_not_required
@require_safe
@public_cache
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition with its files, newest first."""
    found = (
        Edition.objects.filter(access.editions_visible(), roadmap__project__slug=slug)
        .select_related("roadmap__project")
        .prefetch_related("files")
        .newest_first()
        .defer("snapshot")
    )
    if not found:
        raise Http404
    rows = [{"edition": one, "downloads": downloads(one, one.files.all())} for one in found]
    context = {"editions": rows, "roadmap": found[0].roadmap}
    return render(request, "roadmap/archive.html", context)


@login_not_required
@require_safe
@public_cache
def step(request: HttpRequest, slug: str, number: int, step: int) -> HttpResponse:
    """A step with the evidence under it, as the edition showed them."""
    read = read_edition(slug, number)
    found = read.publication.find(step)
    if found is None:
        raise Http404
    reader = Reader(read.publication, _language())
    view = reader.step(*found)
    difference = diff.compare(read.previous, read.publication)
    change = next((c for c in difference.changes if c.step.id == step), None)
    frame = _frame(read, reader)
    address = f"{settings.SITE_URL}{reverse('roadmap_id:edition_step', args=[read.edition.pk, step])}"
    context = {
        **frame,
        "step": view,
        "theme": found[0],
        "evidence": [_evidence(figure, read.edition) for figure in view.figures],
        "difference": difference,
        "change": change,
        "change_reason": reader.words(change.reason) if change else "",
        "copied_citation": as_sentence(_cited_step(frame["citation"], view, address)),
        "cite_query": f"?step={step}",
        "following": next_on_path(read.publication, reader, step),
        "address": address,
    }
    return render(request, "roadmap/step.html", context)


def _path(request: HttpRequest, read: Read) -> HttpResponse:
    publication = read.publication
    form = FilterForm(
        request.GET, sectors=sector_choices(publication), sizes=size_choices(publication), auto_id="%s"
    )
    wanted = wanted_from(request.GET, publication, form)
    is_comparing = bool(read.previous and request.GET.get("compare"))
    page = PathPage(
        publication,
        language=_language(),
        wanted=wanted,
        difference=diff.compare(read.previous, publication) if is_comparing else None,
    )
    context = {
        **_frame(read, page.reader),
        "page": page,
        "form": form,
        "wanted": wanted,
        "view": "table" if request.GET.get("view") == "table" else "path",
        "links": _links(request, page),
        "address": f"{settings.SITE_URL}{reverse('roadmap_id:edition', args=[read.edition.pk])}",
        "this_view": request.build_absolute_uri(),
        "table": _table(page, read),
        "previous_day": date.fromisoformat(read.previous.published_on) if read.previous else None,
    }
    return render(request, "roadmap/roadmap.html", context)


def _frame(read: Read, reader: Reader) -> dict[str, Any]:
    """What every page of an edition shows around its matter."""
    cited = Citation(
        publisher="YHES",
        title=reader.title,
        number=read.edition.number,
        published_on=reader.published_on,
        address=f"{settings.SITE_URL}{reverse('roadmap_id:edition', args=[read.edition.pk])}",
        language=_language(),
    )
    return {
        "read": read,
        "edition": read.edition,
        "reader": reader,
        "slug": read.publication.slug,
        "citation": cited,
        "copied_citation": as_sentence(cited),
        "licence": LICENCE,
        "downloads": downloads(read.edition, read.files),
    }


def _cited_step(cited: Citation, step: StepView, address: str) -> Citation:
    return replace(cited, part=step.title, part_number=step.number, address=address)


def downloads(edition: Edition, files: Any) -> list[dict[str, Any]]:
    """Rows of the download menu: the PDFs, in the reader's language first, then open data."""
    language = _language()
    names = dict(settings.LANGUAGES)
    rows = [
        {
            "label": f"PDF – {names[file.language]}",
            "lang": file.language,
            "url": reverse("roadmap_id:pdf", args=[edition.pk, file.language]),
            "size": file.size,
            "is_ready": file.state == EditionFile.State.READY,
        }
        for file in sorted(files, key=lambda file: file.language != language)
    ]
    csv_url = reverse("roadmap_id:csv", args=[edition.pk, language])
    json_url = reverse("roadmap_id:json", args=[edition.pk])
    rows.append({"label": "CSV", "url": csv_url, "is_ready": True})
    rows.append({"label": "JSON", "url": json_url, "is_ready": True})
    return rows


def _links(request: HttpRequest, page: PathPage) -> dict[str, Any]:
    """Addresses that change one choice and keep the others."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}

    def to(**changes: str) -> str:
        kept = {name: value for name, value in (chosen | changes).items() if value}
        query = request.GET.copy()
        query.clear()
        query.update(kept)
        return f"?{query.urlencode()}" if kept else request.path

    return {
        "themes": [("", to(theme=""))] + [(theme, to(theme=str(theme.id))) for theme in page.reader.themes],
        "path": to(view=""),
        "table": to(view="table"),
        "compare": to(compare="" if chosen.get("compare") else "1"),
        "clear": to(theme="", sector="", size="") if page.wanted != type(page.wanted)() else "",
        "kept": chosen,
    }


def _table(page: PathPage, read: Read) -> dict[str, Any]:
    table = page.table
    for row in table["rows"]:
        for cell in row:
            if "step" in cell:
                cell["url"] = step_url(read, cell.pop("step"))
    return table


def step_url(read: Read, step_id: int) -> str:
    return reverse("roadmap:step", args=[read.publication.slug, read.edition.number, step_id])


def _evidence(view: FigureView, edition: Edition) -> dict[str, Any]:
    """A row of evidence: the figure, its chart in two widths, and where to get both."""
    wide = chart_of(view.figure, title=view.title, width=600, titled=True)
    narrow = chart_of(view.figure, title=view.title, width=350, titled=True)
    args = [edition.pk, view.key, _language()]
    return {
        "figure": view,
        "id": "figure-" + view.key.replace(":", "-"),
        "chart": wide,
        "narrow": narrow,
        "summary": wide.summary if wide and len(view.figure.bars) > 1 else "",
        "keys": charts.likert_legend(wide.legend) if wide else (),
        "svg_url": reverse("roadmap_id:figure_svg", args=args) if wide else "",
        "csv_url": reverse("roadmap_id:figure_csv", args=args),
    }


def _language() -> str:
    return get_language() or "fi"
