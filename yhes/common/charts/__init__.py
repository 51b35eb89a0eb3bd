"""One function for each kind of chart: plain data in, SVG out.

Each comes with a `…_summary` (a sentence or two in the active language: also the SVG's <desc>) and a
`…_table` (the same data as header and rows); a `course` has its list beside it instead.
`mode="page"` draws with classes and goes inline into a page, `mode="pdf"` with resolved colours for PDF and
download. See `data.py` for what goes in: None means protected.
"""

from __future__ import annotations

from yhes.common.charts.bar_rows import bars, bars_summary, bars_table
from yhes.common.charts.course_line import Mark, course
from yhes.common.charts.data import (
    BarRow,
    DotRow,
    HeatRow,
    LikertRow,
    NetworkLine,
    NetworkStop,
    Panel,
    RegionTile,
    Series,
    Spark,
    Table,
)
from yhes.common.charts.dot_rows import dots, dots_summary, dots_table
from yhes.common.charts.heat_cells import heatmap, heatmap_summary, heatmap_table
from yhes.common.charts.index_lines import index_line, index_line_summary, index_line_table
from yhes.common.charts.legends import (
    Key,
    dots_legend,
    heatmap_legend,
    likert_legend,
    small_lines_legend,
    squares_legend,
)
from yhes.common.charts.likert_rows import likert, likert_summary, likert_table
from yhes.common.charts.network_lines import network, network_summary, network_table
from yhes.common.charts.region_tiles import tilemap, tilemap_summary, tilemap_table
from yhes.common.charts.small_lines import small_lines, small_lines_summary, small_lines_table
from yhes.common.charts.spark_lines import sparkline, sparkline_summary, sparkline_table
from yhes.common.charts.square_grid import squares, squares_summary, squares_table
from yhes.common.charts.stone_path import path, path_summary, path_table
from yhes.common.charts.trend_lines import trend, trend_summary, trend_table

__all__ = [
    "BarRow",
    "DotRow",
    "HeatRow",
    "Key",
    "LikertRow",
    "Mark",
    "NetworkLine",
    "NetworkStop",
    "Panel",
    "RegionTile",
    "Series",
    "Spark",
    "Table",
    "bars",
    "bars_summary",
    "bars_table",
    "course",
    "dots",
    "dots_legend",
    "dots_summary",
    "dots_table",
    "heatmap",
    "heatmap_legend",
    "heatmap_summary",
    "heatmap_table",
    "index_line",
    "index_line_summary",
    "index_line_table",
    "likert",
    "likert_legend",
    "likert_summary",
    "likert_table",
    "network",
    "network_summary",
    "network_table",
    "path",
    "path_summary",
    "path_table",
    "small_lines",
    "small_lines_legend",
    "small_lines_summary",
    "small_lines_table",
    "sparkline",
    "sparkline_summary",
    "sparkline_table",
    "squares",
    "squares_legend",
    "squares_summary",
    "squares_table",
    "tilemap",
    "tilemap_summary",
    "tilemap_table",
    "trend",
    "trend_summary",
    "trend_table",
]
