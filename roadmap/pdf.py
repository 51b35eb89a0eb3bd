"""Publication → PDF/UA-1, by yhes.common.pdf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from projects.register.models import Project
from roadmap.booklet import ROOMIEST, booklet
from roadmap.snapshot import Publication
from yhes.common import charts
from yhes.common import pdf as paper
from yhes.common.charts.drawing import Drawing
from yhes.common.charts.standing import data_uri

STYLESHEET = "css/pdf/edition.css"
PHASES = 2


@dataclass(frozen=True, slots=True)
class Rendered:
    content: bytes
    pages: int


def render(
    publication: Publication,
    *,
    previous: Publication | None,
    address: str,
    fingerprint: str,
    language: str,
    progress: Callable[[int, int], None],
    project: Project | None = None,
) -> Rendered:
    """The edition as a tagged PDF in one language.

    progress: told after each of two phases, the layout and the writing. project: whose funders it names by
    their logos.
    """
    with translation.override(language):
        progress(0, PHASES)
        context = {"language": language, "site_url": settings.SITE_URL, "project": project}
        document = _fitted(
            publication,
            lambda room: (
                context
                | booklet(publication, previous=previous, address=address, fingerprint=fingerprint, room=room)
            ),
        )
        progress(1, PHASES)
        content = paper.written(document)
        progress(2, PHASES)
    return Rendered(content, len(document.pages))


def _fitted(publication: Publication, context: Callable[[dict[int, int]], dict[str, Any]]) -> Any:
    """The document with every theme on one spread where that can be: a theme that runs over is laid
    out again with less on its right page."""
    room = {theme.id: ROOMIEST for theme in publication.themes}
    for _attempt in range(ROOMIEST + 1):
        document = lay_out(render_to_string("pdf/edition.html", context(room)))
        crowded = [theme for theme in _crowded(document, list(room)) if room[theme]]
        if not crowded:
            break
        room |= {theme: room[theme] - 1 for theme in crowded}
    return document


def _crowded(document: Any, themes: list[int]) -> list[int]:
    """Themes that take more than two pages."""
    begins = {name: number for number, page in enumerate(document.pages) for name in page.anchors}
    places = [begins[f"theme-{theme}"] for theme in themes] + [begins["steps"]]
    return [theme for theme, first, last in zip(themes, places, places[1:], strict=False) if last - first > 2]


def lay_out(html: str) -> Any:
    """A WeasyPrint document of this HTML with the publication's style."""
    return paper.lay_out(html, stylesheets=[STYLESHEET], rules=_drawn())


def _drawn() -> str:
    """The path as backgrounds: decoration that a screen reader passes by."""
    cover = data_uri(charts.path(shape="cover", mode="pdf", on_dark=True))
    rules = [
        f"@page cover {{ background-image: url({cover}) }}",
        f".cover-name {{ background-image: url({data_uri(_mark())}) }}",
    ]
    for shape in ("now", "next", "later"):
        line = data_uri(charts.path(shape=shape, mode="pdf"))
        rules.append(f".line-{shape} {{ background-image: url({line}) }}")
    return "\n".join(rules)


def _mark() -> str:
    """The portal's mark for a dark ground, as templates/components/logo.html draws it."""
    mark = Drawing(width=32, height=30, title="YHES", description="", mode="pdf")
    mark.path("M7.5 22.5 18 12.5 28 4", stroke="on-dark-path", stroke_width=2.4)
    mark.circle(7.5, 22.5, 6.5, fill="amber")
    mark.circle(18, 12.5, 4.7, fill="on-dark-path")
    mark.circle(28, 4, 3.3, fill="on-dark-path")
    return mark.render()
