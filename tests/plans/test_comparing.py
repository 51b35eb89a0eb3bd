"""Comparing an indicator with others: among those who agreed, by name, and nobody else shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.plans import services
from projects.plans.errors import NothingToCompare, NotTakingPart, PlanArchived
from projects.plans.models import ActionPlan, ComparisonAgreement, Indicator, Reading
from projects.register.models import Organisation, Partnership
from tests.cast import Cast, join, make_organisation
from tests.plans.recipes import make_plan, page
from tests.plans.test_reviews import measured
from yhes.accounts.models import User
from yhes.common import audit

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def of(cast: Cast, organisation: Organisation, *values: int, **changed: Any) -> Indicator:
    """An indicator of a plan of its own of the organisation."""
    indicator = measured(make_plan(cast.project, organisation, f"Plan of {organisation}"), *values)
    return services.save_part(plan=indicator.plan, part=indicator, facts=changed) if changed else indicator


def agree(indicator: Indicator, user: User) -> Indicator:
    services.agree_to_compare(indicator=indicator, actor=user)
    return indicator


def named(client: Client, indicator: Indicator) -> list[str]:
    comparison = client.get(page("compare", indicator.plan, indicator.pk)).context["comparison"]
    return [row[0]["text"] for row in comparison.rows]


def test_who_agreed_sees_those_who_agreed_and_may_take_it_back(
    cast: Cast, as_bertil: Client, as_maija: Client, as_aino: Client
) -> None:
    own, other = of(cast, cast.college, 56), of(cast, cast.institute, 40)
    silent = make_organisation("hiljainen", "Esimerkkihiljainen")
    join(cast.project, silent)
    of(cast, silent, 77)
    agree(other, cast.eero)
    url = page("compare", own.plan, own.pk)
    before = as_bertil.get(url)
    assert before.context["comparison"] is None
    for hidden in (str(cast.institute), "Esimerkkihiljainen", "40\xa0%"):
        assert hidden not in text(before)

    assert "Tick the box if your organisation agrees." in text(as_bertil.post(url))
    shown = text(as_bertil.post(url, {"agreed": "on"}, follow=True))
    assert named(as_bertil, own) == sorted([str(cast.college), str(cast.institute)], key=str.casefold)
    for told in ("40\xa0%", "56\xa0%", "at least 60\xa0%", "<svg"):
        assert told in shown
    assert "Esimerkkihiljainen" not in shown
    assert "77\xa0%" not in shown
    assert named(as_maija, own) == named(as_aino, own) == named(as_bertil, own)

    assert as_maija.post(page("compare_take_back", own.plan, own.pk)).status_code == 403
    assert "Nobody else sees it" in text(
        as_bertil.post(page("compare_take_back", own.plan, own.pk), follow=True)
    )
    assert as_bertil.get(url).context["comparison"] is None
    assert named(as_aino, other) == [str(cast.institute)]
    events = [(event.action, event.actor) for event in audit.history(own)][:2]
    assert events == [("plans.comparing_taken_back", cast.bertil), ("plans.comparing_agreed", cast.bertil)]


def test_nobody_agrees_for_another(cast: Cast, as_aino: Client, as_maija: Client, as_cecilia: Client) -> None:
    own = of(cast, cast.college, 56)
    for client, status in ((as_aino, 403), (as_maija, 403), (as_cecilia, 404)):
        assert client.post(page("compare", own.plan, own.pk), {"agreed": "on"}).status_code == status
    assert not ComparisonAgreement.objects.exists()
    whole = measured(make_plan(cast.project, None, "Whole"), 50)
    with pytest.raises(NothingToCompare):
        agree(whole, cast.aino)
    services.set_plan_state(plan=own.plan, state="archived")
    with pytest.raises(PlanArchived):
        agree(own, cast.bertil)
    Partnership.objects.filter(organisation=cast.institute, project=cast.project).update(state="declined")
    with pytest.raises(NotTakingPart):
        agree(of(cast, cast.institute, 1), cast.eero)


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ({"title_fi": "Muu nimi"}, True),  # the English name is still the same
        ({"title_en": "Other name"}, False),
        ({"unit": "index"}, False),
        ({"direction": "less"}, False),
        ({"title_en": "RESPONSE rate"}, True),
        ({"target": Decimal(90)}, True),
    ],
)
def test_only_what_is_counted_alike_is_compared(
    cast: Cast, as_bertil: Client, changed: dict[str, Any], is_same: bool
) -> None:
    own = agree(of(cast, cast.college, 56), cast.bertil)
    agree(of(cast, cast.institute, 40, **changed), cast.eero)
    assert (str(cast.institute) in named(as_bertil, own)) is is_same


def test_what_is_protected_ended_deleted_or_of_another_source_or_project_shows_nothing(
    cast: Cast, as_bertil: Client
) -> None:
    own, other = (
        agree(of(cast, cast.college, 56), cast.bertil),
        agree(of(cast, cast.institute, 40), cast.eero),
    )
    both = [str(cast.college), str(cast.institute)]
    assert sorted(named(as_bertil, own)) == sorted(both)
    Reading.objects.filter(indicator=other).update(value=None, is_protected=True)
    shown = text(as_bertil.get(page("compare", own.plan, own.pk)))
    assert "Protected" in shown
    assert "40\xa0%" not in shown
    Reading.objects.filter(indicator=other).update(value=40, is_protected=False, source="feedback")
    assert named(as_bertil, own) == [str(cast.college)]
    Reading.objects.filter(indicator=other).update(source="typed")
    for change, back in (
        ({"state": "archived"}, {"state": "draft"}),
        ({"deleted_at": own.created_at}, {"deleted_at": None}),
        ({"project": cast.other_project}, {"project": cast.project}),
    ):
        ActionPlan.objects.filter(pk=other.plan_id).update(**change)
        assert named(as_bertil, own) == [str(cast.college)], change
        ActionPlan.objects.filter(pk=other.plan_id).update(**back)
    Partnership.objects.filter(organisation=cast.institute, project=cast.project).update(state="declined")
    assert named(as_bertil, own) == [str(cast.college)]
    assert "Nobody to compare with yet" in text(as_bertil.get(page("compare", own.plan, own.pk)))


def test_comparing_asks_as_much_for_many_as_for_few(cast: Cast, as_bertil: Client) -> None:
    own = agree(of(cast, cast.college, 56), cast.bertil)
    url = page("compare", own.plan, own.pk)

    def more(numbers: range) -> None:
        for number in numbers:
            organisation = make_organisation(f"vertailu-{number}", f"Esimerkkivertailu {number}")
            join(cast.project, organisation)
            agree(of(cast, organisation, 40), cast.eero)

    more(range(1))
    as_bertil.get(url)
    with CaptureQueriesContext(connection) as few:
        as_bertil.get(url)
    more(range(1, 6))
    with CaptureQueriesContext(connection) as many:
        as_bertil.get(url)
    assert len(many) == len(few)
    assert len(named(as_bertil, own)) == 7
