"""The fixed list of regions."""

from __future__ import annotations

from django.db import transaction

from projects.register.models import Region
from projects.register.regions import REGIONS


@transaction.atomic
def load_regions() -> dict[str, Region]:
    """Code → region; those that are missing are made. The migration has normally made them all."""
    known = {region.code: region for region in Region.objects.all()}
    for fact in REGIONS:
        if fact.code not in known:
            known[fact.code] = Region.objects.create(
                code=fact.code,
                name_fi=fact.fi,
                name_sv=fact.sv,
                name_en=fact.en,
                tile_row=fact.tile_row,
                tile_column=fact.tile_column,
            )
    return known
