"""A search among many things, beside a page that looks one thing up."""

from __future__ import annotations

from functools import partial

from django.utils import translation

from projects.register.models import Organisation, Partnership
from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, Wanted, side_by_side
from tests.benchmarks.site import Answer, Site, bare_like
from yhes.desk.models import SearchEntry
from yhes.desk.search import finding, index

THINGS = 10_000
# One rare word, an inflected one that is in a tenth of all things, one mistyped, and one that all have.
SEARCHES = ("metsäpolku", "työpajoista", "verkostiot", "esimerkki")
_KINDS = ("verkosto", "työpaja", "hankkeet", "opisto", "kumppanuus")


def measure(*, quick: bool) -> list[Row]:
    round_ = scenery.open_round([20] * scenery.UNITS * 2)
    many = 300 if quick else THINGS
    _furnish(round_.project_id, many)
    site, group = Site(), scenery.leaves(round_)[0].pk
    bare = bare_like(Answer(200, b" " * 20_000), group, site)
    rows = []
    for typed in SEARCHES:
        cost = side_by_side(
            {"search": partial(_search, typed), "bare": bare},
            rounds=3 if quick else 9,
            calls=2 if quick else 5,
        )
        rows.append(
            Row(
                name=f"search for “{typed}” among {many:,} things",
                value=1_000 * cost["search"].wall,
                unit="ms",
                against="a view with one indexed query and 20,000 bytes",
                bare=1_000 * cost["bare"].wall,
                wanted=Wanted(of="value", sense="at most", limit=100),
                note=f"{SearchEntry.objects.count():,} entries; without drawing the page",
            )
        )
    return rows


def _search(typed: str) -> finding.Found:
    with translation.override("fi"):
        return finding.find(typed, kinds=index.kinds(), user=None)


def _furnish(project: int, many: int) -> None:
    made = Organisation.objects.bulk_create(
        Organisation(
            slug=f"paikka-{number}",
            kind=Organisation.Kind.WORKPLACE,
            name_fi=f"Esimerkki{_KINDS[number % len(_KINDS)]} {number} {_KINDS[number * 7 % len(_KINDS)]}",
            is_fictional=True,
        )
        for number in range(many)
    )
    Organisation.objects.filter(pk=made[0].pk).update(name_fi="Esimerkki Metsäpolku")
    Partnership.objects.bulk_create(
        Partnership(project_id=project, organisation=each, state=Partnership.State.JOINED) for each in made
    )
    index.refresh()
