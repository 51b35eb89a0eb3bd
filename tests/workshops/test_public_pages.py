"""What anyone reads: the list of events, an event's page, calendar files. No cookie, few queries."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from projects.workshops import services
from projects.workshops.models import Workshop
from tests.cast import Cast, make_project
from tests.workshops.recipes import address, begin, come, make_draft, make_held, make_workshop, write

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def listed(client: Client, **query: str) -> list[str]:
    """Titles in the list, in its order."""
    response = client.get(address("event_list"), query)
    assert response.status_code == 200
    return [row.workshop.title for month in response.context["months"] for row in month.rows]


def helsinki(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type, misc]


def test_upcoming_events_come_first_and_the_next_one_first_of_all(visitor: Client, cast: Cast) -> None:
    make_workshop(cast.project, "Myöhempi", days=20)
    make_workshop(cast.project, "Seuraava", days=2)
    begin(make_workshop(cast.project, "Käynnissä"), hours_ago=1)
    make_held(cast.project, "Eilinen", days=-1)
    make_held(cast.project, "Vanha", days=-30)
    assert listed(visitor) == ["Käynnissä", "Seuraava", "Myöhempi"]
    assert listed(visitor, when="past") == ["Eilinen", "Vanha"]


def test_drafts_and_events_of_hidden_projects_are_nowhere(visitor: Client, cast: Cast) -> None:
    hidden_project = make_project("salainen", "Salainen", is_public=False)
    hidden = [make_draft(cast.project, "Luonnos"), make_workshop(hidden_project, "Piilossa")]
    assert listed(visitor) == []
    feed = text(visitor.get(address("event_feed")))
    for workshop in hidden:
        assert workshop.title not in feed
        assert visitor.get(address("event", workshop.slug)).status_code == 404
        assert visitor.get(address("event_calendar", workshop.slug)).status_code == 404
        assert visitor.get(f"/id/event/{workshop.pk}").status_code == 404


def test_the_list_is_filtered_by_kind_project_and_place(visitor: Client, cast: Cast) -> None:
    make_workshop(cast.project, "Paikalla")
    make_workshop(cast.project, "Verkossa", kind="webinar", place_fi="", is_online=True)
    make_workshop(cast.other_project, "Molemmissa", kind="sparring", is_online=True)
    assert listed(visitor, kind="webinar") == ["Verkossa"]
    assert listed(visitor, project="esimerkkisilta") == ["Molemmissa"]
    assert listed(visitor, where="online") == ["Verkossa", "Molemmissa"]
    assert listed(visitor, where="place") == ["Paikalla", "Molemmissa"]
    assert listed(visitor, where="place", kind="webinar") == []


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"when": "x"}, {"project": "x"}, {"page": "x"}, {"page": "99"}]
)
def test_nonsense_in_the_address_is_passed_over(visitor: Client, cast: Cast, query: dict[str, str]) -> None:
    make_workshop(cast.project, "Seuraava")
    assert listed(visitor, **query) == ["Seuraava"]


def test_events_stand_under_their_months(visitor: Client, cast: Cast) -> None:
    for title, day in (("A", (2031, 1, 31)), ("B", (2031, 1, 31)), ("C", (2031, 2, 1))):
        make_workshop(cast.project, title, starts_at=helsinki(*day, 23), ends_at=helsinki(*day, 23, 30))
    months = visitor.get(address("event_list")).context["months"]
    assert [(month.label, len(month.rows)) for month in months] == [("January 2031", 2), ("February 2031", 1)]


def test_an_empty_list_says_what_to_do_next(visitor: Client, cast: Cast) -> None:
    assert "No events are coming up right now" in text(visitor.get(address("event_list")))
    assert "No events have been held yet" in text(visitor.get(address("event_list"), {"when": "past"}))
    assert "No events like that" in text(visitor.get(address("event_list"), {"kind": "webinar"}))


def test_the_list_goes_on_to_further_pages_with_its_filters(visitor: Client, cast: Cast) -> None:
    for number in range(23):
        make_workshop(cast.project, f"Tapahtuma {number:02}", days=number + 1)
    assert len(listed(visitor)) == 20
    assert listed(visitor, page="2", kind="workshop") == ["Tapahtuma 20", "Tapahtuma 21", "Tapahtuma 22"]
    assert "?kind=workshop&amp;page=2" in text(visitor.get(address("event_list"), {"kind": "workshop"}))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_event_is_read_in_each_language(visitor: Client, cast: Cast, language: str) -> None:
    workshop = make_workshop(cast.project, "Työ", title_sv="Arbete", title_en="Work")
    page = text(visitor.get(address("event", workshop.slug, language=language)))
    title = {"fi": "Työ", "sv": "Arbete", "en": "Work"}[language]
    assert f">{title}</h1>" in page
    assert "told about" not in page


def test_a_missing_translation_is_said_and_marked(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project, "Vain suomeksi")
    page = text(visitor.get(address("event", workshop.slug)))
    assert "This event is told about in Finnish only." in page
    assert 'lang="fi">Vain suomeksi</h1>' in page


def test_when_and_where_are_told_as_people_write_them(visitor: Client, cast: Cast) -> None:
    times = {"starts_at": helsinki(2031, 6, 5, 9), "ends_at": helsinki(2031, 6, 5, 12, 30)}
    workshop = make_workshop(cast.project, **times, is_online=True)
    page = text(visitor.get(address("event", workshop.slug)))
    assert "Thursday 5 Jun 2031 at 09:00–12:30" in page
    assert "Tampere and online" in page


def test_an_event_of_several_days_and_one_without_hours(visitor: Client, cast: Cast) -> None:
    days = {"starts_at": helsinki(2031, 6, 5, 9), "ends_at": helsinki(2031, 6, 6, 15)}
    long = make_workshop(cast.project, "Pitkä", **days)
    whole = {"starts_at": helsinki(2023, 6, 5), "ends_at": helsinki(2023, 6, 6), "has_times": False}
    old = make_held(cast.project, "Vanha", **whole)
    assert "5 Jun 2031 at 09:00 – 6 Jun 2031 at 15:00" in text(visitor.get(address("event", long.slug)))
    page = text(visitor.get(address("event", old.slug)))
    assert "Monday 5 Jun 2023" in page
    assert "00:00" not in re.sub(r'content="[^"]*"', "", page)


def test_the_page_says_how_it_stands_with_seats(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=6)
    url = address("event", workshop.slug)
    assert "Seats available" in text(visitor.get(url))
    come(workshop, "Ville")
    assert "Last seats" in text(visitor.get(url))
    for number in range(5):
        come(workshop, f"V{number}")
    full = text(visitor.get(url))
    assert "Full, waiting list open" in full
    assert "Join the waiting list" in full
    begin(workshop)
    closed = text(visitor.get(url))
    assert "Registration for this event has closed." in closed
    assert address("register", workshop.slug) not in closed


def test_a_cancelled_event_stays_and_says_why(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    services.cancel_workshop(workshop=workshop, note="Siirtyy kevääseen.")
    page = text(visitor.get(address("event", workshop.slug)))
    assert "The event is cancelled." in page
    assert "Siirtyy kevääseen." in page
    assert address("register", workshop.slug) not in page
    [row] = visitor.get(address("event_list")).context["months"][0].rows
    assert row.badge_label == "Cancelled"


def test_outcomes_are_shown_once_held_those_with_most_votes_first(visitor: Client, cast: Cast) -> None:
    workshop = make_held(cast.project)
    write(workshop, "Hiljainen")
    loved = write(workshop, "Rakastettu", is_quote=True)
    write(workshop, "Kivi", kind="stepping_stone", year=2028)
    services.cast_vote(outcome=loved, user=cast.aino)
    page = text(visitor.get(address("event", workshop.slug)))
    assert page.index("Rakastettu") < page.index("Hiljainen") < page.index("Kivi")
    assert "<q>Rakastettu</q>" in page
    assert "2028" in page


def test_example_events_are_marked(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project, is_example=True)
    assert "Example data" in text(visitor.get(address("event", workshop.slug)))
    [row] = visitor.get(address("event_list")).context["months"][0].rows
    assert "example data" in row.text


def test_what_coordinators_write_is_cleaned(visitor: Client, cast: Cast) -> None:
    nasty = "<script>alert(1)</script> [tästä](javascript:alert(1)) **näin**"
    workshop = make_workshop(cast.project, "<b>Otsikko</b>", description_fi=nasty, summary_fi="<i>x</i>")
    page = text(visitor.get(address("event", workshop.slug)))
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<strong>näin</strong>" in page
    assert "&lt;b&gt;Otsikko&lt;/b&gt;" in page


def test_public_pages_set_no_cookie_and_may_be_kept(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    write(make_held(cast.project, "Vanha"))
    for url in (
        address("event_list"),
        address("event", workshop.slug),
        address("event", "vanha"),
        address("event_feed"),
        address("event_calendar", workshop.slug),
    ):
        response = visitor.get(url)
        assert response.status_code == 200, url
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url
        assert "public" in response["Cache-Control"], url


def test_pages_cost_the_same_however_much_there_is(
    visitor: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held = make_held(cast.project, "Pidetty", organiser=cast.college)
    for number in range(25):
        write(held, f"Tulos {number}")
        come(make_workshop(cast.project, f"Tapahtuma {number}", organiser=cast.college), "Ville")
    for url in (address("event_list"), address("event", held.slug), address("event_feed")):
        with django_assert_max_num_queries(6):
            visitor.get(url)


def test_the_permanent_address_leads_to_the_page_in_the_readers_language(visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    for language in ("fi", "sv", "en"):
        response = visitor.get(f"/id/event/{workshop.pk}", headers={"Accept-Language": language})
        assert response["Location"] == address("event", workshop.slug, language=language)
        assert "Accept-Language" in response["Vary"]
    assert f"{settings.SITE_URL}/id/event/{workshop.pk}" in text(visitor.get(address("event", workshop.slug)))


def test_the_feed_can_be_followed_and_tells_of_cancelled_events(visitor: Client, cast: Cast) -> None:
    make_held(cast.project, "Mennyt")
    coming, off = make_workshop(cast.project, "Tuleva"), make_workshop(cast.project, "Peruttu", days=12)
    services.cancel_workshop(workshop=off)
    response = visitor.get("/id/events.ics", follow=True)
    assert response["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert [(str(e["SUMMARY"]), str(e["STATUS"])) for e in events] == [
        ("Tuleva", "CONFIRMED"), ("Peruttu", "CANCELLED"),
    ]  # fmt: skip
    assert events[0]["URL"] == f"{settings.SITE_URL}/id/event/{coming.pk}"
    assert events[0]["DTEND"].dt - events[0]["DTSTART"].dt == timedelta(hours=2)


def test_an_event_without_hours_fills_its_days_in_the_calendar(visitor: Client, cast: Cast) -> None:
    whole = {"starts_at": helsinki(2031, 6, 5), "ends_at": helsinki(2031, 6, 7), "has_times": False}
    workshop = make_workshop(cast.project, **whole)
    file = visitor.get(address("event_calendar", workshop.slug)).content
    [event] = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert (str(event["DTSTART"].dt), str(event["DTEND"].dt)) == ("2031-06-05", "2031-06-07")


def test_the_header_and_the_front_page_lead_to_events(visitor: Client, cast: Cast) -> None:
    for number in range(4):
        make_workshop(cast.project, f"Tapahtuma {number}", days=number + 1)
    off = Workshop.objects.get(title_fi="Tapahtuma 0")
    services.cancel_workshop(workshop=off)
    with translation.override("en"):
        page = text(visitor.get("/en/"))
    assert address("event_list") in page
    shown = [n for n in range(4) if f"Tapahtuma {n}" in page]
    assert shown == [1, 2, 3]
