"""One stylesheet for each page, many small files for the reader of the code.

`site.css` (public and answering pages) and `desk.css` (all of site.css and the desk) only import. A browser
would fetch each import by itself, after it has read the importing sheet; so when static files are collected,
what is imported takes the import's place. DEBUG serves the sources: developing needs no build step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, join
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ("css/site.css", "css/desk.css")
_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?(?: (?P<media>\w+))?;')
_GAP = r"(?:\s|/\*.*?\*/)"
_TEXT_OR_GAP = re.compile(rf'(?P<text>"[^"]*")|{_GAP}*(?P<mark>[{{}};,>]){_GAP}*|{_GAP}+', re.DOTALL)
_ADDRESS = re.compile(r'url\("(?!\.\./fonts/)')

Paths = Mapping[str, tuple[Storage, str]]


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed names; each entry sheet with all it imports as one file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Looked up once in a process: every icon of a page asks for the same file."""
        if name is None or force or settings.DEBUG:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """As Django calls it: names of collected files with the storage and path of their source."""
        self._addresses.clear()
        bundles = InMemoryStorage()
        for entry in set(ENTRIES) & paths.keys():
            sheet = bundle(entry, lambda name: _read(paths, name))
            bundles.save(entry, ContentFile(sheet.encode()))
        bundled = {entry: (bundles, entry) for entry in ENTRIES if bundles.exists(entry)}
        yield from super().post_process({**paths, **bundled}, dry_run, **options)


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """The stylesheet `entry` with every import in its place, in its layer and medium, without comments.

    `read` gives a file's text by its name. Raises ValueError for an import it cannot place and for an address
    that would point elsewhere once moved to the entry's folder.
    """
    return _TEXT_OR_GAP.sub(_short, _whole(entry, read)).strip()


def _whole(name: str, read: Callable[[str], str]) -> str:
    def imported(found: re.Match[str]) -> str:
        css = _whole(join(dirname(name), found["path"]), read)
        if _ADDRESS.search(css):
            raise ValueError(f"{found['path']}: an address outside ../fonts/ would not survive the move")
        for rule in ("layer", "media"):
            css = f"@{rule} {found[rule]}{{{css}}}" if found[rule] else css
        return css

    whole = _IMPORT.sub(imported, read(name))
    if "@import" in whole:
        raise ValueError(f"{name}: an import is written in a way that is not understood")
    return whole


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as source:
        return bytes(source.read()).decode()


def _short(found: re.Match[str]) -> str:
    """Texts stay; comments go; white space shrinks to what the syntax needs."""
    return found["text"] or found["mark"] or " "
