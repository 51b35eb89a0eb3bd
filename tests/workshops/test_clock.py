"""What is forgotten ninety days after an event, and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email

from projects.workshops import services
from projects.workshops.models import Registration, Vote, Workshop
from tests.cast import Cast
from tests.ticking import let_a_minute_pass
from tests.workshops.recipes import address, come, had_come, make_held, make_workshop, token, write

pytestmark = pytest.mark.django_db


def ended(workshop: Workshop, *, days_ago: float) -> None:
    end = timezone.now() - timedelta(days=days_ago)
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)


def test_registrations_are_erased_after_ninety_days_and_not_before(cast: Cast) -> None:
    old, recent = make_held(cast.project, "Vanha"), make_held(cast.project, "Tuore")
    for workshop in (old, recent):
        had_come(workshop, "Ville")
    ended(old, days_ago=services.KEPT_DAYS + 0.1)
    ended(recent, days_ago=services.KEPT_DAYS - 0.1)
    let_a_minute_pass()
    assert list(Registration.objects.values_list("workshop__title_fi", flat=True)) == ["Tuore"]


def test_the_personal_link_ends_with_the_registration(visitor: Client, cast: Cast) -> None:
    workshop = make_held(cast.project)
    ville = had_come(workshop)
    ended(workshop, days_ago=91)
    let_a_minute_pass()
    response = visitor.get(address("registration", token(ville)))
    assert response.status_code == 404
    assert "deleted 90 days after the event" in response.content.decode()


def test_votes_stay_and_lead_to_nobody(cast: Cast) -> None:
    workshop = make_held(cast.project)
    outcome, ville = write(workshop), had_come(workshop)
    services.cast_vote(outcome=outcome, registration=ville)
    ended(workshop, days_ago=91)
    let_a_minute_pass()
    vote = Vote.objects.get()
    assert (vote.outcome, vote.registration, vote.user) == (outcome, None, None)


def test_letters_that_were_sent_are_forgotten_too_with_their_files(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    come(workshop, "Ville")
    letter = Email.objects.get()
    file = Attachment.objects.get().file.name
    assert default_storage.exists(file)
    Email.objects.filter(pk=letter.pk).update(status=STATUS.sent)
    ended(workshop, days_ago=91)
    let_a_minute_pass()
    assert not Email.objects.exists()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(file)


def test_letters_of_others_and_letters_that_still_wait_are_kept(cast: Cast) -> None:
    old, new = make_held(cast.project, "Vanha"), make_workshop(cast.project, "Uusi")
    had_come(old, "Ville")
    come(new, "Ville")
    come(new, "Wilma")
    Email.objects.filter(to="wilma@example.org").update(status=STATUS.sent)
    ended(old, days_ago=91)
    let_a_minute_pass()
    assert Email.objects.count() == 2


def test_forgetting_is_on_the_clock(cast: Cast) -> None:
    workshop = make_held(cast.project)
    had_come(workshop)
    ended(workshop, days_ago=91)
    let_a_minute_pass()
    assert not Registration.objects.exists()
