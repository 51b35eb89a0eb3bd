"""Keys of the charts, for the page to write under or over them as words that wrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import Panel
from yhes.common.charts.dot_rows import Against
from yhes.common.charts.likert_rows import COLOURS


@dataclass(frozen=True, slots=True)
class Key:
    """colour: a token's name; shape: how the mark is drawn by `.key` in chart.css."""

    colour: str
    label: str
    shape: Literal["square", "outline", "dot", "ring", "hatch"] = "square"


def likert_legend(scale: Sequence[str]) -> tuple[Key, ...]:
    """A key for each step of the scale; the neutral one is outlined."""
    pairs = zip(COLOURS[len(scale)], scale, strict=True)
    return tuple(Key(f"div-{n}", label, "outline" if n == 3 else "square") for n, label in pairs)


def heatmap_legend() -> tuple[Key, ...]:
    """The five index steps and the protected one."""
    labels = (gettext("under 45"), "45–54", "55–64", "65–74", "75–100")
    steps = (Key(f"seq-{n}", label, "outline" if n < 3 else "square") for n, label in enumerate(labels, 1))
    return (*steps, Key("hatch", words.protected(), "hatch"))


def dots_legend(*, against: Against = "project") -> tuple[Key, ...]:
    """One's own organisation and the project or the region."""
    other = gettext("Region") if against == "region" else gettext("Project")
    return (Key("spruce", gettext("Own organisation"), "dot"), Key("muted", other, "ring"))


def small_lines_legend(panels: Sequence[Panel], *, own: str, beside: str) -> tuple[Key, ...]:
    """The line itself, what it is compared with and the protected rounds, as far as there are any."""
    compared = (Key("muted", beside, "ring"),) if any(panel.beside for panel in panels) else ()
    hidden = any(
        value is None and at not in panel.missing for panel in panels for at, value in enumerate(panel.values)
    )
    protected = (Key("hatch", words.protected(), "hatch"),) if hidden else ()
    return (Key("spruce", own, "dot"), *compared, *protected)


def squares_legend(*, in_use: int, trying: int, total: int) -> tuple[Key, ...]:
    """The three states with their counts."""
    return (
        Key("spruce", gettext("In use {count}").format(count=in_use)),
        Key("seq-4", gettext("Being tried {count}").format(count=trying)),
        Key("surface", gettext("Not yet {count}").format(count=total - in_use - trying), "outline"),
    )
