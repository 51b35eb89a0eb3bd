"""A drawing of a page made to stand alone: in a PDF no style sheet says what its names of colours mean."""

from __future__ import annotations

import base64
import re
from typing import Final

from yhes.common import tokens

_TOKEN: Final = re.compile(r"var\(--([\w-]+)\)")


def standing_alone(svg: str) -> str:
    """The drawing with the light colours in place of the tokens' names, and the typeface named.

    What was drawn with mode="pdf" stays as it is.
    """
    coloured = _TOKEN.sub(lambda match: tokens.light.get(match[1], match[0]), svg)
    return coloured.replace("<svg ", '<svg font-family="Source Sans Pro" ', 1)


def data_uri(svg: str) -> str:
    """A drawing as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
