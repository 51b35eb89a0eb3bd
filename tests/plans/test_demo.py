"""The demo's plans: made up, marked as examples, and worth comparing."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from projects.plans import comparing, demo_comparing, scorecards
from projects.plans import demo as demo_plan
from projects.plans.models import ActionPlan, ComparisonAgreement, Indicator
from projects.plans.services import stop_comparing
from projects.register import demo
from yhes.accounts.demo import create_demo_people
from yhes.common import audit
from yhes.common.registry import DemoContext

pytestmark = pytest.mark.django_db

AGREED = ("Koivu", "Kuusi", "Tammi", "Lehmus", "Vaahtera")


@pytest.fixture
def loaded() -> DemoContext:
    with translation.override("fi"):
        context = demo.load(people=create_demo_people(), say=lambda line: None)
        demo_plan.load(context)
        demo_comparing.load(context)
    return context


def of_kuusi(title: str) -> Indicator:
    plan = ActionPlan.objects.get(slug="esimerkki-kuusi-toimintasuunnitelma")
    found: Indicator = scorecards.with_readings(plan).get(title_fi=title)
    return found


def rows(indicator: Indicator) -> dict[str, list[dict[str, Any]]]:
    """Last word of the organisation's name → its row."""
    with translation.override("fi"):
        return {row[0]["text"].split()[-1]: row for row in comparing.compared(indicator).rows}


def test_the_demo_compares_those_that_agreed_and_says_nothing_of_the_one_that_did_not(
    loaded: DemoContext,
) -> None:
    rate = of_kuusi("Henkilöstökyselyn vastausprosentti")
    shown = rows(rate)
    assert tuple(shown) == AGREED
    assert [shown[name][1]["text"] for name in AGREED] == ["77\xa0%", "63\xa0%", "44\xa0%", "82,5\xa0%", "–"]
    assert len({shown[name][4]["badge_label"] for name in AGREED}) > 2  # the lights differ
    same = Indicator.objects.filter(title_fi=rate.title_fi).exclude(agreement__is_agreed=True)
    assert [str(one.plan.organisation).split()[-1] for one in same] == ["Paju"]
    assert tuple(rows(of_kuusi("Sairauspoissaolot henkilötyövuotta kohti"))) == ("Koivu", "Kuusi", "Tammi")


def test_all_of_it_is_marked_as_an_example_of_fictional_organisations(loaded: DemoContext) -> None:
    plans = ActionPlan.objects.filter(organisation__isnull=False).select_related("organisation")
    assert len(plans) == 6
    assert all(plan.is_example and plan.organisation.is_fictional for plan in plans)


def test_nobody_without_an_account_is_named_as_having_agreed(loaded: DemoContext) -> None:
    agreed = [audit.history(row.indicator).latest("pk") for row in ComparisonAgreement.objects.all()]
    assert {event.actor for event in agreed} == {None, loaded.people["contact"]}


def test_loading_again_asks_nobody_again(loaded: DemoContext) -> None:
    rate = of_kuusi("Henkilöstökyselyn vastausprosentti")
    stop_comparing(indicator=rate, actor=loaded.people["contact"])
    demo_comparing.load(loaded)
    assert not comparing.is_agreed(rate)
    assert ActionPlan.objects.filter(organisation__isnull=False).count() == 6
