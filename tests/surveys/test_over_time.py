"""How a group did over the rounds of a survey: what is shown, what is protected, and for whom."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from surveys.models import Group
from surveys.presenting import ReleaseReader, fragments, group_results, standing_series
from surveys.presenting.changes import Told, told_words
from surveys.presenting.history import moments
from surveys.presenting.over_time import OverTime
from surveys.services import releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox
from tests.surveys.compared import COLLEGE, HIGH, INSTITUTE, LOW, MIDDLE, compared, region_of, released
from tests.surveys.fielding import url
from tests.surveys.made_reports import report_words

pytestmark = pytest.mark.django_db(transaction=True)


def over_time(box: BallotBox, group: Group, audience: Any = "inside") -> OverTime:
    return OverTime(moments(standing_series(box.round), group, audience), group, "en")


def rows(box: BallotBox, group: Group, audience: Any = "inside") -> list[tuple[str, ...]]:
    with translation.override("en"):
        chart = over_time(box, group, audience).dimensions()
    assert chart is not None
    return list(chart.table.rows)


def page(client: Client, cast: Cast, box: BallotBox, group: Group, name: str = "group_results") -> str:
    found = client.get(url(name, cast.project.slug, box.round.pk, group.pk, language="en"))
    assert found.status_code == 200
    return found.content.decode()


def test_a_line_breaks_where_the_group_was_protected_and_nothing_else_of_that_round_is_told(
    cast: Cast, as_aino: Client, as_bertil: Client, visitor: Client
) -> None:
    """Three rounds; in the second only three of the college answered."""
    first = compared(cast, {COLLEGE: (20, LOW), INSTITUTE: (25, MIDDLE)}, days=1)
    second = compared(cast, {COLLEGE: (3, LOW), INSTITUTE: (25, MIDDLE)}, days=2)
    third = compared(cast, {COLLEGE: (20, HIGH), INSTITUTE: (25, MIDDLE)}, days=3)
    before, _, newest = (released(box) for box in (first, second, third))
    college = third.organisations[COLLEGE]

    of_college = rows(third, college)
    assert len(of_college) == len(third.questionnaire.measured)
    assert {row[2] for row in of_college} == {"Protected"}
    assert all(int(row[1]) < int(row[3]) for row in of_college)
    assert {row[-1] for row in of_college} == {""}  # nothing is said of a change from what is protected
    assert all(row[-1] for row in rows(third, third.root))

    html = page(as_bertil, cast, third, college)
    assert 'id="over-time"' in html
    own = page(as_bertil, cast, third, college, "over_time")
    assert {f'id="over-time-{d.code}"' in own for d in third.questionnaire.dimensions if d.items} == {True}
    other = url("over_time", cast.project.slug, third.round.pk, third.organisations[INSTITUTE].pk)
    assert as_bertil.get(other).status_code == 404
    assert as_aino.get(other).status_code == 200

    public = visitor.get(url("release", newest.pk, language="en")).content.decode()
    shown = re.search(r'id="over-time".*?</figure>', public, re.DOTALL)
    assert shown
    assert f">{rows(third, third.root, 'public')[0][1]}</td>" in shown[0]
    assert url("over_time", cast.project.slug, third.round.pk, third.root.pk, language="en") not in public

    assert 'id="over-time"' not in page(as_aino, cast, first, first.organisations[COLLEGE])
    assert "nothing to compare with" in page(as_aino, cast, first, first.root, "over_time")

    pdf = url("report", cast.project.slug, third.round.pk, college.pk, "rounds")
    words = report_words(as_bertil, pdf)
    assert "Suojattu" in words
    for dimension in third.questionnaire.dimensions:
        assert not dimension.items or dimension.title.in_("fi").text in words
    elsewhere = third.organisations[INSTITUTE].pk
    assert (
        as_bertil.get(url("report", cast.project.slug, third.round.pk, elsewhere, "rounds")).status_code
        == 404
    )
    releasing.withdraw(release=before, user=cast.aino, reason="Väärä yksikkö")
    assert {len(row) for row in rows(third, college)} == {4}


def test_the_newest_change_is_told_in_words_beside_the_tile_and_in_the_table(cast: Cast) -> None:
    first = compared(cast, {COLLEGE: (40, LOW), INSTITUTE: (40, MIDDLE)}, days=1)
    second = compared(cast, {COLLEGE: (40, HIGH), INSTITUTE: (40, MIDDLE)}, days=2)
    before, now = released(first), released(second)
    with translation.override("en"):
        reader = ReleaseReader(now, "inside", "en")
        earlier = ReleaseReader(before, "inside", "en")
        college = group_results(reader, second.organisations[COLLEGE], earlier=earlier, source="")
        institute = group_results(reader, second.organisations[INSTITUTE], earlier=earlier, source="")
    assert all(re.fullmatch(r"\+\d+: clearly risen", tile.change) for tile in college.tiles)
    assert all(tile.change.endswith(": no certain change") for tile in institute.tiles)
    in_table = [row[-1] for row in rows(second, second.organisations[COLLEGE])]
    assert in_table == [tile.change for tile in college.tiles]


def test_a_change_with_a_band_is_told_without_a_number() -> None:
    band, low, high = Told(67, 100, "nearly all alike"), Told(20, 20), Told(70, 70)
    with translation.override("en"):
        assert told_words(low, band, 100, 100) == "clearly risen"
        assert told_words(band, low, 100, 100) == "clearly fallen"
        assert told_words(high, band, 100, 100) == "no certain change"
        assert told_words(low, high, "100–199", "200+") == "+50: clearly risen"
        assert told_words(low, high, None, 100) == ""
        assert told_words(None, high, 100, 100) == ""


def test_a_region_has_results_of_its_own_and_is_known_by_its_name_in_other_rounds(
    cast: Cast, as_aino: Client, as_bertil: Client, as_cecilia: Client
) -> None:
    answers = {COLLEGE: (20, LOW), INSTITUTE: (25, HIGH), 2: (22, MIDDLE)}
    first, second = (compared(cast, answers, days=day, with_regions=True) for day in (1, 2))
    for box in (first, second):
        released(box)
    region, college = region_of(second), second.organisations[COLLEGE]
    assert all(row[1] and row[-1] for row in rows(second, region))

    whole = page(as_aino, cast, second, second.root)
    assert url("group_results", cast.project.slug, second.round.pk, region.pk, language="en") in whole
    heatmap = re.search(r'id="groups".*?</figure>', whole, re.DOTALL)
    assert heatmap
    assert "Example region" in heatmap[0]

    # A contact reads the own region, and there the own organisation's row and no other's.
    of_region = page(as_bertil, cast, second, region)
    heatmap = re.search(r'id="groups".*?</figure>', of_region, re.DOTALL)
    assert heatmap
    assert str(college) in heatmap[0]
    assert str(second.organisations[INSTITUTE]) not in of_region
    assert "Compared with the region" in page(as_bertil, cast, second, college)
    assert "Compared with the region" not in of_region
    entry = as_bertil.get(url("results", cast.project.slug, second.round.pk, language="en"))
    assert entry["Location"].endswith(f"/{college.pk}/")

    assert (
        as_cecilia.get(url("group_results", cast.project.slug, second.round.pk, region.pk)).status_code == 403
    )
    Group.objects.filter(pk=college.pk).update(parent=second.root)
    gone = as_bertil.get(url("group_results", cast.project.slug, second.round.pk, region.pk))
    assert gone.status_code == 404


def test_a_round_that_asked_something_else_is_left_out_of_the_line(cast: Cast) -> None:
    """The second round leaves the module out, so one dimension is not asked and the others are."""
    first = compared(cast, {COLLEGE: (20, LOW), INSTITUTE: (25, HIGH)}, days=1)
    second = compared(cast, {COLLEGE: (20, LOW), INSTITUTE: (25, HIGH)}, days=2)
    for box in (first, second):
        released(box)
    type(first.round).objects.filter(pk=first.round.pk).update(modules=[])
    modules = {item.code for item in second.round.asked.items if item.module}
    with translation.override("en"):
        shown = over_time(second, second.root)
        found = {
            chart.id: chart.table.rows for chart in shown.questions() if chart.id.startswith("over-time-")
        }
    texts = {item.code: item.text.in_("en").text for item in second.round.asked.items}
    told = {row[0]: row[1] for table in found.values() for row in table}
    assert modules
    assert {told[texts[code]] for code in modules} == {""}
    assert all(told[text] for code, text in texts.items() if code not in modules)


def test_the_number_of_queries_does_not_grow_with_the_rounds(cast: Cast, as_maija: Client) -> None:
    counts = []
    boxes: list[BallotBox] = []
    for day in range(1, 5):
        box = compared(cast, {COLLEGE: (12, LOW), INSTITUTE: (12, HIGH)}, days=day)
        released(box)
        boxes.append(box)
        if day < 2:
            continue
        caches["parts"].clear()
        fragments.forget_at_hand()
        fresh = asked(as_maija, cast, box)
        counts.append((fresh, asked(as_maija, cast, box)))
    assert len(set(counts)) == 1
    assert counts[0][1] <= 10


def asked(client: Client, cast: Cast, box: BallotBox) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, cast, box, box.organisations[COLLEGE], "over_time")
    return len(queries)
