"""Diverging bars of a scale of agreement, centred on the middle of its neutral step."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import LikertRow, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import text_width, wrap

COLOURS: Final[dict[int, tuple[int, ...]]] = {
    2: (1, 5),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
}
GAP: Final = 1.5
SMALLEST_LABELLED: Final = 20
SIDE_FROM: Final = 560


class _Plan:
    """Where things stand: label column, plot, share column; all in px."""

    def __init__(
        self, rows: Sequence[LikertRow], *, width: float, bar: float, scale: Sequence[str], named: bool
    ) -> None:
        steps, self.scale, self.named = len(scale), scale, named
        self.is_side = width >= SIDE_FROM
        head = text_width(gettext("Agree"), size=13) + 14
        self.share = max(56.0, head) if any(row.agree is not None for row in rows) else 0.0
        self.label_width = width * 0.32 if self.is_side else width - self.share
        self.left = self.label_width + 16 if self.is_side and named else 0.0
        self.right = width - (self.share if self.is_side else 0.0)
        self.bar, self.steps = bar, steps
        self.low, self.high = _reach(rows, steps)
        self.unit = (self.right - self.left - GAP * steps) / (self.low + self.high)
        self.zero = self.left + self.low * self.unit + GAP * (steps // 2)

    def lines(self, row: LikertRow) -> int:
        return len(wrap(row.label, size=15, width=self.label_width)) if self.named else 1

    def bar_height(self, row: LikertRow) -> float:
        """The bar's own height; a band's sentence may need more lines than a bar is high."""
        if row.percents is not None or row.band is None:
            return self.bar
        sentence = band_words(row.band, self.scale)
        lines = len(wrap(sentence, size=13, width=self.right - self.left - 12))
        return max(self.bar, lines * 15 + 6)

    def height(self, row: LikertRow) -> float:
        words_high, bar = self.lines(row) * 19, self.bar_height(row)
        return max(bar, words_high) + 14 if self.is_side else words_high + bar + 22


def likert(
    rows: Sequence[LikertRow],
    *,
    title: str,
    scale: Sequence[str],
    mode: Mode = "page",
    width: float = 760,
    bar: float = 31,
    legend: bool = False,
    named: bool = True,
) -> SafeString:
    """Draw `rows` (percents in the order of `scale`, lowest agreement first).

    From 560 px the words stand at the left with an axis above; below that, over each bar.
    named: false where a single item's words already stand over the drawing.
    Raises ValueError for a scale that is not of 2–5 steps or a row that does not fit it.
    """
    _check(rows, scale)
    plan = _Plan(rows, width=width, bar=bar, scale=scale, named=named)
    top = 26.0 if plan.is_side else 4.0
    below = _legend_height(scale, width) if legend else 4.0
    height = top + sum(plan.height(row) for row in rows) + below
    drawing = Drawing(
        width=width, height=height, title=title, description=likert_summary(rows, scale=scale), mode=mode
    )
    if plan.is_side:
        _axis(drawing, plan)
    y = top
    for row in rows:
        _row(drawing, plan, row, y)
        y += plan.height(row)
    if legend:
        _legend(drawing, scale, y + 10, width)
    return drawing.render()


def _check(rows: Sequence[LikertRow], scale: Sequence[str]) -> None:
    if len(scale) not in COLOURS:
        raise ValueError(f"a scale of {len(scale)} steps has no colours")
    if any(row.percents is not None and len(row.percents) != len(scale) for row in rows):
        raise ValueError("every row needs one percentage for each step of the scale")


def _reach(rows: Sequence[LikertRow], steps: int) -> tuple[float, float]:
    """Percents to the left and right of zero, rounded up to quarters so that ticks fall inside."""
    low = high = 1.0
    for row in rows:
        if row.percents is None:
            continue
        left, right = _sides(row.percents, steps)
        low, high = max(low, left), max(high, right)
    return ceil(low / 12.5) * 12.5, ceil(high / 12.5) * 12.5


def _sides(percents: Sequence[int], steps: int) -> tuple[float, float]:
    """Percents left and right of zero; the neutral step (odd scales) is halved."""
    half = percents[steps // 2] / 2 if steps % 2 else 0.0
    return sum(percents[: steps // 2]) + half, sum(percents[(steps + 1) // 2 :]) + half


def _axis(drawing: Drawing, plan: _Plan) -> None:
    first = -int(plan.low // 25) * 25
    for tick in range(first, int(plan.high) + 1, 25):
        x = plan.zero + tick * plan.unit
        drawing.text(x, 14, words.percent(abs(tick)), size=13, fill="muted", anchor="middle")
    if plan.share:
        drawing.text(drawing.width, 14, gettext("Agree"), size=13, fill="muted", anchor="end")


def _row(drawing: Drawing, plan: _Plan, row: LikertRow, y: float) -> None:
    height, bar = plan.height(row), plan.bar_height(row)
    words_high = plan.lines(row) * 19
    words_middle = y + (height if plan.is_side else words_high) / 2
    top = y + (height - bar) / 2 if plan.is_side else y + words_high + 6
    if plan.named:
        drawing.paragraph(0, words_middle, row.label, width=plan.label_width)
    if row.agree is not None and row.percents is not None:
        size = 18 if plan.is_side else 15
        middle = top + bar / 2 if plan.is_side else words_middle
        drawing.text(drawing.width, middle + 6, words.percent(row.agree), size=size, weight=600, anchor="end")
    if row.percents is not None:
        _segments(drawing, plan, row.percents, top)
    elif row.band is not None:
        _band(drawing, plan, row.band, top, bar)
    else:
        drawing.protected(plan.left, top, plan.right - plan.left, bar, words.protected())


def _segments(drawing: Drawing, plan: _Plan, percents: Sequence[int], top: float) -> None:
    left, _ = _sides(percents, plan.steps)
    x = plan.zero - left * plan.unit - GAP * sum(1 for value in percents[: plan.steps // 2] if value)
    for value, colour in zip(percents, COLOURS[plan.steps], strict=True):
        if not value:
            continue
        wide = value * plan.unit
        drawing.rect(x, top, wide, plan.bar, fill=f"div-{colour}", stroke="edge" if colour == 3 else "")
        if wide >= SMALLEST_LABELLED:
            middle = x + wide / 2
            drawing.text(
                middle,
                top + plan.bar / 2 + 5,
                str(value),
                weight=600,
                anchor="middle",
                fill="div-end-label" if colour in (1, 5) else "div-mid-label",
            )
        x += wide + GAP
    for y in (top - 5, top + plan.bar + 1):
        drawing.line(plan.zero, y, plan.zero, y + 4, stroke="ink", stroke_width=1.5)


def _band(drawing: Drawing, plan: _Plan, band: tuple[int, int], top: float, height: float) -> None:
    wide, sentence = plan.right - plan.left, band_words(band, plan.scale)
    drawing.rect(plan.left, top, wide, height, fill="surface", stroke="hatch-edge")
    middle_x, middle_y = (plan.left + plan.right) / 2, top + height / 2
    drawing.paragraph(
        middle_x, middle_y, sentence, width=wide - 12, size=13, leading=15, fill="muted", anchor="middle"
    )


def band_words(band: tuple[int, int], scale: Sequence[str]) -> str:
    """What may be said where nearly all chose the same: no exact share."""
    first, last = band
    if first == last:
        # xgettext:no-python-format  (a direction to makemessages)
        return gettext("About 90 % or more: {option}").format(option=scale[first])
    # xgettext:no-python-format  (a direction to makemessages)
    return gettext("About 90 % or more: {first} or {second}").format(first=scale[first], second=scale[last])


def _legend_places(scale: Sequence[str], width: float) -> list[tuple[float, float]]:
    places, x, y = [], 0.0, 0.0
    for option in scale:
        wide = 20 + text_width(option, size=13) + 18
        if x and x + wide > width:
            x, y = 0.0, y + 20
        places.append((x, y))
        x += wide
    return places


def _legend_height(scale: Sequence[str], width: float) -> float:
    return _legend_places(scale, width)[-1][1] + 30


def _legend(drawing: Drawing, scale: Sequence[str], top: float, width: float) -> None:
    colours = COLOURS[len(scale)]
    for option, colour, (x, y) in zip(scale, colours, _legend_places(scale, width), strict=True):
        drawing.rect(x, top + y, 13, 13, fill=f"div-{colour}", stroke="edge" if colour == 3 else "")
        drawing.text(x + 20, top + y + 11, option, size=13, fill="muted")


def likert_summary(rows: Sequence[LikertRow], *, scale: Sequence[str]) -> str:
    """The strongest and the weakest item in one or two sentences; says so when everything is protected.

    Where the scale asks for no agreement, of an item's steps the mean place is compared.
    """
    shown = [row for row in rows if row.percents is not None and row.agree is not None]
    if not shown:
        return _by_mean([row for row in rows if row.percents is not None])
    best = max(shown, key=lambda row: row.agree or 0)
    worst = min(shown, key=lambda row: row.agree or 0)
    strongest = gettext("Most agree with: {item} ({share} agree).").format(
        item=_plain(best.label), share=words.percent(best.agree)
    )
    if best.agree == worst.agree:
        return strongest
    weakest = gettext("Fewest agree with: {item} ({share}).").format(
        item=_plain(worst.label), share=words.percent(worst.agree)
    )
    return words.sentence(strongest, weakest)


def _by_mean(shown: Sequence[LikertRow]) -> str:
    if not shown:
        return gettext("All figures of this chart are protected.")
    means = {row.label: _mean_place(row) for row in shown}
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    highest = gettext("Highest on average: {item}.").format(item=_plain(best))
    if means[best] == means[worst]:
        return highest
    return words.sentence(highest, gettext("Lowest on average: {item}.").format(item=_plain(worst)))


def _mean_place(row: LikertRow) -> float:
    """On the scale's own steps, 0 the lowest, from the shares that are shown."""
    percents = row.percents or ()
    return sum(place * percent for place, percent in enumerate(percents)) / (sum(percents) or 1)


def _plain(label: str) -> str:
    return label.replace("\u00ad", "").rstrip(".")


def likert_table(rows: Sequence[LikertRow], *, scale: Sequence[str]) -> Table:
    """The item, each step's share and the share of agreement; a band is written in the first step's place.

    Where shares are shown and none of agreement, the scale asks for none: its column is left out.
    """
    is_agreement = any(row.agree is not None for row in rows) or all(row.percents is None for row in rows)
    head = (gettext("Item"), *scale, gettext("Agree"))
    columns = len(head) if is_agreement else len(head) - 1
    return Table(head[:columns], tuple(_table_row(row, scale)[:columns] for row in rows))


def _table_row(row: LikertRow, scale: Sequence[str]) -> tuple[str, ...]:
    if row.percents is not None:
        return (
            row.label,
            *map(words.percent, row.percents),
            words.percent(row.agree) if row.agree is not None else "",
        )
    if row.band is not None:
        return (row.label, band_words(row.band, scale), *[words.protected()] * len(scale))
    return (row.label, *[words.protected()] * (len(scale) + 1))
