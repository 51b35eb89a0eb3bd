"""Goals, measures, results and indicators as one chain; work packages and who carries them out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from projects.plans import services as plans
from projects.plans.errors import ForeignObjective as ForeignObjectiveOfIndicator
from projects.plans.models import ActionPlan, Aim, Indicator, Reading
from projects.register import goals, services
from projects.register.errors import CoImplementerNotPartner, ForeignObjective
from projects.register.models import Measure, Objective, Project, Result, WorkPackage
from tests.cast import Cast, make_organisation
from tests.plans.recipes import page as plan_page
from tests.register.pages import address
from yhes.common import audit

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def objective(project: Project, title: str) -> Objective:
    return Objective.objects.create(project=project, title_fi=title)


def indicator(
    cast: Cast, of: Objective | None, title: str, *, organisation: Any = None, published: bool = True
) -> Indicator:
    """Of a plan of its own, from 40 to 70 per cent; the newest reading stands half-way."""
    plan = plans.create_plan(
        project=cast.project,
        organisation=organisation,
        facts={"title_fi": f"Suunnitelma {title}", "vision_fi": "Visio"},
        actor=cast.aino,
    )
    plans.save_part(plan=plan, part=Aim(plan=plan), facts={"title_fi": "Päämäärä"}, actor=cast.aino)
    facts = {"title_fi": title, "objective": of, "baseline": Decimal(40), "target": Decimal(70)}
    made = plans.save_part(plan=plan, part=Indicator(plan=plan), facts=facts, actor=cast.aino)
    for day, value in ((1, 45), (2, 56)):
        read = {"indicator": made, "read_on": date(2026, 3, day), "value": Decimal(value)}
        plans.save_part(plan=plan, part=Reading(), facts=read, actor=cast.aino)
    if published:
        plans.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=cast.aino)
    return made


@pytest.fixture
def chained(cast: Cast) -> Objective:
    """A goal with everything, one with nothing, and a draft's and an organisation's indicators."""
    whole = objective(cast.project, "Ehjä tavoite")
    objective(cast.project, "Tyhjä tavoite")
    Measure.objects.create(project=cast.project, objective=whole, title_fi="Toimi")
    Result.objects.create(project=cast.project, objective=whole, title_fi="Tulos")
    Measure.objects.create(project=cast.project, title_fi="Irtotoimi")
    indicator(cast, whole, "Julkinen mittari")
    indicator(cast, whole, "Luonnoksen mittari", published=False)
    indicator(cast, whole, "Opiston mittari", organisation=cast.college)
    indicator(cast, None, "Irtomittari")
    return whole


def test_anyone_reads_the_chain_and_only_what_is_published(
    cast: Cast, chained: Objective, client: Client
) -> None:
    page = text(client.get(address("project", cast.project.slug)))
    order = ("Ehjä tavoite", "Tulos", "Toimi", "Julkinen mittari", "Tyhjä tavoite", "Irtotoimi")
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    for secret in ("Luonnoksen mittari", "Opiston mittari", "Irtomittari", "/desk/", "Loose ends"):
        assert secret not in page
    shown = page[page.index("Julkinen mittari") : page.index("Tyhjä tavoite")]
    for words in ("On the way", "56\N{NO-BREAK SPACE}%", "baseline 40", "target at least 70", "2 Mar 2026"):
        assert words in shown, words
    assert "At least half of the way from the baseline" in page  # the rule of the light


def test_a_protected_reading_is_said_to_be_protected(cast: Cast, chained: Objective, client: Client) -> None:
    Reading.objects.filter(indicator__title_fi="Julkinen mittari", read_on=date(2026, 3, 2)).update(
        value=None, is_protected=True
    )
    page = text(client.get(address("project", cast.project.slug)))
    shown = page[page.index("Julkinen mittari") : page.index("Tyhjä tavoite")]
    assert "Protected" in shown
    assert "45" not in shown  # the one before is not told in its place
    assert "newest reading" not in shown


def test_everybody_with_a_part_reads_the_chain_and_coordinators_mend_it(
    cast: Cast, chained: Objective, as_aino: Client, as_cecilia: Client, as_bertil: Client
) -> None:
    url = address("plan", cast.project.slug)
    hers, coachs, contacts = (text(client.get(url)) for client in (as_aino, as_cecilia, as_bertil))
    assert "Luonnoksen mittari" in hers
    assert "Opiston mittari" in contacts
    for words in ("Luonnoksen mittari", "Opiston mittari", "Loose ends", "Add a goal"):
        assert words not in coachs, words
    assert "Julkinen mittari" in coachs
    assert [
        (end.kind, str(end.item), end.missing) for end in goals.chain(cast.project, user=cast.aino).loose_ends
    ] == [
        ("objective", "Tyhjä tavoite", "measure"),
        ("objective", "Tyhjä tavoite", "indicator"),
        ("measure", "Irtotoimi", "objective"),
        ("indicator", "Irtomittari", "objective"),
    ]
    assert "Loose ends" in hers
    empty = Objective.objects.get(title_fi="Tyhjä tavoite")
    add = f"{address('plan_item_add', cast.project.slug, 'measure')}?goal={empty.pk}"
    assert add in hers
    assert f'<option value="{empty.pk}" selected>' in text(as_aino.get(add))


def test_the_first_page_of_the_desk_leads_to_the_goals(
    cast: Cast, chained: Objective, as_aino: Client, as_cecilia: Client
) -> None:
    url = f"/en/desk/{cast.project.slug}/"
    hers, coachs = text(as_aino.get(url)), text(as_cecilia.get(url))
    assert f"#goal-{chained.pk}" in hers
    assert f"#goal-{chained.pk}" in coachs
    assert "4 loose ends" in hers
    assert "loose end" not in coachs


def test_the_chain_asks_as_often_for_ten_goals_as_for_one(
    cast: Cast, chained: Objective, client: Client, django_assert_max_num_queries: Any
) -> None:
    url = address("project", cast.project.slug)
    client.get(url)
    with django_assert_max_num_queries(40) as asked:
        client.get(url)
    few = len(asked.captured_queries)
    for number in range(9):
        goal = objective(cast.project, f"Tavoite {number}")
        Measure.objects.create(project=cast.project, objective=goal, title_fi=f"Toimi {number}")
        Indicator.objects.create(
            plan=ActionPlan.objects.get(indicators__title_fi="Julkinen mittari"),
            objective=goal,
            title_fi=f"Mittari {number}",
            target=Decimal(1),
        )
    with django_assert_max_num_queries(few):
        assert "Mittari 8" in text(client.get(url))


def test_an_indicator_measures_a_goal_of_its_own_project(cast: Cast, chained: Objective) -> None:
    mine: Any = Indicator.objects.get(title_fi="Julkinen mittari")
    foreign = objective(cast.other_project, "Vieras tavoite")
    with pytest.raises(ForeignObjectiveOfIndicator):
        plans.save_part(plan=mine.plan, part=mine, facts={"objective": foreign}, actor=cast.aino)
    with pytest.raises(ForeignObjective):
        services.save_plan_item(
            item=Measure(project=cast.project), facts={"title_fi": "Toimi", "objective": foreign}
        )
    chained.delete()
    mine.refresh_from_db()
    assert mine.objective is None  # it stays, as measures and results do


def test_a_coordinator_chooses_the_goal_of_an_indicator(
    cast: Cast, chained: Objective, as_aino: Client
) -> None:
    loose = Indicator.objects.get(title_fi="Irtomittari")
    url = plan_page("part_edit", loose.plan, "indicator", loose.pk)
    data = {
        "title_fi": "Irtomittari", "unit": "percent", "direction": "more", "baseline": "40", "target": "70",
        "order": "0", "objective": str(chained.pk),
    }  # fmt: skip
    assert "Ehjä tavoite" in text(as_aino.get(url))
    assert as_aino.post(url, data).status_code == 302
    loose.refresh_from_db()
    assert loose.objective == chained
    foreign = objective(cast.other_project, "Vieras tavoite")
    assert as_aino.post(url, data | {"objective": str(foreign.pk)}).status_code == 400


def test_quality_gaps_are_a_list(cast: Cast, client: Client, as_cecilia: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(
        quality_gaps_fi="- Arjen prosessit\n\n•  Kriteerit <b>\n"
    )
    cast.project.refresh_from_db()
    assert cast.project.quality_gap_list == ["Arjen prosessit", "Kriteerit <b>"]
    for page in (
        client.get(address("project", cast.project.slug)),
        as_cecilia.get(address("plan", cast.project.slug)),
    ):
        assert "<li>Arjen prosessit</li><li>Kriteerit &lt;b&gt;</li>" in text(page)


def test_only_partners_carry_out_a_work_package(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    stranger = make_organisation("vieras", "Esimerkkivieras")
    package = WorkPackage(project=cast.project)
    facts = {"title_fi": "Paketti"}
    with pytest.raises(CoImplementerNotPartner, match="Esimerkkivieras"):
        services.save_plan_item(item=package, facts=facts, co_implementers=[cast.college, stranger])
    assert not WorkPackage.objects.exists()
    url = address("plan_item_add", cast.project.slug, "work-package")
    data = {"title_fi": "Paketti", "order": "0", "co_implementers": [str(cast.college.pk), str(stranger.pk)]}
    refused = as_aino.post(url, data)
    assert refused.status_code == 400
    assert "not a partner of this project" in text(refused)
    as_aino.post(url, data | {"co_implementers": [str(cast.college.pk)]})
    made = WorkPackage.objects.get()
    assert list(made.co_implementers.all()) == [cast.college]
    assert "Paketti" in text(as_bertil.get(address("partner", cast.project.slug, cast.college.slug)))
    edit = address("plan_item", cast.project.slug, "work-package", made.pk)
    as_aino.post(edit, {"title_fi": "Paketti", "order": "0", "co_implementers": [str(cast.institute.pk)]})
    told = audit.history(made).latest("pk").changes["co_implementers"]
    assert [[name["fi"] if isinstance(name, dict) else name for name in side] for side in told] == [
        ["Esimerkkiopisto"], [str(cast.institute)]
    ]  # fmt: skip


def test_the_second_of_two_who_change_a_goal_sees_what_the_first_wrote(
    cast: Cast, chained: Objective, as_aino: Client
) -> None:
    url = address("plan_item", cast.project.slug, "objective", chained.pk)
    data = {"title_fi": "Ehjä tavoite", "title_sv": "Mål", "order": "0", "seen": "0"}
    assert as_aino.post(url, data).status_code == 302
    late = as_aino.post(url, data | {"title_sv": "", "title_en": "Goal"})
    assert late.status_code == 400
    page = text(late)
    assert "Somebody else has changed these details" in page
    assert 'value="Goal"' in page  # what was typed
    assert 'value="Mål"' in page  # and what the other wrote, where this person had left it as it was
    seen = late.context["form"].data["seen"]
    assert as_aino.post(url, data | {"title_en": "Goal", "seen": seen}).status_code == 302
    chained.refresh_from_db()
    assert (chained.title_sv, chained.title_en) == ("Mål", "Goal")
    assert "Aino Ahonen" in text(as_aino.get(url))
