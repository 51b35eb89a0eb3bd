"""All projects of somebody who has several: what each row tells, to whom, and in how many queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from projects.register.models import Deliverable, Milestone, Partnership, Programme, Project, Role
from projects.workshops.models import Workshop
from tests.cast import Cast, give_role, make_organisation, make_project
from yhes.desk import portfolio
from yhes.desk.reports.models import FunderReport

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 7, 2)
DAY = timedelta(days=1)


def page(client: Client, **query: str) -> Any:
    return client.get("/en/desk/", query)


def names(response: Any) -> list[str]:
    return [row.project.slug for row in response.context["rows"]]


def text(response: Any) -> str:
    return str(response.content.decode())


def furnish(project: Project, number: int = 0) -> None:
    """Something late, somebody waited for, a day ahead and an event that nobody marked as held."""
    Milestone.objects.create(project=project, title_fi="Myöhässä", due_on=TODAY - 3 * DAY)
    Deliverable.objects.create(project=project, title_fi="Tuotos", due_on=TODAY + 7 * DAY)
    partner = make_organisation(f"odotettu-{project.slug}-{number}", "Esimerkki odotettu")
    Partnership.objects.create(project=project, organisation=partner, role="partner", state="invited")
    when = NOON - 5 * DAY
    Workshop.objects.create(
        project=project, slug=f"paja-{project.slug}", title_fi="Paja", starts_at=when,
        ends_at=when + timedelta(hours=2), capacity=5, state=Workshop.State.PUBLISHED,
    )  # fmt: skip


@pytest.fixture
def several(cast: Cast, time_machine: Any) -> Project:
    """Aino coordinates the project and is a coach in another one."""
    time_machine.move_to(NOON, tick=False)
    programme = Programme.objects.create(slug="esimerkkiohjelma", name_fi="Esimerkkiohjelma")
    fields = {"programme": programme, "state": "closed", "starts_on": None, "ends_on": None}
    other = make_project("aamuhanke", "Aamuhanke", **fields)
    give_role(cast.aino, other, Role.COACH)
    furnish(cast.project)
    furnish(other)
    return other


def test_each_row_tells_what_the_person_may_know(cast: Cast, several: Project, as_aino: Client) -> None:
    found = {row.project.slug: row for row in page(as_aino).context["rows"]}
    own, others = found["esimerkkipolku"], found["aamuhanke"]
    assert (own.elapsed, own.left) == (50, "50 % of the time used")
    assert {fact.text for fact in own.late} == {"1 milestone is late", "1 event is not marked as held"}
    assert own.late_count == 2
    assert own.waiting_count == 1
    assert (own.next.entry.title, own.role) == ("Tuotos", "Coordinator")
    # A coach learns of days and nothing of what is the coordinators' work.
    assert (others.late_count, others.waiting_count, others.elapsed, others.left) == (0, 0, None, "")
    assert (others.next.entry.title, others.role) == ("Tuotos", "Coach")


def test_rates_of_open_rounds_and_the_report_that_is_due_are_told(
    cast: Cast, several: Project, as_aino: Client
) -> None:
    FunderReport.objects.create(
        project=cast.project, title="Midterm report", first=TODAY - 90 * DAY, last=TODAY,
        due_on=TODAY + 20 * DAY, figures_at=NOON,
    )  # fmt: skip
    response = page(as_aino)
    assert "Midterm report" in text(response)
    own = next(row for row in response.context["rows"] if row.project == cast.project)
    assert own.due is not None
    assert own.due.on == TODAY + 20 * DAY


def test_the_list_is_narrowed_sorted_and_exported(cast: Cast, several: Project, as_aino: Client) -> None:
    assert names(page(as_aino)) == ["aamuhanke", "esimerkkipolku"]
    assert names(page(as_aino, sort="late")) == ["esimerkkipolku", "aamuhanke"]
    assert names(page(as_aino, sort="ends")) == ["esimerkkipolku", "aamuhanke"]
    assert names(page(as_aino, sort="next")) == ["aamuhanke", "esimerkkipolku"]
    assert names(page(as_aino, role="coach")) == ["aamuhanke"]
    assert names(page(as_aino, programme="esimerkkiohjelma")) == ["aamuhanke"]
    assert names(page(as_aino, state="closed")) == ["aamuhanke"]
    assert names(page(as_aino, q="polku")) == ["esimerkkipolku"]
    none = page(as_aino, q="ei ole")
    assert "No project matches the filters" in text(none)
    with translation.override("en"):
        csv, xlsx = (reverse(f"desk:portfolio_{kind}") for kind in ("csv", "xlsx"))
    rows = as_aino.get(csv, {"sort": "late"}).content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in rows] == ["Project", "Esimerkkipolku", "Aamuhanke"]
    assert rows[1].split(";")[7:10] == ["50", "2", "1"]
    sheet = load_workbook(BytesIO(as_aino.get(xlsx, {"role": "coach"}).content)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Project", "Aamuhanke"]


def test_queries_do_not_grow_with_the_number_of_projects(
    cast: Cast, several: Project, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for first, more in ((0, 3), (3, 15)):
        for number in range(first, first + more):
            project = make_project(f"hanke-{number}", f"Hanke {number}")
            give_role(cast.aino, project, Role.COORDINATOR)
            furnish(project)
        for query in ({}, {"sort": "late"}):
            with django_assert_max_num_queries(60) as queries:
                response = page(as_aino, **query)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert response.context["page_obj"].paginator.count == 20


def test_who_has_several_sees_only_their_own(cast: Cast, several: Project, as_bertil: Client) -> None:
    give_role(cast.bertil, several, Role.COACH)
    response = page(as_bertil)
    assert set(names(response)) == {"aamuhanke", "esimerkkipolku"}
    assert all(row.late_count == 0 and row.waiting_count == 0 for row in response.context["rows"])
    assert cast.other_project.name_fi not in text(response)


def test_time_before_the_beginning_and_after_the_end_is_said_in_words(cast: Cast) -> None:
    told = {}
    for name, starts, ends in (
        ("coming", TODAY + DAY, TODAY + 9 * DAY),
        ("over", TODAY - 9 * DAY, TODAY - DAY),
    ):
        project = Project(starts_on=starts, ends_on=ends)
        told[name] = (portfolio._elapsed(project, TODAY), str(portfolio._left(project, TODAY)))
    with translation.override("en"):
        assert {name: elapsed for name, (elapsed, _words) in told.items()} == {"coming": 0, "over": 100}
