"""What needs me today: at most five things, two weeks, and a choice for those with several projects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from projects.register import services
from projects.register.models import Partnership, Project, Role
from tests.cast import Cast, give_role, make_organisation, sign_in
from yhes.common import registry
from yhes.common.registry import CalendarEntry, OverviewBlock, Todo
from yhes.desk import calendar

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def overview(project: Project) -> str:
    with translation.override("en"):
        return reverse("desk:project", args=[project.slug])


def silent(cast: Cast, days: int, number: int = 0) -> Partnership:
    """A partner that was invited so many days ago and has not answered."""
    organisation = make_organisation(f"hiljainen-{number}", f"Esimerkki hiljainen {number}")
    partnership = services.add_partner(
        project=cast.project, organisation=organisation, role="partner", state="invited"
    )
    when = timezone.now() - timedelta(days=days)
    Partnership.objects.filter(pk=partnership.pk).update(changed_at=when)
    return partnership


def test_one_project_opens_by_itself_and_several_are_offered(cast: Cast, as_bertil: Client) -> None:
    assert as_bertil.get("/en/desk/")["Location"] == overview(cast.project)
    give_role(cast.bertil, cast.other_project, Role.COACH)
    page = text(as_bertil.get("/en/desk/"))
    assert overview(cast.project) in page
    assert overview(cast.other_project) in page


def test_somebody_without_a_project_is_told_what_to_do(cast: Cast, as_eero: Client) -> None:
    page = text(as_eero.get("/en/desk/"))
    assert "You have no projects yet" in page
    assert "Esimerkkipolku" not in page


def test_outsiders_get_the_page_of_a_project_that_does_not_exist(cast: Cast, as_eero: Client) -> None:
    response = as_eero.get(overview(cast.project))
    assert response.status_code == 404
    assert "Esimerkkipolku" not in text(response)


def test_a_week_of_silence_becomes_something_to_do(cast: Cast, as_aino: Client) -> None:
    silent(cast, days=6)
    assert "Nothing waits for you today" in text(as_aino.get(overview(cast.project)))
    silent(cast, days=9, number=1)
    page = text(as_aino.get(overview(cast.project)))
    assert "One thing waits for you" in page
    assert "1 partner has not answered the invitation" in page
    assert "9 days waited" in page


def test_partners_awaiting_an_answer_stand_beside_with_the_longest_wait_first(
    cast: Cast, as_aino: Client
) -> None:
    for number, days in enumerate((2, 9, 6)):
        silent(cast, days, number)
    page = text(as_aino.get(overview(cast.project)))
    block = page[page.index("Partners awaiting an answer") :]
    assert block.index("hiljainen 1") < block.index("hiljainen 2") < block.index("hiljainen 0")


def test_a_contact_is_asked_for_the_headcounts_that_lack(
    cast: Cast, as_bertil: Client, as_maija: Client
) -> None:
    unit = cast.college.units.create(name_fi="Tekniikka")
    page = text(as_bertil.get(overview(cast.project)))
    assert "Write down how many people work in each unit" in page
    assert "Esimerkkiopisto" in page
    assert "Write down how many" not in text(as_maija.get(overview(cast.project)))
    services.save_unit(organisation=cast.college, unit=unit, facts={"headcount": 0})
    assert "Write down how many" not in text(as_bertil.get(overview(cast.project)))


def test_a_contact_sees_nothing_of_the_coordinators_work(cast: Cast, as_bertil: Client) -> None:
    silent(cast, days=9)
    response = as_bertil.get(overview(cast.project))
    page = text(response)
    for hidden in ("hiljainen", "Settings"):
        assert hidden not in page
    assert [item.label for item in response.context["create"]] == ["Action plan"]
    assert "Own organisation" in page


def test_five_things_at_most_soonest_first_and_the_rest_folded(
    cast: Cast, as_aino: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def todos(user: Any, project: Project) -> list[Todo]:
        return [
            Todo(
                urgency=day,
                title=f"Asia {day}",
                detail="",
                icon="clock",
                url="/x",
                action="Tee",
                is_late=day < 0,
            )
            for day in (30, -4, 3, 14, 21, 1, 8)
        ]

    monkeypatch.setitem(registry._providers, "todo", {"test": todos})
    response = as_aino.get(overview(cast.project))
    assert [todo.urgency for todo in response.context["todos"]] == [-4, 1, 3, 8, 14]
    assert [todo.urgency for todo in response.context["more_todos"]] == [21, 30]
    page = text(response)
    assert "Five things wait for you" in page
    assert "and 2 more" in page


def test_blocks_of_the_apps_stand_in_their_place(
    cast: Cast, as_aino: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocks(user: Any, project: Project) -> list[OverviewBlock]:
        return [
            OverviewBlock(40, "main", "components/badge.html", {"label": "Toinen"}),
            OverviewBlock(30, "main", "components/badge.html", {"label": "Ensimmäinen"}),
        ]

    monkeypatch.setitem(registry._providers["overview"], "test", blocks)
    page = text(as_aino.get(overview(cast.project)))
    assert page.index("The next two weeks") < page.index("Ensimmäinen") < page.index("Toinen")


def test_two_weeks_from_today_with_what_the_apps_know(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    # Half past midnight on Saturday in Finland.
    time_machine.move_to(datetime(2026, 11, 20, 22, 30, tzinfo=UTC))

    def entries(user: Any, projects: list[Project], first: Any, last: Any) -> list[CalendarEntry]:
        assert projects == [cast.project]
        assert first == datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
        assert last - first == timedelta(days=14)
        return [
            CalendarEntry(datetime(2026, 11, 26, 22, 30, tzinfo=UTC), "Myöhään illalla", "/b"),
            CalendarEntry(datetime(2026, 11, 27, 6, 0, tzinfo=UTC), "Aamulla", "/a"),
            CalendarEntry(datetime(2026, 11, 10, 8, 0, tzinfo=UTC), "Alkoi jo", "/c"),
        ]

    monkeypatch.setitem(registry._providers, "calendar", {"test": entries})
    days = calendar.strip(cast.aino, cast.project)
    assert len(days) == 14
    assert [day.is_free for day in days[:3]] == [True, True, False]
    assert [day.is_today for day in days].count(True) == 1
    assert [item.entry.title for item in days[6].entries] == ["Myöhään illalla", "Aamulla"]
    assert [item.entry.title for item in days[0].entries] == ["Alkoi jo"]


def test_the_rail_shows_where_the_person_is_and_what_waits(cast: Cast, as_aino: Client) -> None:
    silent(cast, days=1)
    rail = {item["label"]: item for item in as_aino.get(overview(cast.project)).context["rail"]}
    assert rail["Overview"]["current"]
    assert (rail["Partners"]["badge"], rail["Partners"]["current"]) == (1, False)
    with translation.override("en"):
        inside = reverse("register:partner", args=[cast.project.slug, cast.college.slug])
    rail = {item["label"]: item for item in as_aino.get(inside).context["rail"]}
    assert (rail["Overview"]["current"], rail["Partners"]["current"]) == (False, True)


def test_a_coach_has_no_partners_in_the_rail(cast: Cast, as_cecilia: Client) -> None:
    labels = [item["label"] for item in as_cecilia.get(overview(cast.project)).context["rail"]]
    assert "Overview" in labels
    assert not {"Partners", "Own organisation", "Settings"} & set(labels)


def test_the_foot_of_the_rail_tells_who_and_in_which_role(cast: Cast, as_bertil: Client) -> None:
    user = as_bertil.get(overview(cast.project)).context["desk_user"]
    assert (user["name"], user["initials"], user["role"]) == ("Bertil Berg", "BB", "Contact")


def test_query_counts_do_not_grow_with_silence(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for first, more in ((0, 10), (10, 190)):
        for number in range(first, first + more):
            silent(cast, days=20, number=number)
        with django_assert_max_num_queries(60) as queries:
            as_aino.get(overview(cast.project))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_role_opens_the_overview_in_every_language(cast: Cast) -> None:
    for person in (cast.aino, cast.bertil, cast.maija, cast.cecilia, cast.admin):
        client = sign_in(Client(), person)
        for language in ("fi", "sv", "en"):
            with translation.override(language):
                assert client.get(reverse("desk:project", args=[cast.project.slug])).status_code == 200
