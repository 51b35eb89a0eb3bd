"""The calendar of everything: its month, its file, and the secret address under which it is followed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from projects.register.models import Milestone, Project, Risk, Role
from projects.workshops.models import Workshop
from tests.cast import Cast, give_role, make_project
from yhes.accounts import services as accounts
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.log import without_personal_parts
from yhes.common.registry import CalendarEntry
from yhes.desk import calendar, subscribing
from yhes.desk.models import CalendarLink

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def text(response: Any) -> str:
    return str(response.content.decode())


def page_of(project: Project | None = None) -> str:
    with translation.override("en"):
        if project is None:
            return reverse("desk:calendar")
        return reverse("desk:project_dates", args=[project.slug])


def furnish(cast: Cast, project: Project) -> None:
    """A workshop, a milestone and a risk to review in November 2026; the project itself has no days."""
    Project.objects.filter(pk=project.pk).update(starts_on=None, ends_on=None)
    Workshop.objects.create(
        project=project,
        slug=f"paja-{project.slug}",
        title_fi=f"Paja {project.slug}",
        starts_at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC),
        ends_at=datetime(2026, 11, 25, 22, 0, tzinfo=UTC),
        capacity=10,
        state=Workshop.State.PUBLISHED,
    )
    facts = {"title_fi": f"Väliraportti {project.slug}", "due_on": date(2026, 11, 30)}
    Milestone.objects.create(project=project, **facts)
    Risk.objects.create(
        project=project, title="Salainen riski", likelihood=3, impact=3, review_on=date(2026, 11, 20)
    )


def titles(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def address(user: User) -> str:
    return subscribing.address_of(user).removeprefix(settings.SITE_URL)


def test_a_month_tells_everything_the_person_may_see_and_what_it_is(
    cast: Cast, as_aino: Client, as_bertil: Client, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    furnish(cast, cast.project)
    furnish(cast, cast.other_project)
    response = as_aino.get(page_of(cast.project))
    month = response.context["month"]
    assert [(str(day), item.what, item.entry.title) for day, item in month.listed] == [
        ("2026-11-20", "Review of a risk", "Review the risk: Salainen riski"),
        ("2026-11-25", "Workshop", "Paja esimerkkipolku"),
        ("2026-11-30", "Milestone", "Väliraportti esimerkkipolku"),
    ]
    assert "esimerkkisilta" not in text(response)
    assert month.is_now
    # What ends at midnight ends on the day before it.
    told = {day.date.day: len(day.entries) for week in month.weeks for day in week.days if day.entries}
    assert told == {20: 1, 25: 1, 30: 1}
    page = text(as_bertil.get(page_of(cast.project)))
    assert "Väliraportti" in page
    assert "Salainen riski" not in page


def test_months_are_left_and_narrowed_by_links_and_odd_ones_are_this_one(
    cast: Cast, as_aino: Client, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    furnish(cast, cast.project)
    page = text(as_aino.get(page_of(cast.project), {"kind": "deadline"}))
    assert "Paja" not in page
    assert "?kind=deadline&amp;month=2026-12" in page
    assert "2 things in the calendar" in page
    later = as_aino.get(page_of(cast.project), {"month": "2026-12", "kind": "deadline"})
    assert "Nothing in the calendar this month" in text(later)
    assert 'href="?kind=deadline&amp;"' in text(later)  # today
    for odd in ("2026-13", "0000-01", "2026-1", "x", "٢٠٢٦-١١", "9999-12", "2026-11-01"):
        assert as_aino.get(page_of(cast.project), {"month": odd}).context["month"].first == date(2026, 11, 1)
    for edge, gone in (("1990-01", "earlier"), ("2100-12", "later")):
        assert getattr(as_aino.get(page_of(cast.project), {"month": edge}).context["month"], gone) == ""


def test_all_projects_are_asked_at_once_whatever_their_number(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    counts = []
    for number in (1, 8):
        for each in range(number):
            project = make_project(f"hanke-{number}-{each}", f"Hanke {number} {each}")
            give_role(cast.aino, project, Role.COORDINATOR)
            furnish(cast, project)
        with django_assert_max_num_queries(60) as queries:
            response = as_aino.get(page_of())
        counts.append((len(queries), len(response.context["month"].listed)))
    assert counts[0][0] == counts[1][0]
    assert [found for _queries, found in counts] == [3, 27]
    assert "Hanke 8 3" in text(response)
    one = as_aino.get(page_of(), {"project": "hanke-8-3"})
    assert len(one.context["month"].listed) == 3
    assert not as_aino.get(page_of(), {"project": cast.other_project.slug}).context["is_narrowed"]


def test_nobody_sees_the_calendar_of_a_project_they_have_no_part_in(cast: Cast, as_eero: Client) -> None:
    assert as_eero.get(page_of(cast.project)).status_code == 404
    assert "You have no projects yet" in text(as_eero.get(page_of()))


def test_the_file_has_the_same_entries_with_whole_days_for_what_has_no_hour(
    cast: Cast, as_aino: Client, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    furnish(cast, cast.project)
    response = as_aino.get(page_of(cast.project), {"format": "ics", "kind": "deadline"})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    risk, milestone = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert str(risk["summary"]) == "Review the risk: Salainen riski"  # in one's own file, after signing in
    assert (milestone["dtstart"].dt, milestone["dtend"].dt) == (date(2026, 11, 30), date(2026, 12, 1))
    assert str(milestone["uid"]).startswith("milestone-")


def test_an_address_is_followed_without_signing_in_and_tells_no_secret(
    cast: Cast, as_bertil: Client, as_aino: Client, time_machine: Any, django_assert_max_num_queries: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    furnish(cast, cast.project)
    furnish(cast, cast.other_project)
    with translation.override("en"):
        link_page = reverse("desk:calendar_link")
    assert subscribing.address_of(cast.aino) == ""
    as_aino.post(link_page)
    page = text(as_aino.get(link_page))
    assert subscribing.address_of(cast.aino) in page
    path = address(cast.aino)
    token = path.rpartition("/")[2].removesuffix(".ics")
    stored = CalendarLink.objects.get()
    assert token.encode() not in bytes(stored.token_hash)
    assert token not in without_personal_parts(path)  # as a log would have it
    stranger = Client()
    with django_assert_max_num_queries(20):
        response = stranger.get(path)
    with translation.override("fi"):  # Aino's language, whatever the program's is
        what = translation.gettext("Review of a risk")
    assert titles(response.content) == [what, "Paja esimerkkipolku", "Väliraportti esimerkkipolku"]
    assert "Salainen" not in text(response)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "private, max-age=900"
    assert stranger.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert stranger.post(path).status_code == 405


def test_a_renewed_removed_or_erased_address_leads_nowhere(cast: Cast, as_bertil: Client) -> None:
    with translation.override("en"):
        link_page = reverse("desk:calendar_link")
    seen = []
    for what in ("renew", "renew", "remove", "renew"):
        as_bertil.post(link_page, {"do": what})
        seen.append(address(cast.bertil))
    assert len({*seen}) == 4
    assert [Client().get(path).status_code for path in seen if path] == [404, 404, 200]
    assert Client().get(reverse("desk_id:calendar", args=["x" * 28])).status_code == 404
    told = accounts.personal_data(user=cast.bertil)["desk"]
    assert told["calendar_link"]["made_at"] == CalendarLink.objects.get().made_at
    User.objects.filter(pk=cast.bertil.pk).update(is_active=False)
    assert Client().get(seen[-1]).status_code == 404
    User.objects.filter(pk=cast.bertil.pk).update(is_active=True)
    accounts.remove_account(user=cast.bertil)
    assert not CalendarLink.objects.exists()


def test_the_address_shows_what_the_person_may_see_now(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)
    furnish(cast, cast.project)
    subscribing.make_address(user=cast.bertil)
    path = address(cast.bertil)
    assert len(titles(Client().get(path).content)) == 2
    cast.bertil.memberships.all().delete()
    assert titles(Client().get(path).content) == []


def test_entries_without_a_name_of_their_own_keep_their_key() -> None:
    told = CalendarEntry(NOON, "Asia", "/x")
    entry = calendar.Entry(told, timezone.localtime(NOON))
    files = {subscribing.calendar_file([entry], name="x", is_open=True) for _time in range(2)}
    assert len(files) == 1
    with translation.override("en"):
        assert entry.what == "Event"


def test_every_room_with_days_registers_them() -> None:
    rooms = {"workshops", "surveys", "plans", "register", "register.followup", "desk.reports"}
    assert rooms <= set(registry.providers("todo"))
    assert rooms <= set(registry.providers("calendar"))
