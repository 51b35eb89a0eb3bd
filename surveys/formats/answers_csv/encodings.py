"""Which character encoding a file has, told from the whole of it or not at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from surveys.formats.answers_csv.problems import refused

# What a person may choose, and the codec that reads it (each takes a byte order mark away).
CODECS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1252": "cp1252"}
ENCODINGS = tuple(CODECS)
CHUNK = 1 << 16

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Almost any bytes can be read as Windows-1252, so what comes out must look like words:
# a capital or a sign inside a lower-case word is Mac or DOS text, Ã with a sign after it is UTF-8
# with a broken byte, and four accented letters in a row are Cyrillic, Greek or the like.
_NOT_WINDOWS = re.compile(
    "[a-zåäöéü][ŠŒŽŸÀ-ÖØ-Þ„“”‹›ˆ‰†‡•˜™¢-©«¬®°-¿][a-zåäöéü]"
    "|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|[À-ÖØ-öø-ÿ]{4}"
)


def find_encoding(file: BinaryIO) -> str:
    """The encoding of a file: one of `ENCODINGS`. Leaves the file at its end.

    A mark at its beginning decides; else what is valid UTF-8 throughout is UTF-8 and what reads
    like words in Windows-1252 is that. Raises `TableRefused` (`unknown_encoding`, with the first
    line that is not UTF-8).
    """
    file.seek(0)
    start = file.read(2)
    if start in _UTF16_MARKS:
        line = first_unreadable_line(file, "utf-16")
        if line:
            raise refused("unknown_encoding", line)
        return "utf-16"
    line = first_unreadable_line(file, "utf-8")
    if not line:
        return "utf-8"
    if first_unreadable_line(file, "windows-1252") or not _reads_like_windows(file):
        raise refused("unknown_encoding", line)
    return "windows-1252"


def first_unreadable_line(file: BinaryIO, encoding: str) -> int:
    """The line (from 1) that is not text in this encoding; 0 when all is. NUL is never text."""
    line = 1
    try:
        for text in _decoded(file, CODECS[encoding]):
            if "\0" in text:
                return line + text.count("\n", 0, text.index("\0"))
            line += text.count("\n")
    except UnicodeDecodeError as error:
        readable = error.object[: error.start]
        # Without its zero bytes a line break is one byte in either order of UTF-16.
        lines = readable.replace(b"\0", b"") if encoding == "utf-16" else readable.partition(b"\0")[0]
        return line + lines.count(b"\n")
    except UnicodeError:  # what Python says of UTF-16 without its mark
        return line
    return 0


def _reads_like_windows(file: BinaryIO) -> bool:
    tail = ""
    for text in _decoded(file, CODECS["windows-1252"]):
        if _NOT_WINDOWS.search(tail + text):
            return False
        tail = text[-3:]
    return True


def _decoded(file: BinaryIO, codec: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
