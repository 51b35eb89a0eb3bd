"""Recognising a file by what is in it, and making images anew."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageOps

from projects.register.errors import (
    DocumentEmpty,
    DocumentNotSafe,
    DocumentTooLarge,
    DocumentTypeUnknown,
    ImageTooLarge,
)

MAX_BYTES: Final = 20_000_000
MAX_PIXELS: Final = 40_000_000
MAX_PARTS: Final = 5_000  # files inside an office document
MAX_UNPACKED: Final = 200_000_000  # bytes
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# Kind, which is the file's ending too → media type.
TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "odp": f"{_ODF}.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/plain; charset=utf-8",
}
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_IMAGES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_TEXTS = ("txt", "csv", "md")
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "macros/")


@dataclass(frozen=True, slots=True)
class Recognised:
    """kind: a key of TYPES; content: what is to be kept, of an image a new one without its metadata."""

    kind: str
    content: bytes


def recognise(file: BinaryIO, *, name: str, size: int) -> Recognised:
    """What the file is. name: decides only between kinds of plain text. size: bytes, as it was sent.

    Raises DocumentTooLarge, DocumentEmpty, DocumentTypeUnknown, DocumentNotSafe, ImageTooLarge.
    """
    if size > MAX_BYTES:
        raise DocumentTooLarge(megabytes=MAX_BYTES // 1_000_000)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DocumentTooLarge(megabytes=MAX_BYTES // 1_000_000)
    if not content:
        raise DocumentEmpty
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return Recognised("pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return Recognised(_office_kind(content), content)
    if content.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or content[8:12] == b"WEBP":
        return _made_anew(content)
    return Recognised(_text_kind(content, name), content)


def _made_anew(content: bytes) -> Recognised:
    """The picture alone, upright: no place, no camera, nothing appended."""
    try:
        with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageTooLarge(megapixels=MAX_PIXELS // 1_000_000)
            found = image.format or ""
            upright = ImageOps.exif_transpose(image)
            mode = "RGB" if found == "JPEG" or not upright.has_transparency_data else "RGBA"
            plain = Image.new(mode, upright.size)
            plain.paste(upright.convert(mode))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DocumentTypeUnknown from error
    made = io.BytesIO()
    plain.save(made, format=found, **({"quality": 90} if found != "PNG" else {"optimize": True}))
    return Recognised(_IMAGES[found], made.getvalue())


def _office_kind(content: bytes) -> str:
    """Of an office document without macros, passwords, or more inside than it could honestly hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_what_is_not_safe(parts)
            names = {part.filename for part in parts}
            if "mimetype" in names:
                media = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
                return _of_media_type(media)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DocumentTypeUnknown from error
    for kind, main in _MAIN_PARTS.items():
        if main in names and "[Content_Types].xml" in names:
            return kind
    raise DocumentTypeUnknown


def _refuse_what_is_not_safe(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DocumentNotSafe
    for part in parts:
        name = part.filename.lower()
        has_macros = name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:])
        if has_macros or part.flag_bits & 1 or name.startswith("/") or ".." in name.split("/"):
            raise DocumentNotSafe


def _of_media_type(media: str) -> str:
    for kind in ("odt", "ods", "odp"):
        if TYPES[kind] == media:
            return kind
    raise DocumentTypeUnknown


def _text_kind(content: bytes, name: str) -> str:
    """Only for names that say so: a page or a script is no document here, whatever it is called."""
    ending = name.rpartition(".")[2].lower()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentTypeUnknown from error
    if ending not in _TEXTS or any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        raise DocumentTypeUnknown
    return ending
