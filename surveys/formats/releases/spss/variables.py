"""What an SPSS file is made of, as plain data; records.py writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Measure = Literal["nominal", "ordinal", "scale"]

NAME_BYTES: Final = 64
LABEL_BYTES: Final = 255
VALUE_LABEL_BYTES: Final = 120
TEXT_BYTES: Final = 255  # of a value; longer ones would be split into several variables


@dataclass(frozen=True, slots=True)
class Variable:
    """A column. `width` is 0 for numbers, else the bytes of its texts (at most TEXT_BYTES).

    `missing` is the range of user-missing values, both ends included.
    """

    name: str
    label: str
    width: int = 0
    measure: Measure = "nominal"
    shown_width: int = 8
    values: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int, int] | None = None

    @property
    def segments(self) -> int:
        """Blocks of eight bytes that a value takes."""
        return max(1, -(-self.width // 8))
