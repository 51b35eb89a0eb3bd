"""A person's registration goes when they ask or with their account; the seat goes to the next in the queue."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS, Email

from projects.workshops import services
from projects.workshops.models import Registration, Vote, Workshop
from tests.cast import Cast, give_second_factor, make_person, sign_in
from tests.workshops.recipes import address, come, had_come, make_held, make_workshop, states, write
from yhes.accounts import services as accounts
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

VILLE = "ville@example.org"


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    """Arranged by Bertil's organisation; Ville has the only seat and Wilma waits."""
    made = make_workshop(cast.project, capacity=1, organiser=cast.college)
    come(made, "Ville")
    come(made, "Wilma")
    return made


def erase_url(workshop: Workshop) -> str:
    return address("participant_erase", workshop.project.slug, workshop.slug)


def test_the_coordinator_is_asked_once_and_told_the_same_of_whoever_it_is(
    as_aino: Client, workshop: Workshop
) -> None:
    page = address("participants", workshop.project.slug, workshop.slug)
    assert f'action="{erase_url(workshop)}"' in as_aino.get(page).content.decode()
    for email in (" Ville@Example.org ", "nobody@example.org"):
        asked = as_aino.post(erase_url(workshop), {"email": email})
        assert "This cannot be undone." in asked.content.decode()
        done = as_aino.post(erase_url(workshop), {"email": email, "confirmed": "on"}, follow=True)
        assert done.redirect_chain == [(page, 302)]
        assert "If the address was on the list, it has been erased." in done.content.decode()
    assert states(workshop) == {"Wilma": "registered"}
    assert Registration.objects.get().owes == Registration.Letter.SEAT


def test_what_is_no_address_erases_nothing(as_aino: Client, workshop: Workshop) -> None:
    told = as_aino.post(erase_url(workshop), {"email": "ville", "confirmed": "on"}, follow=True)
    assert "Write the e-mail address to erase." in told.content.decode()
    assert set(states(workshop)) == {"Ville", "Wilma"}


def test_the_trail_tells_that_somebody_was_erased_and_not_who(
    cast: Cast, as_aino: Client, workshop: Workshop
) -> None:
    as_aino.post(erase_url(workshop), {"email": VILLE, "confirmed": "on"})
    event = AuditEvent.objects.get(action="workshops.person_erased")
    assert (event.actor, event.changes) == (cast.aino, {})
    assert "ille" not in event.object_label


def test_the_organisers_contact_confirms_first(cast: Cast, workshop: Workshop) -> None:
    sent = {"email": VILLE, "confirmed": "on"}
    refused = sign_in(Client(), cast.bertil).post(erase_url(workshop), sent)
    assert refused["Location"].startswith(reverse("mfa_index"))
    assert "Ville" in states(workshop)
    give_second_factor(cast.bertil)
    assert sign_in(Client(), cast.bertil).post(erase_url(workshop), sent).status_code == 302
    assert "Ville" not in states(workshop)


@pytest.mark.parametrize(("who", "status"), [("maija", 403), ("cecilia", 403), ("eero", 404)])
def test_nobody_else_erases_anybody(cast: Cast, workshop: Workshop, who: str, status: int) -> None:
    person = getattr(cast, who)
    give_second_factor(person)
    refused = sign_in(Client(), person).post(erase_url(workshop), {"email": VILLE, "confirmed": "on"})
    assert refused.status_code == status
    assert "Ville" in states(workshop)


def test_an_account_that_is_removed_leaves_every_event_and_is_told_so(cast: Cast, workshop: Workshop) -> None:
    past = make_held(cast.project, "Vanha")
    had, outcome = had_come(past), write(past)
    services.cast_vote(outcome=outcome, registration=had)
    Email.objects.filter(to=VILLE).update(status=STATUS.sent)
    ville = make_person("Ville Virtanen")
    losses = accounts.losses(ville)
    assert [any(made.title in loss for loss in losses) for made in (workshop, past)] == [True, True]
    accounts.remove_account(user=ville)
    assert not Registration.objects.filter(email=VILLE).exists()
    assert not Email.objects.filter(to=VILLE).exists()
    assert states(workshop) == {"Wilma": "registered"}
    vote = Vote.objects.get()
    assert (vote.outcome, vote.registration, vote.user) == (outcome, None, None)
    past.refresh_from_db()
    assert past.participants_count == 20
