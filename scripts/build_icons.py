"""Draw the bitmap icons from the mark in static/img/favicon.svg: favicon.ico and the touch icon.

Run `python scripts/build_icons.py` after the mark or its colours change; the results stay in the repository.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from yhes.common import tokens  # noqa: E402  (the project is not installed as a package)

GRID = 32
OVERSAMPLING = 8
LINE = [(9, 22.5), (17, 13.5), (24, 6.5)]
STONES = [((9, 22.5), 5.2, "amber"), ((17, 13.6), 3.8, "on-dark-path"), ((24, 7), 2.7, "on-dark-path")]


def draw(size: int, *, rounded: bool) -> Image.Image:
    """The mark on a dark ground, `size` px square; a phone rounds the corners of its icons itself."""
    scale = size * OVERSAMPLING / GRID
    image = Image.new("RGBA", (size * OVERSAMPLING,) * 2)
    pen = ImageDraw.Draw(image)
    corner = 7 * scale if rounded else 0
    pen.rounded_rectangle((0, 0, *image.size), corner, fill=tokens.light["dark"])
    points = [(x * scale, y * scale) for x, y in LINE]
    pen.line(points, fill=tokens.light["on-dark-path"], width=round(2.4 * scale), joint="curve")
    for (x, y), radius, colour in STONES:
        box = [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale]
        pen.ellipse(box, fill=tokens.light[colour])
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both files."""
    folder = ROOT / "static" / "img"
    draw(48, rounded=True).save(folder / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    draw(180, rounded=False).save(folder / "apple-touch-icon.png", optimize=True)


if __name__ == "__main__":
    main()
