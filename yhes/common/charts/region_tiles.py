"""Finland's 19 regions as tiles, each with its name and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import RegionTile, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.heat_cells import step, step_ink
from yhes.common.charts.measure import text_width, wrap

TILE_HEIGHT: Final = 64
GAP: Final = 5
COLUMNS: Final = 5
COUNT_STEPS: Final = (1, 4, 10)
# One-word names that a phone's tile is too narrow for, with where they may be broken.
BREAKS: Final = {
    name.replace("\N{SOFT HYPHEN}", ""): name
    for name in ("Kymen\N{SOFT HYPHEN}laakso", "Kymmene\N{SOFT HYPHEN}dalen", "Ahvenan\N{SOFT HYPHEN}maa")
}


def tilemap(
    tiles: Sequence[RegionTile],
    *,
    title: str,
    mode: Mode = "page",
    width: float = 460,
    as_index: bool = True,
    description: str = "",
) -> SafeString:
    """Draw the regions where the register's rows and columns put them (88 x 64 px at the default width).

    as_index: colour by the index steps; otherwise by a few steps of counts. A region that is not `known` is
    an empty outline; a value of None is protected. description: in place of `tilemap_summary`.
    """
    tile = (width - (COLUMNS - 1) * GAP) / COLUMNS
    rows = max((place.row for place in tiles), default=1)
    drawing = Drawing(
        width=width,
        height=rows * (TILE_HEIGHT + GAP) - GAP,
        title=title,
        description=description or tilemap_summary(tiles),
        mode=mode,
        role="group" if any(place.url for place in tiles) else "img",
    )
    for place in tiles:
        x, y = (place.column - 1) * (tile + GAP), (place.row - 1) * (TILE_HEIGHT + GAP)
        if place.url:
            with drawing.link(place.url):
                _tile(drawing, place, x, y, tile, as_index)
        else:
            _tile(drawing, place, x, y, tile, as_index)
    return drawing.render()


def _tile(drawing: Drawing, place: RegionTile, x: float, y: float, tile: float, as_index: bool) -> None:
    if not place.known:
        drawing.rect(x, y, tile, TILE_HEIGHT, stroke="line")
        _name(drawing, place, x, y, tile, ink="muted")
    elif place.value is None:
        drawing.hatched(x, y, tile, TILE_HEIGHT)
        _name(drawing, place, x, y, tile, ink="ink", plate=True)
        drawing.lock(x + tile - 24, y + TILE_HEIGHT - 23)
    else:
        shade = step(place.value) if as_index else _count_step(place.value)
        if as_index or place.value:
            drawing.rect(x, y, tile, TILE_HEIGHT, fill=f"seq-{shade}", radius=3)
        else:
            drawing.rect(x, y, tile, TILE_HEIGHT, fill="surface", stroke="edge", radius=3)
        if place.chosen:
            drawing.rect(x, y, tile, TILE_HEIGHT, stroke="ink", stroke_width=3, radius=3)
        _name(drawing, place, x, y, tile, ink=step_ink(shade))
        right, base = x + tile - 7, y + TILE_HEIGHT - 9
        figure, ink = words.figure(place.value), step_ink(shade)
        drawing.text(right, base, figure, size=17, weight=700, fill=ink, anchor="end")


def _count_step(count: int) -> int:
    """The shade of a count: 1 for none, then darker from 1, 4 and 10 on; the number stays readable."""
    return 1 + sum(count >= least for least in COUNT_STEPS)


def _name(
    drawing: Drawing, place: RegionTile, x: float, y: float, tile: float, *, ink: str, plate: bool = False
) -> None:
    size = 12 if tile >= 80 else 10
    lines = wrap(BREAKS.get(place.name, place.name), size=size, width=tile - 9, weight=600)
    if plate:
        longest = max(text_width(line, size=size, weight=600) for line in lines)
        drawing.rect(x + 3, y + 4, min(longest + 6, tile - 6), len(lines) * 13 + 3, fill="surface", radius=3)
    for index, line in enumerate(lines):
        drawing.text(x + 6, y + 16 + index * 13, line, size=size, weight=600, fill=ink)


def tilemap_summary(tiles: Sequence[RegionTile]) -> str:
    """The highest and the lowest region and how many are protected."""
    shown = [place for place in tiles if place.known and place.value is not None]
    hidden = sum(place.known and place.value is None for place in tiles)
    if not shown:
        return gettext("All figures of this chart are protected.")
    high = max(shown, key=lambda place: place.value or 0)
    low = min(shown, key=lambda place: place.value or 0)
    return words.sentence(
        gettext("Highest: {region} ({value}).").format(region=high.name, value=high.value),
        gettext("Lowest: {region} ({value}).").format(region=low.name, value=low.value)
        if high != low
        else "",
        gettext("Protected regions: {count}.").format(count=hidden) if hidden else "",
    )


def tilemap_table(tiles: Sequence[RegionTile], *, head: tuple[str, str]) -> Table:
    """Region and figure, in the order given; unknown regions are left out."""
    return Table(head, tuple((place.name, words.figure(place.value)) for place in tiles if place.known))
