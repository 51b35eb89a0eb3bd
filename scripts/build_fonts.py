"""Write the woff2 subsets that pages and PDFs share.

Source Sans Pro and Source Serif Pro (SIL Open Font License 1.1) come from the packages
`font-source-sans-pro` and `font-source-serif-pro`. One file a weight holds all of Latin, Latin-1
and Latin Extended-A: a family split by `unicode-range` prints blanks in WeasyPrint, and a subset
without š and ž falls back to another typeface without a warning.

Run `python scripts/build_fonts.py`; files that are newer than their source are left alone.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"

FACES: dict[str, tuple[str, str]] = {
    "source-sans-400": ("font_source_sans_pro", "SourceSansPro-Regular.otf"),
    "source-sans-400-italic": ("font_source_sans_pro", "SourceSansPro-It.otf"),
    "source-sans-600": ("font_source_sans_pro", "SourceSansPro-Semibold.otf"),
    "source-sans-700": ("font_source_sans_pro", "SourceSansPro-Bold.otf"),
    "source-serif-400": ("font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    "source-serif-400-italic": ("font_source_serif_pro", "SourceSerifPro-It.otf"),
    "source-serif-600": ("font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
}

PUNCTUATION = "–—‘’‚“”„†•…‰′″‹›⁄€™→←↑↓−≈≠≤≥✓"
NON_BREAKING_HYPHEN, NARROW_NO_BREAK_SPACE, SOFT_HYPHEN = 0x2011, 0x202F, 0x00AD
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "lnum", "tnum"]


def wanted_code_points() -> set[int]:
    """Latin, Latin-1, Latin Extended-A, the punctuation in use and the non-breaking pair."""
    ranges = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
    return {*ranges, *map(ord, PUNCTUATION), NON_BREAKING_HYPHEN, NARROW_NO_BREAK_SPACE, SOFT_HYPHEN}


def add_missing_twins(font: TTFont) -> None:
    """Point the non-breaking hyphen and narrow space at their breaking glyphs where a face lacks them."""
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        for code, twin in ((NON_BREAKING_HYPHEN, 0x2D), (NARROW_NO_BREAK_SPACE, 0xA0)):
            if code not in table.cmap and twin in table.cmap:
                table.cmap[code] = table.cmap[twin]


def build(source: Path, target: Path) -> None:
    """Subset one face and write it beside its place first, so that a reader never sees half a file."""
    font = TTFont(source)
    add_missing_twins(font)
    options = Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = ["*"]
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=wanted_code_points())
    subsetter.subset(font)
    font.flavor = "woff2"
    partial = target.with_suffix(".partial")
    font.save(partial)
    partial.replace(target)


def source_file(package: str, name: str) -> Path:
    """The font file inside an installed package.

    Raises:
        SystemExit: the package or the file is missing; the message says what to install.
    """
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    path = folder / "files" / name if folder else None
    if path is None or not path.is_file():
        sys.exit(f"{name} is missing: install the package {package.replace('_', '-')} and run this again.")
    return path


def main() -> None:
    """Build every face that is missing or older than its source or than this script."""
    TARGET.mkdir(parents=True, exist_ok=True)
    recipe_time = Path(__file__).stat().st_mtime
    for stem, (package, name) in FACES.items():
        source, target = source_file(package, name), TARGET / f"{stem}.woff2"
        if target.exists() and target.stat().st_mtime > max(source.stat().st_mtime, recipe_time):
            continue
        build(source, target)
        print(f"{target.name} {target.stat().st_size / 1024:.1f} KB")


if __name__ == "__main__":
    main()
