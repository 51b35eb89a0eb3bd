"""The parts of a workbook, unpacked one by one within limits; what a part says of itself is not believed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.formats.findings import Place, refused
from surveys.formats.safe_xml import Event, events

MAX_PARTS = 300
MAX_UNPACKED = 32 * 1024 * 1024  # bytes of all parts that are read together
MAX_RATIO = 200  # unpacked to packed; a sheet of nothing but styles reaches 60, a bomb 1,000
SMALL_PART = 256 * 1024  # bytes below which the ratio does not matter

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx behind a password
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Limits:
    """unpacked: bytes of all parts that are read together; elements: of one part."""

    unpacked: int
    elements: int


class Parts:
    """An opened workbook. Raises `FileRefused` for what is none, is locked, has macros or asks other files.

    limits: of a questionnaire unless those of a long table are given.
    """

    def __init__(self, content: bytes, limits: Limits | None = None) -> None:
        self._elements = limits.elements if limits else None
        self._unpacked = limits.unpacked if limits else MAX_UNPACKED
        if content.startswith(_OLE):
            raise refused("old_or_locked")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise refused("not_a_workbook") from None
        self._known = {part.filename.lstrip("/"): part for part in self._archive.infolist()}
        self._left = self._unpacked
        self._check(self._archive.infolist())

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        if len(parts) > MAX_PARTS:
            raise refused("too_many_parts", limit=MAX_PARTS)
        if any(part.flag_bits & 0x1 for part in parts):
            raise refused("old_or_locked")
        if any(posixpath.basename(part.filename).lower().startswith("vbaproject") for part in parts):
            raise refused("macros")
        if any("externallinks/" in part.filename.lower() for part in parts):
            raise refused("external_links")
        if len(self._known) < len(parts):  # two parts of one name: which is meant cannot be told
            raise refused("not_a_workbook")

    def __contains__(self, path: str) -> bool:
        return path in self._known

    def take(self, path: str, sheet: str = "") -> Iterator[Event]:
        """The elements of a part; `sheet` is what a person calls it. Raises `FileRefused`."""
        part = self._known.get(path)
        if part is None:
            raise refused("not_a_workbook", Place(sheet=sheet))
        try:
            with self._archive.open(part) as file:
                content = file.read(self._left + 1)
        except _BROKEN:
            raise refused("not_a_workbook", Place(sheet=sheet)) from None
        if len(content) > SMALL_PART and len(content) > MAX_RATIO * max(1, part.compress_size):
            raise refused("packed_too_tightly", Place(sheet=sheet), limit=MAX_RATIO)
        if len(content) > self._left:
            raise refused("too_much_inside", limit=self._unpacked // 1024**2)
        self._left -= len(content)
        name = sheet or posixpath.basename(path)
        return events(content, name, max_elements=self._elements)
