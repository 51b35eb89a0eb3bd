"""A logo made of an uploaded picture: recognised by its content, made anew, small, on white."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image

from projects.register.documents.content import recognise
from projects.register.errors import DocumentError, ImageTooLarge, LogoNotAPicture, LogoTooLarge

MAX_LOGO_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class LogoPicture:
    """kind: "png" or "jpg"; width and height in px."""

    kind: str
    content: bytes
    width: int
    height: int


def logo_picture(file: BinaryIO, *, name: str, size: int, width: int, height: int) -> LogoPicture:
    """The picture, shrunk into width × height (px). What shone through becomes white: pages may be dark.

    An SVG is no picture here: it is a document, which can hold scripts and fetch others.
    Raises LogoTooLarge, LogoNotAPicture, ImageTooLarge.
    """
    if size > MAX_LOGO_BYTES:
        raise LogoTooLarge(megabytes=MAX_LOGO_BYTES // 1_000_000)
    try:
        found = recognise(file, name=name, size=size)
    except ImageTooLarge:
        raise
    except DocumentError as error:
        raise LogoNotAPicture from error
    if found.kind not in ("png", "jpg", "webp"):
        raise LogoNotAPicture
    return _small(found.content, "jpg" if found.kind == "jpg" else "png", (width, height))


def _small(content: bytes, kind: str, box: tuple[int, int]) -> LogoPicture:
    with Image.open(io.BytesIO(content)) as image:
        plain = Image.new("RGB", image.size, "white")
        seen = image.convert("RGBA")
        plain.paste(seen, mask=seen)
    plain.thumbnail(box, Image.Resampling.LANCZOS)
    made = io.BytesIO()
    if kind == "jpg":
        plain.save(made, format="JPEG", quality=90)
    else:
        plain.save(made, format="PNG", optimize=True)
    return LogoPicture(kind, made.getvalue(), plain.width, plain.height)
