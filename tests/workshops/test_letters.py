"""The letters, as the worker sent them: to whom, in which language, with what in them, and only once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from projects.workshops import services
from projects.workshops.models import Registration, Workshop
from tests.cast import Cast
from tests.worker import Letters, Worker, text_of, wait_for
from tests.workshops.recipes import come, make_workshop, token
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

LINK = "https://esimerkki.example/huone"


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return make_workshop(
        cast.project, "Tid & rum", title_sv="Tid & rum", capacity=1, online_link=LINK, place_fi=""
    )


def calendar_of(letter: EmailMessage) -> icalendar.Calendar:
    [attachment] = letter.iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    return icalendar.Calendar.from_ical(attachment.get_content())


def newest(letters: Letters, name: str, count: int) -> EmailMessage:
    """The last of so many letters to this person."""
    return letters.wait(count, to=f"{name.lower()}@example.org")[-1]


def all_sent() -> bool:
    return not Registration.objects.exclude(owes="").exists() and not Job.objects.active().exists()


def test_the_confirmation_has_the_seat_the_link_and_the_calendar(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    ville = come(workshop, "Ville", "sv")
    [letter] = letters.wait(to="ville@example.org")
    assert "Tid & rum" in letter["Subject"]
    body = text_of(letter)
    link = re.search(r"https?://\S+/sv/\S+", body)
    assert link
    assert token(ville) in link[0]
    assert LINK in body
    assert LINK in text_of(letter, "html")
    [event] = calendar_of(letter).walk("VEVENT")
    assert event["SUMMARY"] == "Tid & rum"
    assert event["DTSTART"].dt == workshop.starts_at.replace(microsecond=0)
    assert LINK in event["DESCRIPTION"]
    page = Client().get(link[0].removeprefix(settings.SITE_URL))
    assert page.status_code == 200
    assert "ville@example.org" in page.content.decode()


def test_who_waits_is_told_the_place_in_the_queue_and_not_the_link(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    for name in ("Ville", "Wilma", "Yngve"):
        come(workshop, name, "en")
    [letter] = letters.wait(to="yngve@example.org")
    assert letter["Subject"] == "You are on the waiting list: Tid & rum"
    assert "Your place in the queue is 2." in text_of(letter)
    assert LINK not in letter.as_string()
    assert not list(letter.iter_attachments())


def test_a_seat_that_became_free_is_told_to_the_one_who_got_it(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    ville, *_rest = [come(workshop, name, "en") for name in ("Ville", "Wilma", "Yngve")]
    services.cancel_registration(registration=ville)
    letter = newest(letters, "Wilma", 2)
    assert letter["Subject"] == "You have a seat now: Tid & rum"
    assert LINK in text_of(letter)
    assert calendar_of(letter)["METHOD"] == "PUBLISH"
    wait_for(all_sent)
    assert len(letters(to="yngve@example.org")) == 1
    assert len(letters(to="ville@example.org")) == 1


def test_a_cancelled_event_is_told_to_seats_and_queue_each_in_their_language(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    come(workshop, "Ville", "en")
    come(workshop, "Wilma", "sv")
    services.cancel_workshop(workshop=workshop, note="Sairastapaus.")
    letter = newest(letters, "Ville", 2)
    assert letter["Subject"] == "Cancelled: Tid & rum"
    assert "Sairastapaus." in text_of(letter)
    calendar = calendar_of(letter)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert 'lang="sv"' in text_of(newest(letters, "Wilma", 2), "html")


def test_a_new_time_replaces_the_old_one_in_calendars(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    come(workshop, "Ville", "en")
    [first] = letters.wait(to="ville@example.org")
    later = workshop.starts_at + timedelta(days=1)
    services.update_workshop(
        workshop=workshop, facts={"starts_at": later, "ends_at": later + timedelta(hours=1)}
    )
    letter = newest(letters, "Ville", 2)
    assert letter["Subject"] == "Changed: Tid & rum"
    [before] = calendar_of(first).walk("VEVENT")
    [after] = calendar_of(letter).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == later.replace(microsecond=0)


def test_the_reminder_comes_the_day_before_and_once(worker: Worker, letters: Letters, cast: Cast) -> None:
    soon, later = make_workshop(cast.project, "Pian", days=0.9), make_workshop(cast.project, "Joskus", days=2)
    for workshop in (soon, later):
        come(workshop, "Ville", "en")
        come(workshop, "Wilma", "en")
    letters.wait(4)
    long_ago = timezone.now() - timedelta(days=7)
    Registration.objects.filter(name="Ville").update(seated_at=long_ago)
    for _minute in range(3):
        worker.tick()
    letter = newest(letters, "Ville", 3)
    assert letter["Subject"] == "Reminder: Pian"
    wait_for(all_sent)
    assert len(letters(to="ville@example.org")) == 3
    assert len(letters(to="wilma@example.org")) == 2  # registered within the last day


def test_each_gets_the_letter_they_are_owed_although_the_worker_is_killed(
    worker: Worker, second_worker: Worker, letters: Letters, cast: Cast
) -> None:
    """The next worker writes to the rest. (A letter already in the queue is the outbox's matter: tests/common.)"""
    workshop = make_workshop(cast.project)
    for number in range(30):
        come(workshop, f"V{number}")
    letters.wait(30)
    services.cancel_workshop(workshop=workshop)
    wait_for(lambda: Registration.objects.filter(owes="").exists(), what="the first letter")
    worker.kill()
    second_worker.start()

    def over() -> bool:
        second_worker.tick()
        return all_sent()

    wait_for(over, 60, "all letters to be queued")
    queued = Counter(email.to[0] for email in Email.objects.all())
    assert queued == {f"v{number}@example.org": 2 for number in range(30)}
    for number in range(30):
        letters.wait(2, to=f"v{number}@example.org")


def test_a_letter_promised_while_its_job_was_ending_is_sent_by_the_next_tick(
    worker: Worker, letters: Letters, workshop: Workshop
) -> None:
    ville = come(workshop, "Ville")
    letters.wait(1)
    Registration.objects.filter(pk=ville.pk).update(owes="changed")
    worker.tick()
    letters.wait(2, to="ville@example.org")
    wait_for(all_sent)
