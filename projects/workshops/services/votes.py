"""One voice for an outcome, given and taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from projects.workshops.errors import NoSeatNoVote, OutcomeGone, VotingNotOpen
from projects.workshops.models import Outcome, Registration, Vote, Workshop
from yhes.accounts.models import User


@transaction.atomic
def cast_vote(
    *, outcome: Outcome, registration: Registration | None = None, user: User | None = None
) -> Vote:
    """A participant (registration) or a member of the project (user) votes; twice is once.

    Somebody who is both has one vote, whichever way it is given.
    Raises OutcomeGone, VotingNotOpen, NoSeatNoVote, ValueError when neither or both are given.
    """
    found = _locked(outcome)
    voter = _voter(found.workshop, registration, user)
    vote = Vote.objects.filter(_own(voter, user), outcome=found).first()
    if vote is None:
        vote = Vote.objects.create(outcome=found, registration=voter, user=None if voter else user)
    return vote


@transaction.atomic
def withdraw_vote(
    *, outcome: Outcome, registration: Registration | None = None, user: User | None = None
) -> None:
    """Take the voice back; without one nothing happens. Raises what `cast_vote` does."""
    found = _locked(outcome)
    voter = _voter(found.workshop, registration, user)
    Vote.objects.filter(_own(voter, user), outcome=found).delete()


def votes_of(*, workshop: Workshop, user: User) -> QuerySet[Vote]:
    """What a member has voted for in the workshop, by whichever way."""
    return Vote.objects.filter(_own(_registration_of(workshop, user), user), outcome__workshop=workshop)


def _locked(outcome: Outcome) -> Outcome:
    """The outcome, locked against being deleted meanwhile."""
    found = (
        Outcome.objects.select_for_update(of=("self",))
        .select_related("workshop")
        .filter(pk=outcome.pk)
        .first()
    )
    if found is None:
        raise OutcomeGone
    if found.workshop.state != Workshop.State.HELD:
        raise VotingNotOpen
    return found


def _voter(workshop: Workshop, registration: Registration | None, user: User | None) -> Registration | None:
    """The registration to vote as: the given one, or that of the member's own address if there is one."""
    if (registration is None) == (user is None):
        raise ValueError("a vote is a participant's or a member's")
    if user is not None:
        return _registration_of(workshop, user)
    assert registration is not None
    found = workshop.registrations.registered().filter(pk=registration.pk).first()
    if found is None:
        raise NoSeatNoVote
    return found


def _registration_of(workshop: Workshop, user: User) -> Registration | None:
    return workshop.registrations.registered().filter(email=user.email.lower()).first()


def _own(voter: Registration | None, user: User | None) -> Q:
    """Votes of the same person, by whichever way they came."""
    if voter is None:
        return Q(user=user)
    member = User.objects.filter(email__iexact=voter.email).values("pk")
    return Q(registration=voter) | Q(user__in=member)
