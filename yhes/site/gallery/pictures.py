"""One of each chart, with something protected in most of them."""

from __future__ import annotations

from typing import Any, Final

from yhes.common import charts

SCALE: Final = (
    "Täysin eri mieltä",
    "Jokseenkin eri mieltä",
    "Ei samaa eikä eri mieltä",
    "Jokseenkin samaa mieltä",
    "Täysin samaa mieltä",
)
DIMENSIONS: Final = (
    "Yhteis\u00adkehittämisen osaaminen",
    "Osallisuus",
    "Luottamus ja avoimuus",
    "Johtamisen ja rakenteiden tuki",
    "Merkityksellisyys ja voimavarat",
    "Työn hallittavuus ja palautuminen",
)
LIKERT: Final = (
    charts.LikertRow("Työyhteisössäni keskeneräisenkin ajatuksen voi sanoa ääneen.", (3, 9, 13, 44, 31), 75),
    charts.LikertRow("Epäonnistuneista kokeiluista keskustellaan syyttelemättä.", (4, 10, 18, 43, 25), 68),
    charts.LikertRow("Kaikkien asiantuntemusta arvostetaan tehtävästä riippumatta.", None),
    charts.LikertRow("Työni on merkityksellistä.", None, band=(3, 4)),
    charts.LikertRow("Luotan siihen, että yhdessä sovitut asiat tehdään.", (6, 14, 17, 41, 22), 63),
)
HEAT: Final = (
    charts.HeatRow("Koko organisaatio", (63, 58, 69, 49, 78, 52), note="n 77", whole=True),
    charts.HeatRow("Tekniikka ja liikenne", (59, 52, 64, 44, 74, 47), note="n 24"),
    charts.HeatRow("Hyvinvointi", (66, 61, 72, 51, 81, 44), note="n 19"),
    charts.HeatRow("Hallinto", (None, None, None, None, None, None)),
)
DOTS: Final = (
    charts.DotRow("Yhteiskehittämisen osaaminen", 63, 61),
    charts.DotRow("Osallisuus", 58, 54),
    charts.DotRow("Johtamisen ja rakenteiden tuki", 49, 51),
    charts.DotRow("Työn hallittavuus ja palautuminen", 52, 57),
    charts.DotRow("Luottamus ja avoimuus", None, 66),
)
BARS: Final = (
    charts.BarRow("Aikaa ei ole varattu työvuoroihin", 23, "ääntä"),
    charts.BarRow("Ehdotuksiin ei vastata", 14, "ääntä"),
    charts.BarRow("Opiskelijat eivät ole mukana", 8, "ääntä"),
)
ROUNDS: Final = ("Syksy 2024", "Kevät 2025", "Syksy 2025", "Syksy 2026")
TREND: Final = (
    charts.Series("Oma", (52, 55, None, 63)),
    charts.Series("Hanke", (50, 54, 57, 61)),
)
TILES: Final = (
    charts.RegionTile("Lappi", 1, 3, 58),
    charts.RegionTile("Pohjois-Pohjanmaa", 2, 3, 55),
    charts.RegionTile("Kainuu", 2, 4, None),
    charts.RegionTile("Pohjanmaa", 3, 1, 66),
    charts.RegionTile("Keski-Pohjanmaa", 3, 2, None),
    charts.RegionTile("Keski-Suomi", 3, 3, 61),
    charts.RegionTile("Pohjois-Savo", 3, 4, 52),
    charts.RegionTile("Pohjois-Karjala", 3, 5, 57),
    charts.RegionTile("Satakunta", 4, 1, 49),
    charts.RegionTile("Etelä-Pohjanmaa", 4, 2, 63),
    charts.RegionTile("Pirkanmaa", 4, 3, 59),
    charts.RegionTile("Päijät-Häme", 4, 4, 51),
    charts.RegionTile("Etelä-Savo", 4, 5, 54),
    charts.RegionTile("Varsinais-Suomi", 5, 2, 56),
    charts.RegionTile("Kanta-Häme", 5, 3, 44),
    charts.RegionTile("Kymenlaakso", 5, 4, 48),
    charts.RegionTile("Etelä-Karjala", 5, 5, 67),
    charts.RegionTile("Ahvenanmaa", 6, 1, None, known=False),
    charts.RegionTile("Uusimaa", 6, 3, 53),
)
NARROW: Final = 350


def chart_samples() -> dict[str, Any]:
    """Each chart as `templates/components/chart.html` takes it, and the small drawings."""
    return {
        "charts": [_likert(), _heatmap(), _dots(), _trend(), _bars(), _tilemap(), _squares()],
        "index_lines": [{"row": row, "svg": charts.index_line(row)} for row in DOTS],
        "path_picture": charts.path(),
    }


def _likert() -> dict[str, Any]:
    title = "Luottamus ja avoimuus, väitteittäin"
    return {
        "id": "likert",
        "title": title,
        "lead": "Koko organisaatio, n 77 · osuus vastanneista, %",
        "wide": charts.likert(LIKERT, title=title, scale=SCALE),
        "narrow": charts.likert(LIKERT, title=title, scale=SCALE, width=NARROW),
        "legend": charts.likert_legend(SCALE),
        "summary": charts.likert_summary(LIKERT, scale=SCALE),
        "table": charts.likert_table(LIKERT, scale=SCALE),
        "source": "Kysely 2026, n 50–99. Kehittämisväline, ei validoitu mittari.",
    }


def _heatmap() -> dict[str, Any]:
    title = "Ryhmät ja ulottuvuudet"
    return {
        "id": "heat",
        "title": title,
        "lead": "Indeksi 0–100 ryhmittäin",
        "wide": charts.heatmap(HEAT, title=title, columns=DIMENSIONS),
        "narrow": charts.heatmap(HEAT, title=title, columns=DIMENSIONS, width=NARROW),
        "scroll": True,
        "legend": charts.heatmap_legend(),
        "summary": charts.heatmap_summary(HEAT, columns=DIMENSIONS),
        "table": charts.heatmap_table(HEAT, columns=DIMENSIONS),
        "source": "Kysely 2026",
    }


def _dots() -> dict[str, Any]:
    title = "Vertailu hankkeeseen"
    return {
        "id": "dots",
        "title": title,
        "lead": "Hankkeen indeksit, n 512",
        "wide": charts.dots(DOTS, title=title, width=760),
        "narrow": charts.dots(DOTS, title=title, width=NARROW),
        "legend": charts.dots_legend(),
        "summary": charts.dots_summary(DOTS),
        "table": charts.dots_table(DOTS),
        "source": "Kysely 2026",
    }


def _trend() -> dict[str, Any]:
    title = "Osaaminen kierroksittain"
    return {
        "id": "trend",
        "title": title,
        "wide": charts.trend(TREND, title=title, rounds=ROUNDS),
        "narrow": charts.trend(TREND, title=title, rounds=ROUNDS, width=NARROW),
        "summary": charts.trend_summary(TREND, rounds=ROUNDS),
        "table": charts.trend_table(TREND, rounds=ROUNDS),
        "source": "Kyselyt 2024–2026",
    }


def _bars() -> dict[str, Any]:
    title = "Kriittiset pisteet"
    return {
        "id": "bars",
        "title": title,
        "wide": charts.bars(BARS, title=title),
        "narrow": charts.bars(BARS, title=title, width=NARROW),
        "summary": charts.bars_summary(BARS),
        "table": charts.bars_table(BARS, head=("Piste", "Ääniä")),
        "source": "Työpaja 5.6.2023",
    }


def _tilemap() -> dict[str, Any]:
    title = "Osallisuus maakunnittain"
    return {
        "id": "map",
        "title": title,
        "lead": "Indeksi 0–100",
        "wide": charts.tilemap(TILES, title=title),
        "narrow": charts.tilemap(TILES, title=title, width=NARROW),
        "legend": charts.heatmap_legend(),
        "summary": charts.tilemap_summary(TILES),
        "table": charts.tilemap_table(TILES, head=("Maakunta", "Indeksi")),
        "source": "Kysely 2025",
    }


def _squares() -> dict[str, Any]:
    title = "Käyttöönotot"
    return {
        "id": "squares",
        "title": title,
        "wide": charts.squares(in_use=12, trying=8, total=76, title=title),
        "narrow": charts.squares(in_use=12, trying=8, total=76, title=title, width=NARROW),
        "legend": charts.squares_legend(in_use=12, trying=8, total=76),
        "summary": charts.squares_summary(in_use=12, trying=8, total=76),
        "table": charts.squares_table(in_use=12, trying=8, total=76),
        "source": "Käyttöönotot 31.10.2026",
    }
