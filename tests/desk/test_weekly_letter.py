"""The weekly letter: who gets it and when, what stands in it and what does not, and saying no to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import Email

from projects.register import services as register
from projects.register.models import Membership, Milestone, Partnership, Project, Risk, Role
from tests.cast import Cast, give_role, make_organisation, make_project
from yhes.accounts import services as accounts
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.models import Job
from yhes.common.registry import Todo
from yhes.desk import weekly
from yhes.desk.models import WeeklyLetter

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
SIX = datetime(2026, 11, 23, 4, 59, tzinfo=UTC)  # in Finland a minute before seven
SEVEN = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def long_ago(cast: Cast, time_machine: Any) -> None:
    """Everybody has had their part for a month; in English, so that the words are known."""
    Membership.objects.update(created_at=SEVEN - 30 * DAY)
    cast.college.units.create(name_fi="Yksikkö", headcount=5)  # so that nothing waits for Bertil
    User.objects.update(language="en")
    time_machine.move_to(SEVEN, tick=False)


def owed() -> set[str]:
    return set(WeeklyLetter.objects.filter(owed=True).values_list("user__name", flat=True))


def send(week: date = MONDAY) -> int:
    return weekly.send_owed(week=week, report=lambda _done, _total: None)


def silent(project: Project, number: int = 0) -> None:
    """A partner that has not answered for ten days: something for the coordinator to do."""
    organisation = make_organisation(f"hiljainen-{project.pk}-{number}", f"Esimerkki hiljainen {number}")
    partnership = register.add_partner(
        project=project, organisation=organisation, role="partner", state="invited"
    )
    Partnership.objects.filter(pk=partnership.pk).update(changed_at=timezone.now() - 10 * DAY)


def test_it_is_promised_on_monday_at_seven_once_a_week_and_missed_ticks_are_made_up_for(cast: Cast) -> None:
    give_role(cast.eero, cast.project, Role.COACH)
    Membership.objects.filter(user=cast.eero).update(created_at=SEVEN + timedelta(hours=1))
    weekly.tick(SIX)
    assert not WeeklyLetter.objects.exists()
    weekly.tick(SEVEN)
    assert owed() == {cast.aino.name, cast.bertil.name, cast.cecilia.name, cast.maija.name}
    assert Job.objects.filter(kind=weekly.JOB).count() == 1
    weekly.tick(SEVEN)
    assert Job.objects.filter(kind=weekly.JOB).count() == 1
    send()
    assert owed() == set()
    weekly.tick(SEVEN + 3 * DAY)  # decided for this week, and Eero's part began too late for it
    assert owed() == set()
    # The clock stands still from Wednesday to the next week's Sunday.
    weekly.tick(SEVEN + 13 * DAY)
    assert {cast.aino.name, cast.eero.name} <= owed()
    assert set(WeeklyLetter.objects.values_list("week", flat=True)) == {MONDAY + 7 * DAY}


def test_a_promise_of_a_week_that_is_over_becomes_the_next_weeks_one(cast: Cast) -> None:
    silent(cast.project)
    weekly.tick(SEVEN)
    weekly.tick(SIX + 7 * DAY)  # early on the next Monday nothing is due
    assert send(MONDAY + 7 * DAY) == 0
    weekly.tick(SEVEN + 7 * DAY)
    assert send(MONDAY) == 0
    assert send(MONDAY + 7 * DAY) == 1
    assert Email.objects.count() == 1


def test_it_tells_what_waits_in_all_projects_five_at_most_and_goes_only_to_whom_something_waits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_project("esimerkkihanke", "Esimerkkihanke")
    give_role(cast.aino, other, Role.COORDINATOR)
    Membership.objects.update(created_at=SEVEN - 30 * DAY)
    silent(cast.project)
    Risk.objects.create(project=other, title="Salainen riski", likelihood=3, impact=3, review_on=MONDAY)
    Milestone.objects.create(project=other, title_en="Midterm", due_on=MONDAY + 2 * DAY)

    def todos(user: Any, project: Project) -> list[Todo]:
        if project != other or user.pk != cast.aino.pk:
            return []
        secret = f"/en/events/registration/{'x' * 28}/"
        return [Todo(-2 if n == 0 else n, f"Thing {n}", "", "clock", secret, "Do", "2 days late", n == 0)
                for n in range(6)]  # fmt: skip

    monkeypatch.setitem(registry._providers["todo"], "test", todos)
    weekly.tick(SEVEN)
    assert send() == 1
    letter = Email.objects.get()
    assert letter.to == [cast.aino.email]
    assert letter.subject == "YHES this week: 8 things wait for you"
    plain, html = letter.message, letter.html_message
    for body in (plain, html):
        assert body.index("Esimerkkihanke") < body.index("Thing 0") < body.index("Esimerkkipolku")
        assert "Thing 4" in body
        assert "Thing 5" not in body
        assert "and 2 more" in body
        assert "1 partner has not answered the invitation" in body
        assert "x" * 30 not in body  # what opens without signing in stays out
        assert "Salainen riski" not in body
        assert "Midterm" in body
        assert f"{settings.SITE_URL}/en/desk/esimerkkihanke/" in body
    stop = settings.SITE_URL + reverse("desk_id:weekly", args=[weekly.token_of(cast.aino)])
    assert stop in plain
    assert letter.headers["List-Unsubscribe"] == f"<{stop}>"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_in_the_persons_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.aino.pk).update(language="sv")
    silent(cast.project)
    weekly.tick(SEVEN)
    send()
    assert "/sv/" in Email.objects.get().message


def test_one_that_cannot_be_made_stops_nobody_elses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def todos(user: Any, project: Project) -> list[Todo]:
        if user.pk == cast.aino.pk:
            raise RuntimeError
        return [Todo(1, "Thing", "", "clock", "/en/desk/", "Do")] if user.pk == cast.bertil.pk else []

    monkeypatch.setitem(registry._providers["todo"], "test", todos)
    weekly.tick(SEVEN)
    assert send() == 1
    assert owed() == {cast.aino.name}  # the next job tries again


def test_a_person_says_no_and_yes_in_the_account(cast: Cast, as_aino: Client) -> None:
    with translation.override("en"):
        choice, account = reverse("desk:weekly_letter"), reverse("accounts:profile")
    assert "Comes on Monday mornings" in as_aino.get(account).content.decode()
    silent(cast.project)
    weekly.tick(SEVEN)
    as_aino.post(choice, {"do": "off"})
    assert send() == 0  # also what was promised already
    weekly.tick(SEVEN + 7 * DAY)
    assert cast.aino.name not in owed()
    assert "Send me the weekly letter" in as_aino.get(choice).content.decode()
    told = accounts.personal_data(user=cast.aino)["desk"]["weekly_letter"]
    assert told["is_wanted"] is False


def test_one_press_in_the_mail_program_stops_it_without_signing_in(cast: Cast, time_machine: Any) -> None:
    path = reverse("desk_id:weekly", args=[weekly.token_of(cast.aino)])
    program = Client(enforce_csrf_checks=True)
    page = program.get(path).content.decode()  # whoever looks at the link stops nothing
    assert "Stop the weekly letter?" in page
    assert cast.aino.email not in page
    assert weekly.is_wanted(cast.aino)
    answer = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not weekly.is_wanted(cast.aino)
    assert "comes no more" in program.get(path).content.decode()
    program.post(path, {"do": "on"})
    weekly.tick(SEVEN)  # whoever wants it again on a Monday gets the next one
    assert cast.aino.name not in owed()
    weekly.tick(SEVEN + 7 * DAY)
    assert cast.aino.name in owed()
    for odd in ("x", f"{cast.aino.pk}.x", f"{cast.bertil.pk}.{weekly.token_of(cast.aino).partition('.')[2]}",
                "9" * 120):  # fmt: skip
        assert program.post(reverse("desk_id:weekly", args=[odd])).status_code == 404
