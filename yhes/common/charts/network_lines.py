"""A network drawn like a map of lines: each line a project, each row an organisation with its stops.

Who has stops on several lines stands first and is drawn as an interchange; below come those of one line, line
by line. Nothing crosses, however many there are, and the same data always make the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from yhes.common.charts import words
from yhes.common.charts.data import NetworkLine, NetworkStop, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import text_width, wrap

STEP: Final = 34  # px from line to line
NARROW_STEP: Final = 26
NARROW_FROM: Final = 500  # px of width below which lines stand closer
LEADING, PADDING = 18, 8  # px of a line of words, and above and below it together
NUMBERS: Final = 34  # px of the numbers of the lines, under a group's heading
STONE, STOP = 10, 6  # px of radius
LETTERS: Final = 14


@dataclass(frozen=True, slots=True)
class _Row:
    """Words on lines, from `top` on."""

    stop: NetworkStop
    lines: list[str]
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class _Group:
    """`base`: the middle of the numbers' row."""

    title: list[str]
    top: float
    base: float
    rows: list[_Row]


def network(
    stops: Sequence[NetworkStop],
    *,
    lines: Sequence[NetworkLine],
    title: str,
    mode: Mode = "page",
    width: float = 760,
) -> SafeString:
    """Draw every row with its stops; the lines are numbered from 1, and the numbers lead to their pages."""
    step = STEP if width >= NARROW_FROM else NARROW_STEP
    left = max(min(_longest(stops) + 28, width - len(lines) * step), 150)
    groups = list(_placed(stops, lines, left - 16, left + len(lines) * step))
    height = groups[-1].rows[-1].top + groups[-1].rows[-1].height if groups else NUMBERS
    drawing = Drawing(
        width=left + len(lines) * step,
        height=height,
        title=title,
        description=network_summary(stops, lines=lines),
        mode=mode,
        role="group",
    )
    places = [left + (number + 0.5) * step for number in range(len(lines))]
    for group in groups:
        _rails(drawing, group, places)
        _head(drawing, group, lines, places)
        for row in group.rows:
            _row(drawing, row, places)
    return drawing.render()


def _longest(stops: Sequence[NetworkStop]) -> float:
    """Px of the widest name, with its note."""
    return max((text_width(f"{stop.label} {stop.note}", size=LETTERS) for stop in stops), default=0)


def _placed(
    stops: Sequence[NetworkStop], lines: Sequence[NetworkLine], room: float, across: float
) -> Iterator[_Group]:
    """Groups from above down, each row as high as its words need. room, across: px for a name, a heading."""
    top = 0.0
    for title, members in _grouped(stops, lines):
        heading = wrap(title, size=LETTERS, width=across, weight=700)
        base = top + len(heading) * LEADING + NUMBERS / 2
        below = base + NUMBERS / 2
        rows: list[_Row] = []
        for stop in members:
            broken = wrap(stop.label, size=LETTERS, width=room)
            height = len(broken) * LEADING + PADDING
            rows.append(_Row(stop, broken, below, height))
            below += height
        yield _Group(heading, top, base, rows)
        top = below + 2 * PADDING


def _grouped(
    stops: Sequence[NetworkStop], lines: Sequence[NetworkLine]
) -> Iterator[tuple[str, list[NetworkStop]]]:
    """Those on several lines, the best connected first; then those of each line alone."""
    several = [stop for stop in stops if _count(stop) > 1]
    if several:
        several.sort(key=_count, reverse=True)
        yield gettext("In several projects ({count})").format(count=len(several)), several
    for place, line in enumerate(lines):
        alone = [stop for stop in stops if _count(stop) == 1 and stop.marks[place]]
        if alone:
            said = gettext("{number}. {project} ({count})")
            yield said.format(number=place + 1, project=line.label, count=len(alone)), alone


def _count(stop: NetworkStop) -> int:
    return sum(bool(mark) for mark in stop.marks)


def _rails(drawing: Drawing, group: _Group, places: Sequence[float]) -> None:
    """Each line from its number to the last stop in this group; those without a stop are left out."""
    for number, x in enumerate(places):
        ends = [row.top + row.height / 2 for row in group.rows if row.stop.marks[number]]
        if ends:
            drawing.line(x, group.base, x, ends[-1], stroke="seq-4", stroke_width=3)


def _head(drawing: Drawing, group: _Group, lines: Sequence[NetworkLine], places: Sequence[float]) -> None:
    for place, words_of_line in enumerate(group.title):
        y = group.top + place * LEADING + LETTERS
        drawing.text(0, y, words_of_line, size=LETTERS, weight=700)
    for number, x in enumerate(places):
        line = lines[number]
        is_served = any(row.stop.marks[number] for row in group.rows)
        if line.url and is_served:
            with drawing.link(line.url, f"{number + 1}. {line.label}"):
                _stone(drawing, x, group.base, number + 1)
        elif is_served:
            _stone(drawing, x, group.base, number + 1)


def _stone(drawing: Drawing, x: float, y: float, number: int) -> None:
    drawing.circle(x, y, STONE, fill="spruce")
    drawing.text(x, y + 4.5, str(number), size=12, weight=700, fill="on-spruce", anchor="middle")


def _row(drawing: Drawing, row: _Row, places: Sequence[float]) -> None:
    middle = row.top + row.height / 2
    if row.stop.url:
        with drawing.link(row.stop.url):
            _name(drawing, row)
    else:
        _name(drawing, row)
    reached = [x for x, mark in zip(places, row.stop.marks, strict=True) if mark]
    if len(reached) > 1:
        drawing.line(reached[0], middle, reached[-1], middle, stroke="spruce", stroke_width=3)
    for x, mark in zip(places, row.stop.marks, strict=True):
        if mark == "ring":
            drawing.circle(x, middle, STOP, fill="surface", stroke="spruce", stroke_width=2)
        elif mark:
            drawing.circle(x, middle, STOP, fill="spruce")


def _name(drawing: Drawing, row: _Row) -> None:
    for number, line in enumerate(row.lines):
        is_last = number == len(row.lines) - 1
        y = row.top + PADDING / 2 + number * LEADING + LETTERS
        ink = "spruce" if row.stop.url else "ink"
        drawing.text(0, y, line, size=LETTERS, fill=ink, note=row.stop.note if is_last else "")


def network_summary(stops: Sequence[NetworkStop], *, lines: Sequence[NetworkLine]) -> str:
    """How many there are, how many connect projects, and who connects the most."""
    several = [stop for stop in stops if _count(stop) > 1]
    count = len(stops)
    said = ngettext(
        "{count} organisation in {projects}.", "{count} organisations in {projects}.", count
    ).format(count=count, projects=_projects(len(lines)))
    if not several:
        return words.sentence(said, gettext("None of them is in several projects."))
    most = max(several, key=_count)
    connected = ngettext("{count} is in several projects.", "{count} are in several projects.", len(several))
    leader = gettext("The most connected is {organisation}, in {projects}.")
    return words.sentence(
        said,
        connected.format(count=len(several)),
        leader.format(organisation=most.label, projects=_projects(_count(most))),
    )


def _projects(count: int) -> str:
    return ngettext("{count} project", "{count} projects", count).format(count=count)


def network_table(stops: Sequence[NetworkStop], *, lines: Sequence[NetworkLine]) -> Table:
    """Organisation, in how many projects it is, and which."""
    head = (gettext("Organisation"), gettext("How many"), gettext("Projects"))
    rows = tuple(
        (
            stop.label,
            str(_count(stop)),
            "; ".join(line.label for line, mark in zip(lines, stop.marks, strict=True) if mark),
        )
        for stop in stops
    )
    return Table(head, rows)
