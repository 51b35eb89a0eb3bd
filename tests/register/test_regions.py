"""The 19 regions are there from the start, in three languages and on their tiles."""

from __future__ import annotations

import pytest
from django.utils import translation

from projects.register.models import Region
from projects.register.regions import REGIONS
from projects.register.services import load_regions

pytestmark = pytest.mark.django_db


def test_every_region_has_its_code_and_three_names() -> None:
    load_regions()
    assert Region.objects.count() == 19
    for fact in REGIONS:
        region = Region.objects.get(code=fact.code)
        assert (region.name_fi, region.name_sv, region.name_en) == (fact.fi, fact.sv, fact.en)


def test_names_follow_the_language() -> None:
    region = load_regions()["02"]
    for language, name in (
        ("fi", "Varsinais-Suomi"),
        ("sv", "Egentliga Finland"),
        ("en", "Southwest Finland"),
    ):
        with translation.override(language):
            assert region.name == name


def test_no_two_regions_share_a_tile() -> None:
    tiles = {(fact.tile_row, fact.tile_column) for fact in REGIONS}
    assert len(tiles) == 19
    assert {row for row, _column in tiles} == {1, 2, 3, 4, 5, 6}
    assert {column for _row, column in tiles} <= {1, 2, 3, 4, 5}


def test_loading_again_adds_nothing_and_keeps_what_was_corrected() -> None:
    load_regions()
    Region.objects.filter(code="06").update(name_en="Tampere Region")
    load_regions()
    assert Region.objects.count() == 19
    assert Region.objects.get(code="06").name_en == "Tampere Region"
