"""The public timeline: what every room tells of a project, and nothing that is not public."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.register import services, timeline
from projects.register.models import Deliverable, Milestone, Project
from projects.workshops.models import Workshop
from tests.cast import Cast
from tests.register.pages import address
from yhes.common import charts

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def text(response: Any) -> str:
    return str(response.content.decode())


def event(cast: Cast, title: str, days: int, **facts: Any) -> Workshop:
    starts = timezone.now() + timedelta(days=days)
    return Workshop.objects.create(
        **{
            "project": cast.project,
            "slug": title.lower(),
            "title_fi": title,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=1),
            "state": "published",
            **facts,
        }
    )


def milestone(cast: Cast, title: str, days: int, **facts: Any) -> Any:
    due = TODAY + timedelta(days=days)
    return Milestone.objects.create(
        **{"project": cast.project, "title_fi": title, "due_on": due, "visibility": "public", **facts}
    )


@pytest.fixture
def busy(cast: Cast) -> None:
    """Something of each kind that anybody may see, and something of each that nobody may."""
    Project.objects.filter(pk=cast.project.pk).update(
        state="granted", starts_on=TODAY - timedelta(days=400), ends_on=TODAY + timedelta(days=400)
    )
    cast.project.refresh_from_db()
    services.change_state(
        project=cast.project, state="running", reason="Salainen syy", on=TODAY - timedelta(days=399)
    )
    event(cast, "Menneet", -100)
    event(cast, "Tulevat", 20, kind="webinar")
    event(cast, "Luonnostapahtuma", 21, state="draft")
    event(cast, "Peruttu", 22, state="cancelled")
    milestone(cast, "Saavutettu", -50, state="done", done_on=TODAY - timedelta(days=55))
    milestone(cast, "Edessä", 40)
    milestone(cast, "Talon sisäinen", 41, visibility="project")
    milestone(cast, "Luovuttu", 42, state="dropped")
    services.remove_followed_up(item=milestone(cast, "Roskissa", 43))
    Deliverable.objects.create(project=cast.project, title_fi="Opas", due_on=TODAY, visibility="public")
    Deliverable.objects.create(project=cast.project, title_fi="Päivätön", visibility="public")


def test_anyone_reads_the_course_in_the_order_of_the_days(cast: Cast, busy: None, client: Client) -> None:
    page = text(client.get(address("project_timeline", cast.project.slug)))
    shown = (
        "The project begins",
        "Running",
        "Menneet",
        "Saavutettu",
        "Opas",
        "Tulevat",
        "Edessä",
        "The project ends",
    )
    rows = page[page.index("plain-list") :]
    places = [rows.index(f">{words}<") for words in shown]
    assert places == sorted(places)
    for hidden in (
        "Salainen syy", "Luonnostapahtuma", "Peruttu", "Talon sisäinen", "Luovuttu", "Roskissa", "Päivätön",
    ):  # fmt: skip
        assert hidden not in page, hidden
    assert page.count("to come</span>") == 3
    assert "5 events so far. 3 are to come. The next one: Tulevat" in page
    assert "Webinar" in page
    for year in {(TODAY + timedelta(days=days)).year for days in (-400, 0, 400)}:
        assert f'<h2 class="section-title">{year}</h2>' in page
    assert "<svg" in page


def test_a_private_project_has_no_timeline(cast: Cast, busy: None, client: Client) -> None:
    assert address("project_timeline", cast.project.slug) in text(
        client.get(address("project", cast.project.slug))
    )
    Project.objects.filter(pk=cast.project.pk).update(is_public=False)
    assert client.get(address("project_timeline", cast.project.slug)).status_code == 404


def test_without_a_day_the_page_says_so(cast: Cast, client: Client) -> None:
    Project.objects.filter(pk=cast.project.pk).update(starts_on=None, ends_on=None)
    page = text(client.get(address("project_timeline", cast.project.slug)))
    assert "No days have been stated yet" in page
    assert '<svg class="chart-svg"' not in page


def test_the_timeline_asks_as_often_for_many_events_as_for_few(
    cast: Cast, busy: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    url = address("project_timeline", cast.project.slug)
    client.get(url)
    with django_assert_max_num_queries(10) as asked:
        client.get(url)
    few = len(asked.captured_queries)
    for number in range(20):
        event(cast, f"Tapahtuma{number}", number - 10)
        milestone(cast, f"Vaihe{number}", number)
    with django_assert_max_num_queries(few):
        assert "Vaihe19" in text(client.get(url))


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2025, 6, 1), date(2030, 1, 1)])
def test_every_event_is_a_mark_inside_the_picture(today: date) -> None:
    days = [date(2024, 1, 1), *[date(2025, 3, 1)] * 30, date(2026, 1, 1)]
    marks = [charts.Mark(day, is_frame=place in (0, 31)) for place, day in enumerate(days)]
    drawn = charts.course(marks, today=today, title="Aikajana", said="Sanoin")
    is_inside = today == date(2025, 6, 1)
    assert drawn.count("<circle") == 32 + is_inside
    assert "<desc>Sanoin</desc>" in drawn
    heights = [float(part.split('"')[0]) for part in drawn.split('cy="')[1:]]
    assert min(heights) > 0
    one = charts.course([charts.Mark(days[0])], today=today, title="Yksi", said="Yksi")
    assert "<circle" in one


def test_a_state_that_was_refused_is_not_told(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(state="application")
    cast.project.refresh_from_db()
    services.change_state(project=cast.project, state="rejected", reason="Ei rahaa", on=TODAY)
    assert [e.title for e in timeline.events(cast.project) if not e.is_frame] == []
