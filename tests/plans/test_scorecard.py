"""The scorecard: the rule of its lights, readings and what they rest on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.plans import evidence, scorecards, services
from projects.plans.errors import (
    FigureOfAnotherUnit,
    FigureProtected,
    ForeignIndicator,
    OneTargetOnly,
    RangeNeedsTwoEnds,
    ReadingInFuture,
    ReadingNotTyped,
    ReadingTwice,
)
from projects.plans.lights import Light, gap, light
from projects.plans.models import ActionPlan, Indicator, Reading
from tests.cast import Cast
from tests.plans.recipes import make_aim, make_plan, page, publish
from yhes.common import registry
from yhes.common.charts import Spark, sparkline, sparkline_summary, sparkline_table
from yhes.common.figures import Figure
from yhes.common.words import Words

AMOUNTS = st.decimals(-10_000, 10_000, places=2)
ORDER: list[Light] = ["red", "amber", "green"]


def make_indicator(plan: ActionPlan, title: str = "Vastausaste", **facts: Any) -> Indicator:
    present = {"title_fi": title, "unit": "percent", "direction": "more", "target": Decimal(60)}
    return services.save_part(plan=plan, part=Indicator(plan=plan), facts=present | facts)


def read(indicator: Indicator, value: float, *, days: int = 0, **facts: Any) -> Reading:
    """So many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    columns = {"indicator": indicator, "read_on": day, "value": Decimal(str(value)), **facts}
    return services.save_part(plan=indicator.plan, part=Reading(), facts=columns)


def figure(value: int | None = 72, **facts: Any) -> Figure:
    words = Words(fi="Aikaa kehittämiseen", sv="", en="")
    present = {"key": "surveys:release-1:index:OS", "source": "surveys", "value": value, "unit": "index"}
    more = {"label": words, "source_line": Words(fi="Kysely 2025", sv="", en=""), "as_of": date(2025, 5, 1)}
    return Figure(**{**present, **more, **facts})


# --- The rule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "facts", "expected"),
    [
        (60, {}, "green"),
        (54, {}, "amber"),  # without a baseline: ten per cent of the target may be missing
        (53.9, {}, "red"),
        (50, {"baseline": 40}, "amber"),  # half of the way from 40 to 60
        (49.9, {"baseline": 40}, "red"),
        (55, {"baseline": 70}, "amber"),  # the baseline was on target: it says nothing of the way
        (10, {"direction": "less", "target": 10}, "green"),
        (12, {"direction": "less", "target": 10, "baseline": 14}, "amber"),
        (12.5, {"direction": "less", "target": 10, "baseline": 14}, "red"),
        (2, {"direction": "between", "target": 2, "target_to": 4}, "green"),
        (4.4, {"direction": "between", "target": 2, "target_to": 4}, "amber"),
        (4.5, {"direction": "between", "target": 2, "target_to": 4}, "red"),
        (0, {"target": 0}, "green"),
    ],
)
def test_the_light_follows_the_stated_rule(value: float, facts: dict[str, Any], expected: str) -> None:
    amounts = {"target": 60, **facts}
    numbers = {name: Decimal(str(one)) for name, one in amounts.items() if name != "direction"}
    assert light(Decimal(str(value)), direction=facts.get("direction", "more"), **numbers) == expected


@given(one=AMOUNTS, other=AMOUNTS, target=AMOUNTS, baseline=st.none() | AMOUNTS)
def test_what_is_better_never_has_a_worse_light(
    one: Decimal, other: Decimal, target: Decimal, baseline: Decimal | None
) -> None:
    low, high = sorted((one, other))

    def rank(value: Decimal, direction: Any) -> int:
        return ORDER.index(light(value, direction=direction, target=target, baseline=baseline))

    assert rank(low, "more") <= rank(high, "more")
    assert rank(low, "less") >= rank(high, "less")


@given(value=AMOUNTS, ends=st.tuples(AMOUNTS, AMOUNTS), baseline=st.none() | AMOUNTS)
def test_green_is_on_target_and_nothing_else(
    value: Decimal, ends: tuple[Decimal, Decimal], baseline: Decimal | None
) -> None:
    low, high = sorted(ends)
    of_range = light(value, direction="between", target=low, target_to=high, baseline=baseline)
    assert (of_range == "green") == (low <= value <= high)
    assert (light(value, direction="more", target=low, baseline=baseline) == "green") == (value >= low)
    assert (light(value, direction="less", target=low, baseline=baseline) == "green") == (value <= low)
    assert gap(value, direction="between", target=low, target_to=high) >= 0


@given(target=AMOUNTS, baseline=AMOUNTS)
def test_the_baseline_itself_is_on_target_or_far_from_it(target: Decimal, baseline: Decimal) -> None:
    for direction in ("more", "less"):
        assert light(baseline, direction=direction, target=target, baseline=baseline) in ("green", "red")


def test_a_range_has_two_ends() -> None:
    with pytest.raises(ValueError, match="two ends"):
        light(Decimal(1), direction="between", target=Decimal(1))


# --- The picture -------------------------------------------------------------------------------------


def test_the_sparkline_says_in_words_what_it_draws_and_shows_what_is_protected() -> None:
    spark = Spark(
        "Aste <b>", (40.0, None, 55.0), ("40 %", "Protected", "55 %"), ("1.1.", "1.2.", "1.3."), (60.0,)
    )
    drawn = sparkline(spark)
    assert "<b>" not in drawn
    assert "<title>Aste &lt;b&gt;</title>" in drawn
    assert drawn.count("<circle") == 2
    assert "hatch" in drawn
    assert "40 %" in sparkline_summary(spark)
    assert sparkline_table(spark).rows == (("1.1.", "40 %"), ("1.2.", "Protected"), ("1.3.", "55 %"))
    assert "<circle" not in sparkline(Spark("Tyhjä", (), (), ()))


# --- Readings ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_readings_are_typed_in_and_told_with_their_light(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    typed = {"title_fi": "Aika", "unit": "hours", "direction": "between", "target": "2", "target_to": "4.5"}
    url = page("part_add", plan, "indicator")
    assert as_bertil.post(url, typed | {"target_to": "1", "order": 1}).status_code == 400
    assert as_bertil.post(url, typed | {"order": 1}).status_code == 302
    indicator = Indicator.objects.get()
    add, today = page("part_add", plan, "reading"), f"{timezone.localdate():%Y-%m-%d}"
    row = {
        "indicator": indicator.pk,
        "read_on": today,
        "value": "2.5",
        "source": "feedback",
        "note": "Palaute",
    }
    assert as_bertil.post(add, row | {"source": "survey"}).status_code == 400
    assert as_bertil.post(add, row | {"value": ""}).status_code == 400
    assert as_bertil.post(add, row | {"read_on": "2999-01-01"}).status_code == 400
    assert as_bertil.post(add, row | {"link": "javascript:alert(1)"}).status_code == 400
    assert as_bertil.post(add, row).status_code == 302
    assert as_bertil.post(add, row).status_code == 400
    card = as_bertil.get(page("scorecard", plan))
    (shown,) = card.context["rows"]
    assert (shown.light, shown.badge_label) == ("green", "On target")
    assert "On target" in card.content.decode()
    assert "at least half of the way" in card.content.decode().lower()
    assert as_bertil.get(page("indicator", plan, indicator.pk)).context["readings"][0].shown == "2.5\xa0h"
    assert "Palaute" in as_bertil.get(page("reading_csv", plan)).content.decode("utf-8-sig")


@pytest.mark.django_db
def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    plan, other = make_plan(cast.project, cast.college), make_plan(cast.project, None, "Muu")
    indicator = make_indicator(plan)
    with pytest.raises(RangeNeedsTwoEnds):
        make_indicator(plan, direction="between")
    with pytest.raises(OneTargetOnly):
        make_indicator(plan, target_to=Decimal(80))
    with pytest.raises(ReadingInFuture):
        read(indicator, 1, days=-1)
    with pytest.raises(ForeignIndicator):
        services.save_part(
            plan=other, part=Reading(),
            facts={"indicator": indicator, "read_on": timezone.localdate(), "value": Decimal(1)},
        )  # fmt: skip
    first = read(indicator, 50)
    with pytest.raises(ReadingTwice):
        read(indicator, 51)
    services.delete_part(plan=plan, part=first)
    read(indicator, 51)
    with pytest.raises(ReadingTwice):
        services.restore_part(plan=plan, part=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(indicator=indicator, read_on=date(2020, 1, 1))


@pytest.mark.django_db
def test_a_released_figure_becomes_a_reading_that_keeps_the_link(
    cast: Cast, as_bertil: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_plan(cast.project, cast.college)
    indicator = make_indicator(plan, unit="index")
    asked: list[str] = []

    def figures(project: Any, *, audience: str) -> list[Figure]:
        asked.append(audience)
        return [figure(), figure(None, key="surveys:release-1:index:TY"), figure(unit="percent", key="x:y")]

    monkeypatch.setitem(registry._providers["evidence"], "surveys", figures)
    url = page("take_figure", plan, indicator.pk)
    assert [key for key, _said in as_bertil.get(url).context["form"].fields["figure"].choices] == [
        "surveys:release-1:index:OS"
    ]
    assert as_bertil.post(url, {"figure": "surveys:release-1:index:TY"}).status_code == 400
    assert as_bertil.post(url, {"figure": "surveys:release-1:index:OS"}).status_code == 302
    reading = Reading.objects.get()
    assert (reading.value, reading.read_on, reading.source) == (Decimal(72), date(2025, 5, 1), "survey")
    assert reading.figure_key == "surveys:release-1:index:OS"
    assert set(asked) == {"public"}
    facts = {"value": Decimal(99), "indicator": indicator}
    with pytest.raises(ReadingNotTyped):
        services.save_part(plan=plan, part=reading, facts=facts)
    with pytest.raises(FigureProtected):
        services.take_figure(indicator=indicator, figure=figure(None))
    with pytest.raises(FigureOfAnotherUnit):
        services.take_figure(indicator=indicator, figure=figure(unit="percent"))
    with pytest.raises(ReadingTwice):
        services.take_figure(indicator=indicator, figure=figure(71))


@pytest.mark.django_db
def test_the_roadmap_may_quote_what_was_read_but_no_release_a_second_time(cast: Cast) -> None:
    plan = make_plan(cast.project, cast.college, is_example=True)
    make_aim(plan)
    read(make_indicator(plan, "Luettu"), 49.6, days=3)
    services.take_figure(indicator=make_indicator(plan, "Julkaistu", unit="index"), figure=figure())
    read(make_indicator(plan, "Tunnit", unit="hours"), 3)
    publish(plan)
    quoted = [one for one in evidence.figures(cast.project, audience="public") if "indicator" in one.key]
    assert [(one.value, one.unit, one.label["fi"]) for one in quoted] == [(50, "percent", "Luettu")]
    assert quoted[0].as_of == timezone.localdate() - timedelta(days=3)
    assert {row.light for row in scorecards.of_plan(plan)} == {"red", "green"}
