"""Letters: in the reader's language, sent once and only when what they tell has happened."""

from __future__ import annotations

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from tests.worker import Letters, Worker, text_of, wait_for
from yhes.common.mail import letters as mail
from yhes.common.mail import outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def template(settings: Any, tmp_path: Path) -> None:
    """A letter of three files, as apps have them in templates/mail."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "greeting.subject.txt").write_text("{% load i18n %}{% translate 'Yes' %},\n {{ name }}\n")
    (folder / "greeting.txt").write_text("{{ name }}: {{ site_url }}/{{ language }}/\n")
    (folder / "greeting.html").write_text("<p lang='{{ language }}'>{{ name }}</p>")
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates


def greet(to: str = "aino@example.org", name: str = "Aino", language: str = "fi", **more: Any) -> None:
    mail.queue("greeting", to=to, language=language, context={"name": name}, **more)


def test_a_queued_letter_is_sent_by_the_worker_in_text_and_html(worker: Worker, letters: Letters) -> None:
    greet(name="Åsa & Öjvind", language="sv")
    [letter] = letters.wait()
    assert letter["Subject"] == "Ja, Åsa & Öjvind"
    assert letter["To"] == "aino@example.org"
    assert "Åsa & Öjvind: http://localhost" in text_of(letter)
    assert text_of(letter).strip().endswith("/sv/")
    assert "<p lang='sv'>Åsa &amp; Öjvind</p>" in text_of(letter, "html")


def test_a_letter_of_a_transaction_that_was_rolled_back_is_not_sent(worker: Worker, letters: Letters) -> None:
    with transaction.atomic():
        greet()
        transaction.set_rollback(True)
    worker.tick()
    assert letters() == []
    assert not Email.objects.exists()


def test_a_letter_waits_for_the_commit_of_what_it_tells(worker: Worker, letters: Letters) -> None:
    with transaction.atomic():
        greet()
        worker.run("common.send_mail")
        assert letters() == []
    letters.wait()


def test_every_letter_of_many_is_sent_once(worker: Worker, letters: Letters) -> None:
    people = [f"person{number}@example.org" for number in range(60)]
    for person in people:  # each wakes the worker, so that several threads want to send
        greet(to=person)
    wait_for(lambda: not Email.objects.exclude(status=STATUS.sent).exists())
    worker.tick()
    assert sorted(str(letter["To"]) for letter in letters()) == sorted(people)


def test_an_attachment_arrives_as_it_was(worker: Worker, letters: Letters) -> None:
    from django.core.files.base import ContentFile

    calendar = ContentFile(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    greet(attachments={"event.ics": {"file": calendar, "mimetype": "text/calendar"}})
    [letter] = letters.wait()
    [attached] = letter.iter_attachments()
    assert attached.get_filename() == "event.ics"
    assert attached.get_content_type() == "text/calendar"
    assert "BEGIN:VCALENDAR" in str(attached.get_content())


def test_a_letter_with_a_token_is_sent_at_once_and_stored_nowhere(db: None, letters: Letters) -> None:
    mail.send_unstored("greeting", to="eero@example.org", language="en", context={"name": "token-123"})
    [letter] = letters()
    assert "token-123" in text_of(letter)
    assert not Email.objects.exists()


def test_a_person_who_leaves_takes_their_letters_along(worker: Worker, letters: Letters) -> None:
    greet(to="aino@example.org")
    greet(to="eero@example.org")
    letters.wait(2)
    mail.forget("aino@example.org")
    assert [email.to for email in Email.objects.all()] == [["eero@example.org"]]


def test_a_sent_letter_is_kept_for_two_weeks_and_then_forgotten(worker: Worker, letters: Letters) -> None:
    greet()
    letters.wait()
    outbox.forget_old(timezone.now() + timedelta(days=13))
    assert Email.objects.count() == 1
    outbox.forget_old(timezone.now() + timedelta(days=15))
    assert not Email.objects.exists()


def test_a_letter_that_still_waits_is_never_forgotten() -> None:
    greet()
    outbox.forget_old(timezone.now() + timedelta(days=400))
    assert Email.objects.count() == 1
