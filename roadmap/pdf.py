"""Publication → PDF/UA-1. The only module that imports WeasyPrint."""

from __future__ import annotations

import base64
import gc
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from django.utils._os import safe_join
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from roadmap.booklet import ROOMIEST, booklet
from roadmap.drawing import data_uri
from roadmap.snapshot import Publication
from yhes.common import charts, tokens
from yhes.common.charts.drawing import Drawing

# What WeasyPrint has loaded stays for the life of the worker; the collector need not look at it.
gc.freeze()

# Names of files, not of a server: the fetcher below answers for this origin and for no other.
ORIGIN = "https://files.invalid"
STYLESHEET = "css/pdf/edition.css"
PHASES = 2
_SAFE_DATA = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,")
_TOKEN = re.compile(r"var\(--([\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Rendered:
    content: bytes
    pages: int


class RefusedAddress(ValueError):
    """A document asked for something that is not one of the portal's own files."""


class OwnFiles(URLFetcher):
    """Serves static files and media by name, and pictures inside the document; nothing else.

    WeasyPrint's own fetcher reads file:// and the network: text in a document could then bring
    any file of the server into the PDF.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises RefusedAddress for any other address, FileNotFoundError for an unknown name."""
        if match := _SAFE_DATA.match(url):
            content = base64.b64decode(url[match.end() :], validate=True)
            return URLFetcherResponse(url, content, {"Content-Type": f"image/{match[1]}"})
        path = _own_file(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def _own_file(url: str) -> Path:
    parts = urlsplit(url)
    room, _separator, name = unquote(parts.path).removeprefix("/").partition("/")
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN or room not in ("static", "media"):
        raise RefusedAddress(f"not a file of the portal: {url[:80]}")
    try:
        found = finders.find(name) if room == "static" else safe_join(settings.MEDIA_ROOT, name)
    except SuspiciousFileOperation as climbing:
        raise RefusedAddress(f"not a file of the portal: {url[:80]}") from climbing
    if not found or not Path(found).is_file():
        raise FileNotFoundError(name)
    if room == "media" and not Path(found).resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise RefusedAddress(f"a link that leads out of the media folder: {name[:80]}")
    return Path(found)


def render(
    publication: Publication,
    *,
    previous: Publication | None,
    address: str,
    fingerprint: str,
    language: str,
    progress: Callable[[int, int], None],
) -> Rendered:
    """The edition as a tagged PDF in one language.

    progress: told after each of two phases, the layout and the writing.
    """
    with translation.override(language):
        progress(0, PHASES)
        context = {"language": language, "site_url": settings.SITE_URL}
        document = _fitted(
            publication,
            lambda room: (
                context
                | booklet(publication, previous=previous, address=address, fingerprint=fingerprint, room=room)
            ),
        )
        progress(1, PHASES)
        content = document.write_pdf(pdf_variant="pdf/ua-1", custom_metadata=True)
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
    fonts, files = FontConfiguration(), OwnFiles()
    styles = [
        weasyprint.CSS(string=text, base_url=f"{ORIGIN}/static/{name}", font_config=fonts, url_fetcher=files)
        for name, text in ((name, _style(name)) for name in ("css/fonts.css", STYLESHEET))
    ]
    styles.append(weasyprint.CSS(string=_drawn(), font_config=fonts, url_fetcher=files))
    page = weasyprint.HTML(string=html, base_url=f"{ORIGIN}/static/", url_fetcher=files)
    return page.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")


def _style(name: str) -> str:
    """A stylesheet with its tokens filled in: page boxes do not take custom properties."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    text = Path(found).read_text(encoding="utf-8")
    return _TOKEN.sub(lambda match: tokens.light[match[1]], text)


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
