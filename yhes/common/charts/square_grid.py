"""Adoption: one square for each organisation, in use, trying or not yet."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts.data import Table
from yhes.common.charts.drawing import Drawing, Mode

SQUARE, GAP = 19, 6


def squares(
    *, in_use: int, trying: int, total: int, title: str, mode: Mode = "page", width: float = 469
) -> SafeString:
    """Draw `total` squares, as many a row as `width` holds (19 at 469 px), in use first.

    Raises ValueError when in use and trying are together more than all.
    """
    if in_use + trying > total:
        raise ValueError("more organisations in use or trying than there are in all")
    across = max(1, int((width + GAP) // (SQUARE + GAP)))
    down = max(1, -(-total // across))
    drawing = Drawing(
        width=across * (SQUARE + GAP) - GAP,
        height=down * (SQUARE + GAP) - GAP,
        title=title,
        description=squares_summary(in_use=in_use, trying=trying, total=total),
        mode=mode,
    )
    for index in range(total):
        x, y = index % across * (SQUARE + GAP), index // across * (SQUARE + GAP)
        if index < in_use:
            drawing.rect(x, y, SQUARE, SQUARE, fill="spruce", radius=3)
        elif index < in_use + trying:
            drawing.rect(x, y, SQUARE, SQUARE, fill="seq-4", radius=3)
        else:
            drawing.rect(x, y, SQUARE, SQUARE, fill="surface", stroke="hatch-edge", radius=3)
    return drawing.render()


def squares_summary(*, in_use: int, trying: int, total: int) -> str:
    """All three counts in one sentence."""
    return gettext("In use by {in_use} of {total}, being tried by {trying}, not yet by {rest}.").format(
        in_use=in_use, total=total, trying=trying, rest=total - in_use - trying
    )


def squares_table(*, in_use: int, trying: int, total: int) -> Table:
    """State and number of organisations."""
    rows = (
        (gettext("In use"), str(in_use)),
        (gettext("Being tried"), str(trying)),
        (gettext("Not yet"), str(total - in_use - trying)),
    )
    return Table((gettext("State"), gettext("Organisations")), rows)
