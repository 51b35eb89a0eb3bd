"""A small SVG builder: every chart is drawn through it.

Two modes. `page`: colours name their token (`fill="var(--spruce)"`), so that the dark scheme works without a
class for each colour. `pdf`: colours are resolved from the tokens and the typeface is named, so that the
drawing stands alone (PDF, download).

Escaping: ElementTree writes every text and attribute, so data cannot become markup. `Drawing.render` is
the only place where a chart becomes a SafeString.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString

from yhes.common import tokens
from yhes.common.charts.measure import text_width, wrap

Mode = Literal["page", "pdf"]
Anchor = Literal["start", "middle", "end"]

SVG = "http://www.w3.org/2000/svg"
LOCK = "M4.5 9h11v8h-11zM6.8 9V6a3.2 3.2 0 0 1 6.4 0v3"
HATCH_STEP = 7.0


def number(value: float) -> str:
    """A coordinate: at most two decimals, no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


class Drawing:
    """An SVG of `width` x `height` user units (1 unit = 1 CSS px), with its title and description first.

    A child <title> is what PDF/UA asks for; `description` says what the picture shows, for those who hear it.
    """

    def __init__(
        self, *, width: float, height: float, title: str, description: str, mode: Mode, role: str = "img"
    ) -> None:
        """role: "group" for a picture with links, as nothing inside an "img" is there for who hears it."""
        self.width, self.height, self.mode = width, height, mode
        self.root = ET.Element(
            "svg",
            {
                "xmlns": SVG,
                "class": "chart-svg",
                "viewBox": f"0 0 {number(width)} {number(height)}",
                "width": number(width),
                "height": number(height),
                "role": role,
                "focusable": "false",
            },
        )
        ET.SubElement(self.root, "title").text = title
        ET.SubElement(self.root, "desc").text = description

    @contextmanager
    def link(self, href: str, label: str = "") -> Iterator[None]:
        """What is drawn inside leads to an address.

        It is called what is written inside, as it is seen; label: where that is not enough for those who hear
        it, and then with what is seen in it.
        """
        outer = self.root
        self.root = ET.SubElement(outer, "a", {"href": href} | ({"aria-label": label} if label else {}))
        yield
        for child in self.root:
            child.tail = " "  # so that a name on two lines is heard as two words
        self.root = outer

    def _paint(self, *, fill: str = "", stroke: str = "", width: float = 0) -> dict[str, str]:
        paint = {"fill": self._colour(fill) if fill else "none"}
        if stroke:
            paint |= {"stroke": self._colour(stroke), "stroke-width": number(width or 1)}
        return paint

    def _colour(self, token: str) -> str:
        """The token's name for the page, its light value for what stands alone; KeyError if unknown."""
        value = tokens.light[token]
        return f"var(--{token})" if self.mode == "page" else value

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str = "",
        stroke: str = "",
        stroke_width: float = 1,
        radius: float = 2,
    ) -> None:
        inset = stroke_width / 2 if stroke else 0
        place = {
            "x": x + inset,
            "y": y + inset,
            "width": max(w - 2 * inset, 0),
            "height": h - 2 * inset,
            "rx": radius,
        }
        ET.SubElement(
            self.root,
            "rect",
            {name: number(value) for name, value in place.items()}
            | self._paint(fill=fill, stroke=stroke, width=stroke_width),
        )

    def circle(
        self, x: float, y: float, r: float, *, fill: str = "", stroke: str = "", stroke_width: float = 2
    ) -> None:
        place = {"cx": number(x), "cy": number(y), "r": number(r)}
        ET.SubElement(self.root, "circle", place | self._paint(fill=fill, stroke=stroke, width=stroke_width))

    def path(
        self,
        d: str,
        *,
        stroke: str,
        stroke_width: float = 1,
        dash: str = "",
        fill: str = "",
        round_ends: bool = True,
    ) -> None:
        extra = {"stroke-dasharray": dash} if dash else {}
        if round_ends:
            extra |= {"stroke-linecap": "round", "stroke-linejoin": "round"}
        ET.SubElement(
            self.root, "path", {"d": d} | self._paint(fill=fill, stroke=stroke, width=stroke_width) | extra
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = "line",
        stroke_width: float = 1,
        dash: str = "",
    ) -> None:
        d = f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        self.path(d, stroke=stroke, stroke_width=stroke_width, dash=dash, round_ends=False)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 14,
        fill: str = "ink",
        weight: int = 400,
        anchor: Anchor = "start",
        serif: bool = False,
        note: str = "",
    ) -> None:
        """One line of words; `y` is the baseline; `note` follows them, small and muted."""
        place = {"x": number(x), "y": number(y), "font-size": number(size)} | self._paint(fill=fill)
        if weight != 400:
            place["font-weight"] = str(weight)
        if anchor != "start":
            place["text-anchor"] = anchor
        if self.mode == "pdf":
            place["font-family"] = "Source Serif Pro" if serif else "Source Sans Pro"
        line = ET.SubElement(self.root, "text", place)
        line.text = words
        if note:
            tail = {"font-size": "13", "font-weight": "400"} | self._paint(fill="muted")
            ET.SubElement(line, "tspan", tail).text = f" {note}"

    def paragraph(
        self,
        x: float,
        middle: float,
        words: str,
        *,
        width: float,
        size: float = 15,
        leading: float = 19,
        fill: str = "ink",
        weight: int = 400,
        anchor: Anchor = "start",
        note: str = "",
    ) -> None:
        """Words on as many lines as `width` asks for, centred on the height `middle`; `note` ends them."""
        lines = wrap(words, size=size, width=width, weight=weight)
        first = middle - leading * (len(lines) - 1) / 2 + size * 0.35
        for index, line in enumerate(lines):
            end = note if index == len(lines) - 1 else ""
            y = first + index * leading
            self.text(x, y, line, size=size, fill=fill, weight=weight, anchor=anchor, note=end)

    def hatched(self, x: float, y: float, w: float, h: float) -> None:
        """The ground of a protected place; a lock and a word go on it."""
        self.rect(x, y, w, h, fill="surface")
        self.path(_hatch(x, y, w, h), stroke="hatch", stroke_width=1, round_ends=False)
        self.rect(x, y, w, h, stroke="hatch-edge")

    def protected(self, x: float, y: float, w: float, h: float, word: str) -> None:
        """A protected place: hatched, with a lock and, where it fits, the word. Never 0, never a dash."""
        self.hatched(x, y, w, h)
        size = 13
        label = text_width(word, size=size) + 24
        if label > w - 10:
            self.lock(x + (w - 15) / 2, y + h / 2 - 7.5)
            return
        left, middle = x + (w - label) / 2, y + h / 2
        self.rect(left - 4, middle - 10, label + 8, 20, fill="surface", radius=3)
        self.lock(left, middle - 7.5)
        self.text(left + 20, middle + 4.5, word, size=size, fill="muted")

    def lock(self, x: float, y: float) -> None:
        """A 15 px lock on a plate of its own, so that hatching never runs through it."""
        self.rect(x - 2, y - 2, 19, 19, fill="surface", radius=3)
        group = ET.SubElement(self.root, "g", {"transform": f"translate({number(x)} {number(y)}) scale(.75)"})
        paint = {"d": LOCK, "stroke-linejoin": "round"} | self._paint(stroke="muted", width=1.75)
        ET.SubElement(group, "path", paint)

    def render(self) -> SafeString:
        """The SVG as markup: safe because ElementTree escaped everything that came from data."""
        return SafeString(ET.tostring(self.root, encoding="unicode"))


def _hatch(x: float, y: float, w: float, h: float) -> str:
    """135° lines every 7 px inside the rectangle, cut at its edges (a pattern's id would clash on a page)."""
    strokes = []
    offset = HATCH_STEP
    while offset < w + h:
        x1, y1 = (x + offset, y) if offset <= w else (x + w, y + offset - w)
        x2, y2 = (x, y + offset) if offset <= h else (x + offset - h, y + h)
        strokes.append(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")
        offset += HATCH_STEP * 2**0.5
    return "".join(strokes)
