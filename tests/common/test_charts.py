"""Charts: readable without seeing them, safe with any words, and true to their figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from yhes.common import charts, tokens
from yhes.common.charts.drawing import Mode
from yhes.common.charts.measure import text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
SCALE = ("Täysin eri", "Jokseenkin eri", "Ei kumpaakaan", "Jokseenkin samaa", "Täysin samaa")
EVIL = "<script>alert(1)</script>&\"'--></title>"

# A title (which is also every label) and a mode in, an SVG out.
Draw = Callable[[str, Mode], str]


def _likert(words: str, mode: Mode) -> str:
    rows = (charts.LikertRow(words, (5, 10, 15, 40, 30), 70), charts.LikertRow(words, None))
    return charts.likert(rows, title=words, scale=SCALE, mode=mode)


def _bars(words: str, mode: Mode) -> str:
    return charts.bars((charts.BarRow(words, 3), charts.BarRow(words, None)), title=words, mode=mode)


def _trend(words: str, mode: Mode) -> str:
    rows = (charts.Series(words, (50, None, 60)),)
    return charts.trend(rows, title=words, rounds=("a", words, "c"), mode=mode)


def _heatmap(words: str, mode: Mode) -> str:
    rows = (charts.HeatRow(words, (63, None), note=words, whole=True),)
    return charts.heatmap(rows, title=words, columns=(words, "b"), mode=mode)


def _tilemap(words: str, mode: Mode) -> str:
    tiles = (charts.RegionTile(words, 1, 3, 58), charts.RegionTile(words, 2, 3, None))
    return charts.tilemap(tiles, title=words, mode=mode)


def _dots(words: str, mode: Mode) -> str:
    rows = (charts.DotRow(words, 63, 61), charts.DotRow(words, None, 50))
    return charts.dots(rows, title=words, mode=mode)


def _small_lines(words: str, mode: Mode) -> str:
    panels = (
        charts.Panel(words, (50, None, 60), (45, 46, 47), note=words),
        charts.Panel(words, (None, 95, 95), missing=frozenset({0}), said={2: words}),
    )
    return charts.small_lines(panels, title=words, rounds=("a", words, "c"), mode=mode)


def _index_line(words: str, mode: Mode) -> str:
    return charts.index_line(charts.DotRow(words, 63, 61), mode=mode)


def _squares(words: str, mode: Mode) -> str:
    return charts.squares(in_use=12, trying=8, total=76, title=words, mode=mode)


def _path(words: str, mode: Mode) -> str:
    return charts.path(shape="cover", mode=mode, labels=(words, words, words))


EVERY_CHART = {
    "likert": _likert,
    "bars": _bars,
    "trend": _trend,
    "heatmap": _heatmap,
    "tilemap": _tilemap,
    "dots": _dots,
    "small_lines": _small_lines,
    "index_line": _index_line,
    "squares": _squares,
    "path": _path,
}
every_chart = pytest.mark.parametrize("draw", EVERY_CHART.values(), ids=EVERY_CHART.keys())


def parts(svg: str, name: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}{name}"))


def words_of(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in parts(svg, "text")]


@every_chart
def test_title_and_description_come_first(draw: Draw) -> None:
    first, second, *_ = ET.fromstring(draw("Otsikko", "page"))
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert first.text
    assert second.text


@every_chart
@pytest.mark.parametrize("mode", ["page", "pdf"])
def test_words_cannot_become_markup(draw: Draw, mode: Mode) -> None:
    svg = draw(EVIL, mode)
    assert "<script" not in svg
    allowed = {"svg", "title", "desc", "rect", "circle", "path", "text", "tspan", "g"}
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} <= allowed


@every_chart
def test_page_drawings_follow_the_scheme_and_carry_no_style(draw: Draw) -> None:
    svg = draw("Otsikko", "page")
    assert "style=" not in svg
    assert "<style" not in svg
    assert not re.search(r"#[0-9A-Fa-f]{6}", svg)
    assert set(re.findall(r"var\(--([\w-]+)\)", svg)) <= tokens.light.keys()


@every_chart
def test_pdf_drawings_stand_alone(draw: Draw) -> None:
    svg = draw("Otsikko", "pdf")
    assert "var(" not in svg
    assert all(text.get("font-family") for text in parts(svg, "text"))


@every_chart
def test_nothing_on_a_page_has_an_id_that_could_clash(draw: Draw) -> None:
    assert not any(element.get("id") for element in ET.fromstring(draw("Otsikko", "page")).iter())


def test_likert_segments_are_as_wide_as_their_shares() -> None:
    svg = charts.likert((charts.LikertRow("a", (5, 10, 15, 40, 30), 70),), title="t", scale=SCALE)
    bars = [rect for rect in parts(svg, "rect") if "div-" in (rect.get("fill") or "")]
    widths = [float(rect.get("width") or 0) + (1 if rect.get("stroke") else 0) for rect in bars]
    assert [round(width / sum(widths) * 100) for width in widths] == [5, 10, 15, 40, 30]


def test_likert_is_centred_on_the_middle_of_the_neutral_step() -> None:
    rows = (
        charts.LikertRow("a", (0, 0, 20, 40, 40), 80),
        charts.LikertRow("b", (40, 40, 20, 0, 0), 0),
        charts.LikertRow("c", (10, 20, 40, 20, 10), 30),
    )
    svg = charts.likert(rows, title="t", scale=SCALE)
    neutral = [rect for rect in parts(svg, "rect") if rect.get("fill") == "var(--div-3)"]
    middles = [float(rect.get("x") or 0) + float(rect.get("width") or 0) / 2 for rect in neutral]
    assert max(middles) - min(middles) < 0.1


def test_likert_stays_inside_its_width() -> None:
    rows = (charts.LikertRow("a", (0, 0, 0, 0, 100), 100), charts.LikertRow("b", (100, 0, 0, 0, 0), 0))
    for width in (320, 350, 760, 1080):
        svg = charts.likert(rows, title="t", scale=SCALE, width=width)
        ends = [float(rect.get("x") or 0) + float(rect.get("width") or 0) for rect in parts(svg, "rect")]
        assert max(ends) <= width
        assert min(float(rect.get("x") or 0) for rect in parts(svg, "rect")) >= 0


def test_a_single_item_under_its_own_title_is_not_named_again_but_still_described() -> None:
    row = charts.LikertRow("Minulla on aikaa.", (5, 10, 15, 40, 30), 70)
    for width in (350, 600):
        svg = charts.likert((row,), title="Minulla on aikaa.", scale=SCALE, width=width, named=False)
        shown = [element.text for element in parts(svg, "text")]
        assert "Minulla on aikaa." not in shown
        assert any("70" in (words or "") for words in shown)
        assert "Minulla on aikaa" in svg


def test_likert_prints_no_number_on_a_narrow_segment() -> None:
    svg = charts.likert((charts.LikertRow("a", (1, 2, 3, 44, 50), 94),), title="t", scale=SCALE)
    assert {"44", "50"} <= set(words_of(svg))
    assert not {"1", "2"} & set(words_of(svg))


def test_likert_refuses_a_row_off_its_scale() -> None:
    with pytest.raises(ValueError, match="one percentage for each step"):
        charts.likert((charts.LikertRow("a", (50, 50), 50),), title="t", scale=SCALE)
    with pytest.raises(ValueError, match="no colours"):
        charts.likert((), title="t", scale=("a",) * 7)


def test_a_band_shows_no_share() -> None:
    row = charts.LikertRow("a", None, band=(3, 4))
    with translation.override("en"):
        svg = charts.likert((row,), title="t", scale=SCALE)
        table = charts.likert_table((row,), scale=SCALE)
    assert "About 90 % or more: Jokseenkin samaa or Täysin samaa" in words_of(svg)
    assert not [word for word in words_of(svg) if word.isdigit()]
    assert table.rows[0][1] == "About 90 % or more: Jokseenkin samaa or Täysin samaa"
    assert set(table.rows[0][2:]) == {"Protected"}


def test_protected_values_are_hatched_and_say_so() -> None:
    with translation.override("en"):
        svg = charts.heatmap((charts.HeatRow("a", (None,)),), title="t", columns=("x",))
        table = charts.heatmap_table((charts.HeatRow("a", (None,)),), columns=("x",))
        said = charts.heatmap_summary((charts.HeatRow("a", (None,)),), columns=("x",))
    assert "Protected" in words_of(svg)
    assert [path for path in parts(svg, "path") if path.get("stroke") == "var(--hatch)"]
    assert table.rows == (("a", "Protected"),)
    assert said == "All figures of this chart are protected."


@pytest.mark.parametrize("draw", [_likert, _bars, _trend, _small_lines, _heatmap, _tilemap, _dots])
def test_protected_is_never_zero_and_never_a_dash(draw: Draw) -> None:
    with translation.override("en"):
        shown = words_of(draw("Otsikko", "page"))
    assert not {"-", "–", "−", "—"} & set(shown)
    svg = draw("Otsikko", "page")
    assert [path for path in parts(svg, "path") if path.get("stroke") == "var(--hatch)"]


def test_heatmap_colours_change_at_the_named_steps() -> None:
    from yhes.common.charts.heat_cells import step

    assert [step(value) for value in (0, 44, 45, 54, 55, 64, 65, 74, 75, 100)] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
    ]


def test_heatmap_puts_the_whole_organisation_first() -> None:
    rows = (charts.HeatRow("Yksikkö", (50,)), charts.HeatRow("Koko organisaatio", (60,), whole=True))
    svg = charts.heatmap(rows, title="t", columns=("x",))
    assert words_of(svg).index("Koko organisaatio") < words_of(svg).index("Yksikkö")


def test_squares_count_every_organisation_once() -> None:
    svg = charts.squares(in_use=12, trying=8, total=76, title="t")
    fills = [rect.get("fill") for rect in parts(svg, "rect")]
    assert len(fills) == 76
    assert fills.count("var(--spruce)") == 12
    assert fills.count("var(--seq-4)") == 8
    with pytest.raises(ValueError, match="more organisations"):
        charts.squares(in_use=70, trying=7, total=76, title="t")


def test_dots_sign_the_difference_with_a_true_minus() -> None:
    rows = (charts.DotRow("a", 52, 57), charts.DotRow("b", 58, 54), charts.DotRow("c", 50, 50))
    assert {"−5", "+4", "±0"} <= set(words_of(charts.dots(rows, title="t")))
    assert [row[3] for row in charts.dots_table(rows).rows] == ["−5", "+4", "±0"]


def test_trend_breaks_at_a_protected_round() -> None:
    whole = charts.trend((charts.Series("a", (50, 55, 60)),), title="t", rounds=("1", "2", "3"))
    broken = charts.trend((charts.Series("a", (50, None, 60)),), title="t", rounds=("1", "2", "3"))

    def lines(svg: str) -> int:
        return len([path for path in parts(svg, "path") if path.get("stroke") == "var(--spruce)"])

    assert (lines(whole), lines(broken)) == (2, 0)


YEARS = tuple(str(year) for year in range(2015, 2027))


def lines_of(svg: str, colour: str) -> int:
    drawn = [path for path in parts(svg, "path") if path.get("stroke") == f"var(--{colour})"]
    return len([path for path in drawn if path.get("stroke-width") == "2"])


def test_small_lines_break_where_a_round_is_protected_or_missing() -> None:
    values = (50, 52, None, 55, 56, 57, None, 60, 61, 62, 63, 64)
    panel = charts.Panel("a", values, missing=frozenset({6}))
    svg = charts.small_lines((panel,), title="t", rounds=YEARS)
    assert lines_of(svg, "spruce") == 7
    assert len([path for path in parts(svg, "path") if path.get("stroke") == "var(--hatch)"]) == 1
    with translation.override("en"):
        table = charts.small_lines_table((panel,), rounds=YEARS, head="Dimension")
    assert table.head == ("Dimension", *YEARS)
    assert table.rows[0][3] == "Protected"
    assert table.rows[0][7] == ""


@pytest.mark.parametrize("width", [1080, 350])
def test_twelve_rounds_fit_and_their_names_do_not_run_together(width: int) -> None:
    panels = tuple(
        charts.Panel(f"Ulottuvuus {n}", tuple(range(40, 52)), tuple(range(38, 50))) for n in range(6)
    )
    svg = charts.small_lines(panels, title="t", rounds=YEARS, width=width)
    names = [text for text in parts(svg, "text") if text.text in YEARS]
    placed = [(float(text.get("y", 0)), float(text.get("x", 0))) for text in names]
    for (line, x), (other, next_x) in zip(sorted(placed), sorted(placed)[1:], strict=False):
        assert line != other or next_x - x >= 30
    assert {text.text for text in names} >= {"2026"}
    assert all(float(text.get("x", 0)) <= width for text in parts(svg, "text"))


def test_what_stands_for_words_is_drawn_and_never_told_as_a_number() -> None:
    panel = charts.Panel("a", (60, 95), said={1: "90 % or more"}, note="perhaps risen")
    svg = charts.small_lines((panel,), title="t", rounds=("1", "2"))
    assert "95" not in words_of(svg)
    table = charts.small_lines_table((panel,), rounds=("1", "2"), head="Question", note="Change")
    assert table.rows == (("a", "60", "90 % or more", "perhaps risen"),)
    with translation.override("en"):
        assert charts.small_lines_summary((panel,), rounds=("1", "2")) == "a: 60 (1); perhaps risen."


def test_small_lines_need_a_value_for_each_round() -> None:
    with pytest.raises(ValueError, match="one value for each round"):
        charts.small_lines((charts.Panel("a", (1, 2)),), title="t", rounds=("1",))


def test_dots_may_be_laid_beside_a_region() -> None:
    rows = (charts.DotRow("a", 52, 57),)
    with translation.override("en"):
        assert charts.dots_table(rows, against="region").head[2] == "Region"
        assert charts.dots_summary(rows, against="region") == "Furthest below the region: a (−5)."


def test_tables_tell_the_same_as_the_pictures() -> None:
    rows = (charts.LikertRow("Väite", (5, 10, 15, 40, 30), 70),)
    with translation.override("en"):
        table = charts.likert_table(rows, scale=SCALE)
    assert table.head == ("Item", *SCALE, "Agree")
    assert [cell.replace("\u00a0", " ") for cell in table.rows[0]] == [
        "Väite", "5 %", "10 %", "15 %", "40 %", "30 %", "70 %",
    ]  # fmt: skip


def test_summaries_are_spoken_in_the_readers_language() -> None:
    rows = (
        charts.LikertRow("Luotan.", (5, 10, 15, 40, 30), 70),
        charts.LikertRow("Aikaa on", (19, 27, 13, 29, 12), 41),
    )
    with translation.override("en"):
        said = charts.likert_summary(rows, scale=SCALE).replace("\u00a0", " ")
    assert said == "Most agree with: Luotan (70 % agree). Fewest agree with: Aikaa on (41 %)."


def test_a_scale_that_asks_for_no_agreement_is_summed_up_by_its_means_and_nothing_is_called_protected() -> (
    None
):
    rows = (
        charts.LikertRow("Sopiminen", (6, 42, 33, 19), None),
        charts.LikertRow("Ohjaajan tuki.", (9, 45, 35, 11), None),
        charts.LikertRow("Välineet", None, None, band=(1, 2)),
    )
    scale = ("Not yet", "With support", "Alone", "Guides others")
    with translation.override("en"):
        said, table = charts.likert_summary(rows, scale=scale), charts.likert_table(rows, scale=scale)
        hidden = charts.likert_summary(rows[2:], scale=scale)
    assert said == "Highest on average: Sopiminen. Lowest on average: Ohjaajan tuki."
    assert table.head == ("Item", *scale)
    assert [len(row) for row in table.rows] == [5, 5, 5]
    assert "protected" in hidden


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    words = "Palautuminen osaksi työpaikka\u00adohjaajan tukea Pohjois-Pohjanmaalla"
    lines = wrap(words, size=15, width=120)
    assert all(text_width(line, size=15) <= 125 for line in lines)
    joined = "".join(line if line.endswith("-") else line + " " for line in lines)
    assert joined.replace("-", "").split() == words.replace("\u00ad", "").replace("-", "").split()


def test_a_word_wider_than_its_place_keeps_its_own_line() -> None:
    assert wrap("yhteiskehittämisvalmiudet ja muu", size=15, width=40)[0] == "yhteiskehittämisvalmiudet"
