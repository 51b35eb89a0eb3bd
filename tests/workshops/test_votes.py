"""Votes on outcomes: one each, by the personal link or as a member of the project."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from projects.workshops import services
from projects.workshops.errors import NoSeatNoVote, OutcomeGone, VotingNotOpen
from projects.workshops.models import Outcome, Registration, Vote, Workshop
from tests.cast import Cast, make_person
from tests.workshops.recipes import address, had_come, make_held, token, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast) -> Workshop:
    return make_held(cast.project)


@pytest.fixture
def outcome(held: Workshop) -> Outcome:
    return write(held, "Varataan aikaa kehittämiselle")


@pytest.fixture
def ville(held: Workshop) -> Registration:
    return had_come(held)


def votes(outcome: Outcome) -> int:
    return Outcome.objects.with_votes().get(pk=outcome.pk).votes  # type: ignore[attr-defined]


def desk(name: str, outcome: Outcome) -> str:
    workshop = outcome.workshop
    return address(name, workshop.project.slug, workshop.slug, outcome.pk)


def test_a_participant_votes_and_takes_it_back(
    visitor: Client, ville: Registration, outcome: Outcome
) -> None:
    url = address("vote", token(ville), outcome.pk)
    response = visitor.post(url, {"vote": "1"})
    assert response.status_code == 302
    assert response["Location"].endswith(f"#outcome-{outcome.pk}")
    visitor.post(url, {"vote": "1"})
    assert votes(outcome) == 1
    page = visitor.get(address("registration", token(ville))).content.decode()
    assert "Take the vote back" in page
    visitor.post(url, {"vote": "0"})
    visitor.post(url, {"vote": "0"})
    assert votes(outcome) == 0


def test_with_javascript_only_the_outcome_comes_back(
    visitor: Client, ville: Registration, outcome: Outcome
) -> None:
    response = visitor.post(
        address("vote", token(ville), outcome.pk), {"vote": "1"}, headers={"HX-Request": "true"}
    )
    part = response.content.decode()
    assert part.startswith('<li class="outcome"')
    assert "<b>1</b> vote" in part
    assert "Take the vote back" in part


def test_a_member_votes_on_the_desk(as_cecilia: Client, outcome: Outcome) -> None:
    as_cecilia.post(desk("outcome_vote", outcome), {"vote": "1"})
    as_cecilia.post(desk("outcome_vote", outcome), {"vote": "1"})
    assert votes(outcome) == 1
    as_cecilia.post(desk("outcome_vote", outcome), {"vote": "0"})
    assert votes(outcome) == 0


def test_outsiders_do_not_vote(as_eero: Client, as_admin: Client, visitor: Client, outcome: Outcome) -> None:
    assert as_eero.post(desk("outcome_vote", outcome), {"vote": "1"}).status_code == 404
    assert as_admin.post(desk("outcome_vote", outcome), {"vote": "1"}).status_code == 403
    assert visitor.post(desk("outcome_vote", outcome), {"vote": "1"}).status_code == 302
    assert votes(outcome) == 0


def test_somebody_who_is_participant_and_member_has_one_vote(
    cast: Cast, held: Workshop, outcome: Outcome
) -> None:
    """Cecilia votes on the desk, then by the link in her letter, then takes it back on the desk."""
    link = had_come(held, "Cecilia")
    services.cast_vote(outcome=outcome, user=cast.cecilia)
    services.cast_vote(outcome=outcome, registration=link)
    assert votes(outcome) == 1
    services.withdraw_vote(outcome=outcome, user=cast.cecilia)
    assert votes(outcome) == 0


def test_a_vote_given_before_registering_is_the_same_persons(
    cast: Cast, held: Workshop, outcome: Outcome
) -> None:
    services.cast_vote(outcome=outcome, user=cast.cecilia)
    link = had_come(held, "Cecilia")
    services.cast_vote(outcome=outcome, registration=link)
    assert votes(outcome) == 1


def test_who_waited_or_cancelled_has_no_vote(held: Workshop, outcome: Outcome, ville: Registration) -> None:
    for state in ("waiting", "cancelled"):
        Registration.objects.filter(pk=ville.pk).update(state=state)
        with pytest.raises(NoSeatNoVote):
            services.cast_vote(outcome=outcome, registration=ville)
    assert votes(outcome) == 0


def test_a_participant_votes_in_the_own_event_only(
    visitor: Client, cast: Cast, ville: Registration, outcome: Outcome
) -> None:
    other = write(make_held(cast.project, "Toinen"))
    assert visitor.post(address("vote", token(ville), other.pk), {"vote": "1"}).status_code == 404
    with pytest.raises(NoSeatNoVote):
        services.cast_vote(outcome=other, registration=ville)
    assert votes(other) == 0


def test_there_is_nothing_to_vote_on_before_the_event_was_held(cast: Cast, outcome: Outcome) -> None:
    Workshop.objects.filter(pk=outcome.workshop_id).update(state="published", participants_count=None)
    with pytest.raises(VotingNotOpen):
        services.cast_vote(outcome=outcome, user=cast.aino)


def test_a_vote_for_something_deleted_meanwhile_is_refused(cast: Cast, outcome: Outcome) -> None:
    services.delete_outcome(outcome=outcome)
    with pytest.raises(OutcomeGone):
        services.cast_vote(outcome=outcome, user=cast.aino)


def test_a_vote_is_somebodys_and_never_of_two(cast: Cast, outcome: Outcome, ville: Registration) -> None:
    with pytest.raises(ValueError, match="participant's or a member's"):
        services.cast_vote(outcome=outcome)
    with pytest.raises(ValueError, match="participant's or a member's"):
        services.cast_vote(outcome=outcome, registration=ville, user=cast.aino)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(outcome=outcome, registration=ville, user=cast.aino)


def test_the_database_keeps_to_one_vote_each(cast: Cast, outcome: Outcome, ville: Registration) -> None:
    Vote.objects.create(outcome=outcome, registration=ville)
    Vote.objects.create(outcome=outcome, user=cast.aino)
    for twice in ({"registration": ville}, {"user": cast.aino}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(outcome=outcome, **twice)


def test_the_vote_outlives_the_account_without_a_name(outcome: Outcome, cast: Cast) -> None:
    person = make_person("Hilma Halla")
    cast.project.memberships.create(user=person, role="coach")
    services.cast_vote(outcome=outcome, user=person)
    person.delete()
    assert votes(outcome) == 1
    assert Vote.objects.get().user is None


def test_anyone_sees_how_many_votes_there_are_and_no_button(
    visitor: Client, cast: Cast, outcome: Outcome, ville: Registration
) -> None:
    services.cast_vote(outcome=outcome, user=cast.aino)
    services.cast_vote(outcome=outcome, registration=ville)
    page = visitor.get(address("event", outcome.workshop.slug)).content.decode()
    assert "<b>2</b> votes" in page
    assert 'method="post"' not in page
