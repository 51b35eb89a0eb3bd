"""The SPSS system file format: little-endian, UTF-8, uncompressed.

SPSS does not publish the format. Written from its description in the PSPP developers' documentation
("System File Format"); what is written here is read back in tests by ReadStat, an independent reader.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from surveys.formats.releases.spss.variables import (
    LABEL_BYTES,
    VALUE_LABEL_BYTES,
    Measure,
    Variable,
)
from surveys.formats.texts import clipped

_NUMBER, _TEXT = 5, 1  # formats F and A
_MEASURES: Final[dict[Measure, int]] = {"nominal": 1, "ordinal": 2, "scale": 3}
_LEFT, _RIGHT = 0, 1
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UTF_8 = 65001  # its code page
_LINE = 80


def header(variables: Sequence[Variable], *, cases: int, label: str, made_on: date) -> bytes:
    """The first 176 bytes. `made_on` is what the file says, so that one release gives one file."""
    day = f"{made_on.day:02} {_MONTHS[made_on.month - 1]} {made_on.year % 100:02}"
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2",
        _padded("@(#) SPSS DATA FILE - YHES", 60),
        2,  # layout: this byte order
        sum(variable.segments for variable in variables),
        0,  # not compressed
        0,  # no weights
        cases,
        100.0,  # the bias of compression
        day.encode(),
        b"00:00:00",
        _padded(clipped(label, 64), 64),
    )


def dictionary(variables: Sequence[Variable], *, notes: Sequence[str], cases: int) -> Iterator[bytes]:
    """Variables, value labels, notes and what SPSS wants to know of the machine, in the order it demands."""
    for place, variable in enumerate(variables):
        yield _variable(variable, _short_name(place))
    yield from _value_labels(variables)
    yield _notes(notes)
    yield _more(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, _UTF_8))
    largest = sys.float_info.max
    yield _more(4, 8, struct.pack("<3d", -largest, largest, -_before(largest)))
    yield _more(11, 4, b"".join(_display(variable) for variable in variables))
    names = "\t".join(f"{_short_name(at)}={variable.name}" for at, variable in enumerate(variables))
    yield _more(13, 1, names.encode())
    yield _more(16, 8, struct.pack("<qq", 1, cases))
    yield _more(20, 1, b"UTF-8")
    yield struct.pack("<ii", 999, 0)


def case(variables: Sequence[Variable], values: Iterable[int | str]) -> bytes:
    """One row: eight bytes a number, texts filled up with spaces."""
    return b"".join(
        struct.pack("<d", value) if isinstance(value, int) else _padded(value, variable.segments * 8)
        for variable, value in zip(variables, values, strict=True)
    )


def _short_name(place: int) -> str:
    """The name of at most eight letters that the format asks for; readers show the long one."""
    return f"V{place:05}"


def _variable(variable: Variable, name: str) -> bytes:
    shown = variable.width or 8
    kind = (_TEXT if variable.width else _NUMBER) << 16 | shown << 8
    missing = variable.missing
    record = struct.pack(
        "<iiiiii8s", 2, variable.width, 1, -2 if missing else 0, kind, kind, _padded(name, 8)
    )
    label = clipped(variable.label, LABEL_BYTES).encode()
    record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
    record += struct.pack("<2d", *missing) if missing else b""
    following = struct.pack("<iiiiii8s", 2, -1, 0, 0, kind, kind, b" " * 8)
    return record + following * (variable.segments - 1)


def _value_labels(variables: Sequence[Variable]) -> Iterator[bytes]:
    place = 1  # of the variable's first segment
    for variable in variables:
        if variable.values:
            yield struct.pack("<ii", 3, len(variable.values))
            for value, words in variable.values.items():
                label = clipped(words, VALUE_LABEL_BYTES).encode()
                yield struct.pack("<dB", value, len(label)) + label + b" " * (-(len(label) + 1) % 8)
            yield struct.pack("<iii", 4, 1, place)
        place += variable.segments


def _notes(notes: Sequence[str]) -> bytes:
    lines = [line for note in notes for line in _lines(note)]
    return struct.pack("<ii", 6, len(lines)) + b"".join(_padded(line, _LINE) for line in lines)


def _lines(note: str) -> Iterator[str]:
    """The note in lines of at most eighty bytes, broken between words."""
    line = ""
    for word in note.split():
        if line and len(f"{line} {word}".encode()) > _LINE:
            yield line
            line = ""
        line = f"{line} {word}" if line else clipped(word, _LINE)
    yield line


def _display(variable: Variable) -> bytes:
    aligned = _LEFT if variable.width else _RIGHT
    return struct.pack("<3i", _MEASURES[variable.measure], variable.shown_width, aligned)


def _more(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, size, len(data) // size) + data


def _before(number: float) -> float:
    """The next smaller number that a computer can hold."""
    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    before: float = struct.unpack("<d", struct.pack("<q", bits - 1))[0]
    return before


def _padded(text: str, size: int) -> bytes:
    return text.encode().ljust(size)
