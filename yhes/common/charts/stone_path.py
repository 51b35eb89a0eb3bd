"""The path with three stones: now solid amber, next dashed with a ring, later dotted with a small ring."""

from __future__ import annotations

from typing import Final, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from yhes.common.charts.data import Table
from yhes.common.charts.drawing import Drawing, Mode

Shape = Literal["horizontal", "vertical", "cover", "now", "next", "later"]

# (width, height, where the three stones stand, the three lines, the scale of strokes and stones)
_SHAPES: Final[dict[str, tuple[float, float, tuple[tuple[float, float], ...], tuple[str, ...], float]]] = {
    "horizontal": (
        1440.0,
        142.0,
        ((134, 104), (608, 88), (990, 68)),
        (
            "M0 120C60 112 100 105 134 104C220 102 270 66 350 64S520 102 608 88",
            "M608 88C690 74 730 46 820 46S940 84 990 68",
            "M990 68C1070 48 1130 36 1200 38S1360 34 1440 20",
        ),
        1.0,
    ),
    "vertical": (
        24.0,
        600.0,
        ((12, 14), (12, 254), (12, 454)),
        ("M12 14V254", "M12 254V454", "M12 454V600"),
        0.85,
    ),
    "cover": (
        794.0,
        1123.0,
        ((234, 866), (347, 734), (604, 530)),
        (
            "M-8 976C80 964 118 868 234 868C300 868 384 846 352 760",
            "M350 700C360 640 440 628 500 634S610 606 608 560",
            "M604 504C620 440 690 470 720 460S770 434 802 396",
        ),
        2.4,
    ),
}
_STROKES: Final = (5.0, 3.5, 3.0)
_RADII: Final = (14.0, 10.0, 7.5)


def path(
    *, shape: Shape = "horizontal", mode: Mode = "page", on_dark: bool = False, labels: tuple[str, ...] = ()
) -> SafeString:
    """The whole path as a picture, or the head line of one horizon ("now", "next", "later", 660 x 20 px).

    labels: words beside the stones of the cover, in order. Pages draw their own path in
    templates/components/path.html, which follows the columns; this one is for PDF, mail and sharing.
    """
    if shape in ("now", "next", "later"):
        return _head_line(("now", "next", "later").index(shape), mode, on_dark)
    width, height, stones, lines, scale = _SHAPES[shape]
    drawing = Drawing(
        width=width, height=height, title=gettext("Path"), description=path_summary(), mode=mode
    )
    for index, d in enumerate(lines):
        drawing.path(
            d,
            stroke=_colour(index, on_dark),
            stroke_width=_STROKES[index] * scale**0.8,
            dash=_dash(index, scale),
        )
    for index, (x, y) in enumerate(stones):
        _stone(drawing, index, x, y, scale, on_dark)
    for index, (label, (x, y)) in enumerate(zip(labels, stones, strict=False)):
        ink = "on-dark" if on_dark else "ink"
        if index == 0:
            drawing.text(x, y - 54, label, size=18, weight=600, fill=ink, anchor="middle")
        else:
            drawing.text(x + 44, y + 5, label, size=16 - index, weight=600, fill=ink)
    return drawing.render()


def _head_line(index: int, mode: Mode, on_dark: bool) -> SafeString:
    drawing = Drawing(width=660, height=20, title=gettext("Path"), description=path_summary(), mode=mode)
    drawing.path(
        "M0 10H660",
        stroke=_colour(index, on_dark),
        stroke_width=_STROKES[index] * 0.8,
        dash=_dash(index, 0.7),
    )
    _stone(drawing, index, 10, 10, 0.62, on_dark)
    return drawing.render()


def _colour(index: int, on_dark: bool) -> str:
    if index == 0:
        return "amber"
    return "on-dark-path" if on_dark else "spruce"


def _dash(index: int, scale: float) -> str:
    return ("", f"{13 * scale:.1f} {11 * scale:.1f}", f".1 {9 * scale:.1f}")[index]


def _stone(drawing: Drawing, index: int, x: float, y: float, scale: float, on_dark: bool) -> None:
    ground, radius = "dark" if on_dark else "paper", _RADII[index] * scale
    if index == 0:
        drawing.circle(x, y, radius, fill="amber")
        drawing.circle(x, y, radius * 0.36, fill="dark")
    else:
        line = (3.5, 3.0)[index - 1] * scale
        drawing.circle(
            x, y, radius - line / 2, fill=ground, stroke=_colour(index, on_dark), stroke_width=line
        )


def path_summary() -> str:
    """What the picture says in words."""
    return gettext("A path with three stones: now, next and later. The line grows less certain on the way.")


def path_table() -> Table:
    """How each horizon is drawn."""
    rows = (
        (pgettext("horizon", "Now"), gettext("solid line, filled stone")),
        (pgettext("horizon", "Next"), gettext("dashed line, ring")),
        (pgettext("horizon", "Later"), gettext("dotted line, small ring")),
    )
    return Table((gettext("Horizon"), gettext("Mark")), rows)
