"""Action plans on the desk: who reads, who keeps, and what becomes of what they write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from projects.plans import evidence, offers, personal, services
from projects.plans.errors import (
    AimInUse,
    AimIsGone,
    ForeignAim,
    ForeignOrganisation,
    ForeignPerson,
    NotFromThisState,
    NotInBin,
    PersonOrRole,
    PlanArchived,
    TitleMissing,
    VisionMissing,
)
from projects.plans.models import TRANSITIONS, Action, ActionPlan, Aim
from tests.cast import Cast, give_second_factor, make_organisation, sign_in
from tests.plans.recipes import address, make_action, make_aim, make_plan, make_stone, page, publish
from tests.register.pages import in_bin
from tests.workshops.recipes import make_held, write
from yhes.common import bins, registry
from yhes.common.figures import Figure
from yhes.common.models import Link
from yhes.common.words import Words

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def text(response: Any) -> str:
    return str(response.content.decode())


# --- Reading -----------------------------------------------------------------------------------------------


def test_a_plan_is_read_by_its_own_people_and_a_project_plan_by_all_once_published(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, as_cecilia: Client, as_eero: Client
) -> None:
    own, foreign = make_plan(cast.project, cast.college), make_plan(cast.project, cast.institute, "Muiden")
    common = make_plan(cast.project, None, "Yhteinen")

    def seen(client: Client) -> set[str]:
        response = client.get(address("plan_list", cast.project.slug))
        return {plan.title for plan in response.context["page_obj"]}

    assert seen(as_aino) == {"Yhdessä", "Muiden", "Yhteinen"}
    assert seen(as_bertil) == seen(as_maija) == {"Yhdessä"}
    assert seen(as_cecilia) == set()
    make_aim(common)
    publish(common)
    assert seen(as_cecilia) == {"Yhteinen"}
    assert seen(as_bertil) == {"Yhdessä", "Yhteinen"}
    assert as_bertil.get(page("plan", foreign)).status_code == 404
    assert as_bertil.get(page("plan_edit", common)).status_code == 403
    assert as_maija.get(page("plan_edit", own)).status_code == 403
    assert as_eero.get(page("plan", own)).status_code == 404


def test_the_same_organisation_in_another_project_opens_nothing(cast: Cast, as_bertil: Client) -> None:
    cast.other_project.partnerships.create(organisation=cast.college, role="partner", state="joined")
    plan = make_plan(cast.other_project, cast.college)
    assert as_bertil.get(page("plan", plan)).status_code == 404


def test_the_plans_page_tells_where_it_stands(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    late, _later = make_action(aim, "Myöhässä", days=-3), make_action(aim, "Tulossa", days=20, role="rehtori")
    done = make_action(aim, "Tehty", days=-5)
    services.set_action_state(action=done, state="done")
    make_stone(plan, TODAY.year)
    make_stone(plan, TODAY.year + 1)
    make_stone(plan, TODAY.year + 2)
    response = as_bertil.get(page("plan", plan))
    context = response.context
    assert (context["done"], context["late"], context["total"]) == (1, 1, 3)
    assert context["next"].title == "Tulossa"
    assert [year.state for year in context["years"]] == ["now", "next", "later"]
    assert "rehtori" in text(response)
    assert late.is_late
    assert not Action.objects.get(pk=done.pk).is_late


def test_names_of_others_are_told_after_a_second_factor_only(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    action = make_action(make_aim(plan), responsible_id=cast.maija.pk)
    services.save_part(
        plan=plan, part=action, facts={"responsible_id": cast.aino.pk, "aim": action.aim}, actor=cast.aino
    )
    places = [
        page("plan", plan),
        page("action", plan, action.pk),
        page("part_edit", plan, "action", action.pk),
        address("action_list", cast.project.slug),
        address("action_csv", cast.project.slug),
    ]
    for place in places:
        shown = text(as_bertil.get(place))
        assert "Aino" not in shown, place
        assert "Maija" not in shown, place
    give_second_factor(cast.bertil)
    confirmed = sign_in(Client(), cast.bertil)
    for place in places:
        assert "Aino Ahonen" in text(confirmed.get(place)), place


# --- Writing ---------------------------------------------------------------------------------------------


def test_a_contact_makes_a_plan_for_the_own_organisation_and_no_other(cast: Cast, as_bertil: Client) -> None:
    url = address("plan_add", cast.project.slug)
    typed = {"title_fi": "Oma suunnitelma", "organisation": cast.institute.pk}
    assert as_bertil.post(url, typed).status_code == 400
    assert as_bertil.post(url, {"title_fi": "Oma suunnitelma"}).status_code == 400
    assert not ActionPlan.objects.exists()
    response = as_bertil.post(url, typed | {"organisation": cast.college.pk})
    plan = ActionPlan.objects.get()
    assert response["Location"] == page("plan", plan)
    assert (plan.organisation, plan.state, plan.slug) == (cast.college, "draft", "oma-suunnitelma")
    with pytest.raises(ForeignOrganisation):
        make_plan(cast.project, make_organisation("esimerkki-muu", "Esimerkki muu"))


def test_the_forms_write_aims_actions_and_stepping_stones(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    as_bertil.post(page("part_add", plan, "aim"), {"title_fi": "Tavoite", "order": 1})
    aim = Aim.objects.get()
    typed = {"title_fi": "Toimi", "aim": aim.pk, "responsible_id": cast.bertil.pk, "due_on": "2027-05-31"}
    url = page("part_add", plan, "action")
    assert as_bertil.post(url, typed | {"role": "rehtori"}).status_code == 400
    assert as_bertil.post(url, typed | {"aim": 0}).status_code == 400
    assert as_bertil.post(url, typed | {"responsible_id": cast.eero.pk}).status_code == 400
    assert as_bertil.post(url, typed).status_code == 302
    action = Action.objects.get()
    assert (action.responsible, f"{action.due_on}", action.state) == (cast.bertil, "2027-05-31", "planned")
    stone = page("part_add", plan, "stepping-stone")
    assert as_bertil.post(stone, {"title_fi": "Askel", "year": 1999}).status_code == 400
    assert as_bertil.post(stone, {"title_fi": "Askel", "year": 2028}).status_code == 302
    assert as_bertil.get(page("part_add", plan, "muu")).status_code == 404


def test_what_makes_no_sense_is_refused_by_the_services(cast: Cast) -> None:
    plan, other = make_plan(cast.project, cast.college), make_plan(cast.project, None, "Muu")
    aim, foreign = make_aim(plan), make_aim(other)
    with pytest.raises(TitleMissing):
        make_aim(plan, " ")
    with pytest.raises(ForeignAim):
        services.save_part(plan=plan, part=Action(), facts={"title_fi": "X", "aim": foreign})
    with pytest.raises(PersonOrRole):
        make_action(aim, responsible_id=cast.bertil.pk, role="rehtori")
    with pytest.raises(ForeignPerson):
        make_action(aim, responsible_id=cast.eero.pk)
    with pytest.raises(VisionMissing):
        publish(make_plan(cast.project, None, "Tyhjä"))
    services.set_plan_state(plan=plan, state="archived")
    with pytest.raises(PlanArchived):
        make_action(aim)
    with pytest.raises(NotFromThisState):
        publish(plan)
    assert services.set_plan_state(plan=plan, state="draft").state == "draft"


@pytest.mark.parametrize("before", Action.State.values)
def test_an_action_moves_by_the_steps_that_are_named_and_no_other(cast: Cast, before: str) -> None:
    action = make_action(make_aim(make_plan(cast.project)))
    done_on = TODAY if before == "done" else None
    for after in Action.State.values:
        Action.objects.filter(pk=action.pk).update(state=before, done_on=done_on)
        if after != before and after not in TRANSITIONS[before]:
            with pytest.raises(NotFromThisState):
                services.set_action_state(action=action, state=after)
            continue
        moved = services.set_action_state(action=action, state=after, actor=cast.aino)
        assert moved.state == after
        assert moved.done_on == (TODAY if after == "done" else None)


def test_the_second_writer_sees_what_the_first_changed_and_keeps_the_own_text(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    plan = make_plan(cast.project, cast.college)
    action = make_action(make_aim(plan), days=10)
    url = page("part_edit", plan, "action", action.pk)

    def opened(client: Client) -> dict[str, Any]:
        form = client.get(url).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in shown.items() if value is not None} | {
            "due_on": f"{action.due_on}"
        }

    first, second = opened(as_aino), opened(as_bertil)
    assert as_aino.post(url, first | {"role": "rehtori"}).status_code == 302
    response = as_bertil.post(url, second | {"title_fi": "Minun tekstini"})
    assert response.status_code == 400
    assert [change.after for entry in response.context["meanwhile"] for change in entry.changes] == [
        "rehtori"
    ]
    form = response.context["form"]
    assert (form["title_fi"].value(), form["role"].value()) == ("Minun tekstini", "rehtori")
    again = second | {"title_fi": "Minun tekstini", "role": "rehtori", "seen": form["seen"].value()}
    assert as_bertil.post(url, again).status_code == 302
    action.refresh_from_db()
    assert (action.title_fi, action.role) == ("Minun tekstini", "rehtori")


# --- The bin -----------------------------------------------------------------------------------------------


def test_what_is_deleted_comes_back_and_is_gone_after_thirty_days(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    action = make_action(aim)
    with pytest.raises(AimInUse):
        services.delete_part(plan=plan, part=aim)
    response = as_bertil.post(page("part_delete", plan, "action", action.pk), follow=True)
    assert response.context["undo"]["row"] == action
    assert "Varataan iltapäivä" in text(as_bertil.get(in_bin(cast.project)))
    assert as_bertil.get(page("action", plan, action.pk)).status_code == 404
    services.delete_part(plan=plan, part=aim)
    with pytest.raises(AimIsGone):
        services.restore_part(plan=plan, part=action)
    services.restore_part(plan=plan, part=aim)
    as_bertil.post(in_bin(cast.project, "plan-action", action.pk))
    assert as_bertil.get(page("action", plan, action.pk)).status_code == 200
    with pytest.raises(NotInBin):
        services.restore_part(plan=plan, part=action)

    response = as_bertil.post(page("plan_delete", plan), follow=True)
    assert response.context["deleted"] == plan
    assert as_bertil.get(page("plan", plan)).status_code == 404
    as_bertil.post(in_bin(cast.project, "plan", plan.pk))
    assert as_bertil.get(page("plan", plan)).status_code == 200
    services.delete_plan(plan=plan)
    bins.empty(timezone.now() + timedelta(days=29))
    assert ActionPlan.objects.exists()
    bins.empty(timezone.now() + timedelta(days=31))
    assert not ActionPlan.objects.exists()


# --- Lists -------------------------------------------------------------------------------------------------


def test_the_list_of_actions_is_narrowed_sorted_and_taken_as_a_file(cast: Cast, as_aino: Client) -> None:
    plan, other = make_plan(cast.project, cast.college), make_plan(cast.project, None, "Toinen")
    aim = make_aim(plan)
    make_action(aim, "Aikaa", days=-3, responsible_id=cast.bertil.pk)
    make_action(aim, "Koneita", days=9, role="rehtori")
    make_action(make_aim(other, "Muu tavoite"), "=HYPERLINK()")

    def listed(**query: Any) -> list[str]:
        response = as_aino.get(address("action_list", cast.project.slug), query)
        return [action.title for action in response.context["page_obj"]]

    assert listed() == ["Aikaa", "Koneita", "=HYPERLINK()"]
    assert listed(late="1") == ["Aikaa"]
    assert listed(responsible=cast.bertil.pk) == ["Aikaa"]
    assert listed(responsible="nobody") == ["=HYPERLINK()"]
    assert listed(aim=aim.pk, sort="title") == ["Aikaa", "Koneita"]
    assert listed(plan=other.slug) == ["=HYPERLINK()"]
    assert listed(q="REHTORI") == ["Koneita"]
    assert listed(state="done") == []
    file = as_aino.get(address("action_csv", cast.project.slug), {"late": "1"}).content.decode("utf-8-sig")
    assert file.count("\r\n") == 2
    assert "Aikaa" in file
    whole = as_aino.get(address("action_csv", cast.project.slug)).content.decode("utf-8-sig")
    assert "'=HYPERLINK()" in whole


def test_the_list_of_plans_goes_into_a_file_as_it_is_filtered(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    make_action(make_aim(plan), "Aikaa", days=-1)
    make_plan(cast.project, None, title_fi="=Toinen")

    def file(**query: Any) -> list[str]:
        answer = as_aino.get(address("plan_csv", cast.project.slug), query)
        return answer.content.decode("utf-8-sig").splitlines()

    head, *rows = file()
    assert len(head.split(";")) == 8
    assert [row.partition(";")[0] for row in rows] == ["'=Toinen", plan.title]
    assert rows[1].split(";")[3:7] == ["1", "1", "0", "1"]
    assert len(file(state="published")) == 1


def test_lists_ask_the_database_as_often_for_many_as_for_few(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    urls = [
        address("plan_list", cast.project.slug),
        address("action_list", cast.project.slug),
        page("plan", plan),
    ]

    def asked() -> list[int]:
        counts = []
        for url in urls:
            with django_assert_max_num_queries(30) as queries:
                as_aino.get(url)
            counts.append(len(queries))
        return counts

    make_action(aim, days=3, responsible_id=cast.bertil.pk)
    asked()
    few = asked()
    for number in range(12):
        make_action(make_aim(plan, f"Tavoite {number}"), f"Toimi {number}", responsible_id=cast.aino.pk)
        make_plan(cast.project, cast.institute, f"Suunnitelma {number}")
    assert asked() == few


# --- What is offered to the others -------------------------------------------------------------------------


def test_ones_own_actions_stand_among_the_things_to_do_and_in_the_calendar(cast: Cast) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    make_action(aim, "Myöhässä", days=-2, responsible_id=cast.bertil.pk)
    soon = make_action(aim, "Pian", days=9, responsible_id=cast.bertil.pk)
    make_action(aim, "Kaukana", days=60, responsible_id=cast.bertil.pk)
    make_action(aim, "Kenenkään", days=-1)
    mine = list(offers.todo(cast.bertil, cast.project))
    assert [(todo.urgency, todo.is_late) for todo in mine] == [(-2, True), (9, False)]
    assert not list(offers.todo(cast.maija, cast.project))
    (unowned,) = offers.todo(cast.aino, cast.project)
    assert "late=1" in unowned.url
    now = timezone.now()
    entries = list(offers.calendar(cast.maija, [cast.project], now, now + timedelta(days=14)))
    assert [entry.title for entry in entries] == [soon.title]
    assert not list(offers.calendar(cast.cecilia, [cast.project], now, now + timedelta(days=14)))
    services.set_plan_state(plan=plan, state="archived")
    assert not list(offers.todo(cast.bertil, cast.project))


def test_a_person_takes_the_own_actions_along_and_leaves_them_to_others(cast: Cast) -> None:
    action = make_action(make_aim(make_plan(cast.project, cast.college)), responsible_id=cast.bertil.pk)
    (mine,) = personal.personal_data(cast.bertil)["actions"]
    assert mine["action"] == action.title
    assert len(list(personal.leaving(cast.bertil))) == 1
    cast.bertil.delete()
    action.refresh_from_db()
    assert action.responsible is None


def test_only_published_plans_are_evidence(cast: Cast) -> None:
    plan = make_plan(cast.project, cast.college, is_example=True)
    done, _open = make_action(make_aim(plan)), make_action(make_aim(plan, "Toinen"))
    services.set_action_state(action=done, state="done")
    assert evidence.figures(cast.project, audience="inside") == []
    publish(plan)
    aims, share = evidence.figures(cast.project, audience="public")
    assert (aims.value, share.value, share.of, share.unit) == (2, 1, 2, "share")
    assert share.is_example
    services.delete_plan(plan=plan)
    assert evidence.figures(cast.project, audience="public") == []


# --- Actions of what was found out elsewhere -----------------------------------------------------------


def test_an_action_starts_from_an_outcome_and_both_ends_tell_of_it(
    cast: Cast, as_aino: Client, as_bertil: Client, as_cecilia: Client
) -> None:
    workshop = make_held(cast.project)
    outcome = write(workshop, "Varataan yhteinen aika", text_sv="Gemensam tid")
    plan = make_plan(cast.project, cast.college)
    aim, foreign = make_aim(plan), make_aim(make_plan(cast.project, cast.institute, "Muiden"))
    start = address("start_action", cast.project.slug)
    with translation.override("en"):
        event = reverse("workshops:workshop", args=[cast.project.slug, workshop.slug])
    assert f"{start}?from=workshops.outcome:{outcome.pk}" in text(as_bertil.get(event))
    assert start not in text(as_cecilia.get(event))
    url = f"{start}?from=workshops.outcome:{outcome.pk}"
    form = as_bertil.get(url).context["form"]
    assert (form["title_fi"].value(), form["title_sv"].value()) == ("Varataan yhteinen aika", "Gemensam tid")
    typed = {"title_fi": "Varataan aika", "aim": aim.pk}
    assert as_bertil.post(url, typed | {"aim": foreign.pk}).status_code == 400
    assert as_bertil.post(f"{start}?from=workshops.outcome:987654", typed).status_code == 200
    assert not Action.objects.exists()
    made = as_bertil.post(url, typed, follow=True)
    assert "Varataan yhteinen aika" in text(made)
    action = Action.objects.get()
    assert page("action", plan, action.pk) in text(as_aino.get(event))
    assert page("action", plan, action.pk) not in text(as_cecilia.get(event))
    services.delete_part(plan=plan, part=action)
    assert page("action", plan, action.pk) not in text(as_aino.get(event))
    bins.empty(timezone.now() + timedelta(days=31))
    assert not Link.objects.exists()


def test_an_action_starts_from_a_figure_that_a_survey_has_released(
    cast: Cast, as_bertil: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Words(fi="Aikaa kehittämiseen", sv="", en="")
    found = Figure("surveys:x", "surveys", 38, "index", words, words, TODAY, address="/id/x")
    monkeypatch.setitem(registry._providers["evidence"], "surveys", lambda project, *, audience: [found])
    aim = make_aim(make_plan(cast.project, cast.college))
    start = address("start_action", cast.project.slug)
    assert "?from=surveys%3Ax" in text(as_bertil.get(start))
    url = f"{start}?from=surveys:x"
    assert as_bertil.get(url).context["form"]["title_fi"].value() == "Aikaa kehittämiseen 38"
    shown = as_bertil.post(url, {"title_fi": "Varataan aika", "aim": aim.pk}, follow=True)
    assert 'href="/id/x"' in text(shown)
    offered = offers.follow_ups(cast.bertil, cast.project, ["surveys:x"])
    assert [row.title for row in offered.found["surveys:x"]] == ["Varataan aika"]
