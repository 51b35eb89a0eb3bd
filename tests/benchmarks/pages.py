"""A public page beside a static file, both as a web process serves them."""

from __future__ import annotations

from django.contrib.staticfiles.storage import staticfiles_storage

from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, side_by_side
from tests.benchmarks.site import Getting, Site, bare_like

SHEET = "css/site.css"


def measure(*, quick: bool) -> list[Row]:
    round_ = scenery.open_round([20] * scenery.UNITS * 2)
    site, group = Site(), scenery.leaves(round_)[0].pk
    page = Getting(site, "/fi/")
    sheet = Getting(site, staticfiles_storage.url(SHEET))
    cost = side_by_side(
        {"page": page, "file": sheet, "bare": bare_like(page(), group, site)},
        rounds=3 if quick else 15,
        calls=5 if quick else 40,
    )
    each = {name: 1 / found.wall for name, found in cost.items()}
    size, file_size = len(page().body), len(sheet().body)
    return [
        Row(
            name="the front page, one web process",
            value=each["page"],
            unit="pages/s",
            against=f"a static file of {file_size:,} bytes from the same process",
            bare=each["file"],
            note=f"{size:,} bytes, made anew each time; in production nginx keeps it for ten seconds",
        ),
        Row(
            name="the same against a bare view",
            value=each["page"],
            unit="pages/s",
            against="a view with one indexed query and the same bytes",
            bare=each["bare"],
        ),
    ]
