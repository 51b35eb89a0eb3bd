"""HTML → tagged PDF/UA-1 in the portal's typefaces. The only module that imports WeasyPrint."""

from __future__ import annotations

import base64
import gc
import mimetypes
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from yhes.common import tokens

# What WeasyPrint has loaded stays for the life of the worker; the collector need not look at it.
gc.freeze()

# Names of files, not of a server: the fetcher below answers for this origin and for no other.
ORIGIN = "https://files.invalid"
VARIANT = "pdf/ua-1"
_SAFE_DATA = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,")
_TOKEN = re.compile(r"var\(--([\w-]+)\)")


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


def lay_out(html: str, *, stylesheets: Sequence[str], rules: str = "") -> Any:
    """A WeasyPrint document of this HTML, laid out page by page.

    stylesheets: names of static files, in order, after the typefaces; rules: CSS that stands after them.
    """
    fonts, files = FontConfiguration(), OwnFiles()
    styles = [
        weasyprint.CSS(string=text, base_url=f"{ORIGIN}/static/{name}", font_config=fonts, url_fetcher=files)
        for name, text in ((name, style(name)) for name in ("css/fonts.css", *stylesheets))
    ]
    if rules:
        styles.append(weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=files))
    page = weasyprint.HTML(string=html, base_url=f"{ORIGIN}/static/", url_fetcher=files)
    return page.render(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)


def written(document: Any) -> bytes:
    """The laid out document as the bytes of a PDF/UA-1 file."""
    content: bytes = document.write_pdf(pdf_variant=VARIANT, custom_metadata=True)
    return content


def style(name: str) -> str:
    """A stylesheet with its tokens filled in: page boxes do not take custom properties."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    text = Path(found).read_text(encoding="utf-8")
    return _TOKEN.sub(lambda match: tokens.light[match[1]], text)
