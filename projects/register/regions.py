"""Finland's 19 regions (maakunta) and their places on the tile map.

Codes and Finnish and Swedish names: Statistics Finland, classification of regions 2024 (maakunnat).
English names: Statistics Finland's usual English forms. Tiles: row from north, column from west.
"""

from __future__ import annotations

from typing import NamedTuple


class RegionFact(NamedTuple):
    code: str
    fi: str
    sv: str
    en: str
    tile_row: int
    tile_column: int


REGIONS = (
    RegionFact("01", "Uusimaa", "Nyland", "Uusimaa", 6, 3),
    RegionFact("02", "Varsinais-Suomi", "Egentliga Finland", "Southwest Finland", 5, 2),
    RegionFact("04", "Satakunta", "Satakunta", "Satakunta", 4, 1),
    RegionFact("05", "Kanta-Häme", "Egentliga Tavastland", "Kanta-Häme", 5, 3),
    RegionFact("06", "Pirkanmaa", "Birkaland", "Pirkanmaa", 4, 3),
    RegionFact("07", "Päijät-Häme", "Päijänne-Tavastland", "Päijät-Häme", 4, 4),
    RegionFact("08", "Kymenlaakso", "Kymmenedalen", "Kymenlaakso", 5, 4),
    RegionFact("09", "Etelä-Karjala", "Södra Karelen", "South Karelia", 5, 5),
    RegionFact("10", "Etelä-Savo", "Södra Savolax", "South Savo", 4, 5),
    RegionFact("11", "Pohjois-Savo", "Norra Savolax", "North Savo", 3, 4),
    RegionFact("12", "Pohjois-Karjala", "Norra Karelen", "North Karelia", 3, 5),
    RegionFact("13", "Keski-Suomi", "Mellersta Finland", "Central Finland", 3, 3),
    RegionFact("14", "Etelä-Pohjanmaa", "Södra Österbotten", "South Ostrobothnia", 4, 2),
    RegionFact("15", "Pohjanmaa", "Österbotten", "Ostrobothnia", 3, 1),
    RegionFact("16", "Keski-Pohjanmaa", "Mellersta Österbotten", "Central Ostrobothnia", 3, 2),
    RegionFact("17", "Pohjois-Pohjanmaa", "Norra Österbotten", "North Ostrobothnia", 2, 3),
    RegionFact("18", "Kainuu", "Kajanaland", "Kainuu", 2, 4),
    RegionFact("19", "Lappi", "Lappland", "Lapland", 1, 3),
    RegionFact("21", "Ahvenanmaa", "Åland", "Åland", 6, 1),
)
