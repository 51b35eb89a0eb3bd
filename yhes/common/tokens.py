"""The design's values for Python: charts, mail and PDF read the same `static/css/tokens.css` as the pages.

>>> light["spruce"]
'#17594A'
>>> dark["spruce"]
'#7CCFB4'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")
_DARK = "@media (prefers-color-scheme: dark)"


def read(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Token name without dashes → value, for the light and the dark scheme.

    `var()` is resolved. Other media blocks (larger type on wide screens) are left out: paper and mail
    take the base values. Dark holds every token, those it does not change included.
    """
    text = _COMMENT.sub("", css)
    base, _, rest = text.partition("@media")
    _, _, dark_block = ("@media" + rest).partition(_DARK)
    light_values = dict(_TOKEN.findall(base))
    dark_values = light_values | dict(_TOKEN.findall(dark_block.partition("@media")[0]))
    return _resolved(light_values), _resolved(dark_values)


def _resolved(values: dict[str, str]) -> dict[str, str]:
    return {name: _REFERENCE.sub(lambda hit: values[hit[1]], value) for name, value in values.items()}


_light, _dark = read(SOURCE.read_text(encoding="utf-8"))
light: Final[Mapping[str, str]] = MappingProxyType(_light)
dark: Final[Mapping[str, str]] = MappingProxyType(_dark)
