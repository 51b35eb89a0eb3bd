"""The measured rows for people to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.benchmarks.measuring import Row

HEAD = ("", "measured", "unit", "bare", "ratio", "wanted", "")
VERDICTS = {None: "", True: "met", False: "NOT MET"}


def table(measured: Mapping[str, Sequence[Row]]) -> str:
    """One block a benchmark, columns in line; what the bare one is and notes stand under a row."""
    lines = [HEAD, *(_cells(row) for rows in measured.values() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    blocks = [_line(HEAD, widths)]
    for name, rows in measured.items():
        blocks.append(f"\n{name}")
        blocks += [text for row in rows for text in _row(row, widths)]
    return "\n".join(blocks)


def _row(row: Row, widths: Sequence[int]) -> list[str]:
    beneath = [f"    bare: {row.against}"] if row.against else []
    beneath += [f"    {row.note}"] if row.note else []
    return [_line(_cells(row), widths), *beneath]


def _cells(row: Row) -> tuple[str, ...]:
    bare = "" if row.bare is None else number(row.bare)
    ratio = "" if row.ratio is None else number(row.ratio)
    wanted = f"{row.wanted.of} {row.wanted}" if row.wanted else ""
    return f"  {row.name}", number(row.value), row.unit, bare, ratio, wanted, VERDICTS[row.is_met]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, value, unit, bare, ratio, wanted, verdict = (
        text.rjust(width) if column in (1, 3, 4) else text.ljust(width)
        for column, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"{name}  {value} {unit}  {bare}  {ratio}  {wanted}  {verdict}".rstrip()


def number(value: float) -> str:
    """Three figures that mean something, thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{value:.3g}"
