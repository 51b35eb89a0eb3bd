"""Closing a round: every envelope is counted once, and nothing is left that leads back to a person."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from surveys import sealing
from surveys.ballot.counting import key_store
from surveys.models import Answer, Envelope, FreeText, Group, Release, Round
from surveys.questionnaire import unpack
from surveys.services import closing, releasing, reporting
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box, random_choices
from tests.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    return open_box(cast.project, units=(2, 1))


def close(box: BallotBox) -> None:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()


def test_every_envelope_becomes_one_answer_and_the_key_is_destroyed(box: BallotBox) -> None:
    fill(box, {(0, 0): 12, (0, 1): 6, (1, 0): 11})
    close(box)
    assert box.round.state == Round.State.PURGED
    assert Answer.objects.filter(round=box.round).count() == 29
    assert not Envelope.objects.filter(round=box.round).exists()
    with pytest.raises(sealing.KeyMissing):
        key_store().load(box.round.pk)


def test_answers_say_what_was_answered(box: BallotBox) -> None:
    random = Random(7)
    given = [random_choices(box.questionnaire, random) for _ in range(10)]
    for choices in given:
        box.cast(box.units[0, 0], choices)
    close(box)
    stored = [unpack(box.questionnaire, bytes(a.choices)) for a in Answer.objects.filter(round=box.round)]
    assert sorted(map(repr, stored)) == sorted(map(repr, given))


def test_closing_again_changes_nothing(box: BallotBox) -> None:
    fill(box, {(0, 0): 10})
    close(box)
    before = set(Answer.objects.values_list("pk", flat=True))
    close(box)
    assert set(Answer.objects.values_list("pk", flat=True)) == before


def test_stored_answers_keep_only_groups_that_may_be_shown(box: BallotBox) -> None:
    """Units of 12 and 4: the four are stored with their organisation, the size of their unit nowhere."""
    fill(box, {(0, 0): 12, (0, 1): 4, (1, 0): 10})
    close(box)
    per_group = {
        group.pk: Answer.objects.filter(round=box.round, group=group).count()
        for group in Group.objects.filter(round=box.round)
    }
    assert all(count == 0 or count >= box.round.threshold for count in per_group.values())
    assert Answer.objects.filter(round=box.round, group__isnull=True).count() == 0
    small = Group.objects.get(pk=box.units[0, 1].pk)
    assert small.respondents is None
    assert small.audience == ""


def test_with_fewer_answers_than_the_threshold_no_group_is_kept_and_nothing_tells_how_many_they_were(
    box: BallotBox,
) -> None:
    fill(box, {(0, 0): 4})
    told = []
    closing.close_round(
        round_id=box.round.pk, report=lambda done, total, _message: told.append((done, total))
    )
    assert told == [(100, 100)], "the job's row stays, and it is shown"
    assert Answer.objects.filter(round=box.round, group__isnull=True).count() == 4
    assert not Group.objects.filter(round=box.round).exclude(audience="").exists()


def test_open_answers_are_stored_apart_and_never_below_an_organisation(box: BallotBox) -> None:
    random = Random(3)
    for place in range(12):
        box.cast(box.units[0, 0], random_choices(box.questionnaire, random), text=f"Aikaa {place}")
    close(box)
    texts = FreeText.objects.filter(round=box.round)
    assert {text.text for text in texts} == {f"Aikaa {place}" for place in range(12)}
    assert {text.group.level for text in texts if text.group} == {Group.Level.ORGANISATION}
    fields = {field.name for field in FreeText._meta.get_fields()}
    assert fields == {"id", "round", "group", "question", "text", "state", "redacted", "reason"}


def test_a_copied_envelope_stops_the_count_and_keeps_everything(box: BallotBox) -> None:
    fill(box, {(0, 0): 10})
    original = Envelope.objects.filter(round=box.round).first()
    assert original is not None
    box.put(bytes(original.ciphertext))
    with pytest.raises(closing.ClosingRefused):
        close(box)
    box.round.refresh_from_db()
    assert box.round.state == Round.State.CLOSING
    assert Envelope.objects.filter(round=box.round).count() == 11
    assert not Answer.objects.filter(round=box.round).exists()
    assert key_store().load(box.round.pk)


def test_a_stuffed_envelope_stops_the_count(box: BallotBox) -> None:
    """Whoever can write to the database has the public key, but not the server's."""
    fill(box, {(0, 0): 10})
    payload = sealing.AnswerPayload(bytes(len(box.questionnaire.items)), str(box.units[0, 0].pk))
    box.put(
        sealing.seal(
            bytes(box.round.public_key or b""),
            payload,
            server_key=b"a guess at the key of the server",
            round_id=box.round.pk,
            padded_size=box.round.padded_size or 0,
        )
    )
    with pytest.raises(closing.ClosingRefused):
        close(box)
    assert not Answer.objects.filter(round=box.round).exists()


def test_a_deleted_envelope_stops_the_count(box: BallotBox) -> None:
    fill(box, {(0, 0): 10})
    gone = Envelope.objects.filter(round=box.round).first()
    assert gone is not None
    gone.delete()
    with pytest.raises(closing.ClosingRefused) as refused:
        close(box)
    assert not re.search(r"\d", str(refused.value)), "it may be too few that have answered"
    assert not Answer.objects.filter(round=box.round).exists()


def test_an_envelope_of_another_round_stops_the_count(box: BallotBox, cast: Cast) -> None:
    other = open_box(cast.project)
    fill(box, {(0, 0): 10})
    box.put(other.envelope(other.units[0, 0], {}))
    with pytest.raises(closing.ClosingRefused):
        close(box)
    assert not Answer.objects.filter(round=box.round).exists()


def test_a_lost_key_is_told_and_counts_nothing(box: BallotBox) -> None:
    fill(box, {(0, 0): 10})
    key_store().destroy(box.round.pk)
    with pytest.raises(closing.ClosingRefused, match="avain"):
        close(box)
    assert Envelope.objects.filter(round=box.round).count() == 10


def test_a_coordinator_closes_early_and_nothing_more_is_accepted(box: BallotBox, cast: Cast) -> None:
    job = closing.request_closing(round_=box.round, user=cast.aino)
    box.round.refresh_from_db()
    assert not box.round.is_accepting
    assert job.kind == "surveys.close_round"
    with pytest.raises(closing.ClosingRefused):
        closing.request_closing(round_=box.round, user=cast.aino)


def test_the_clock_closes_what_is_due_and_nothing_else(cast: Cast, worker: Worker, as_aino: Client) -> None:
    due = open_box(cast.project)
    later = open_box(cast.project)
    fill(due, {(0, 0): 10})
    Round.objects.filter(pk=due.round.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    worker.tick()
    from tests.worker import wait_for

    wait_for(lambda: Round.objects.get(pk=due.round.pk).state == Round.State.PURGED)
    assert Answer.objects.filter(round=due.round).count() == 10
    assert Round.objects.get(pk=later.round.pk).state == Round.State.OPEN


def test_an_envelope_that_comes_while_counting_stops_the_count(box: BallotBox) -> None:
    """Put straight into the database, past the lock, after the envelopes have been read."""
    fill(box, {(0, 0): 6})
    late = box.envelope(box.units[0, 0], {})

    def stuff(done: int, total: int, message: str) -> None:
        if done == total:
            box.put(late)

    with pytest.raises(closing.ClosingRefused):
        closing.close_round(round_id=box.round.pk, report=stuff)
    assert not Answer.objects.exists()
    assert key_store().load(box.round.pk)


def test_a_key_that_cannot_be_destroyed_is_told_and_tried_again(box: BallotBox) -> None:
    """A folder stands where a leftover of the key is looked for: the operator has to see to it."""
    fill(box, {(0, 0): 6})
    (path,) = key_store().copies(box.round.pk)
    leftover = path.with_name(f".{path.name}.left.tmp")
    leftover.mkdir()
    try:
        with pytest.raises(closing.ClosingRefused):
            close(box)
        box.round.refresh_from_db()
        assert box.round.state == Round.State.COUNTED
        assert Answer.objects.count() == 6
    finally:
        leftover.rmdir()
    close(box)
    assert box.round.state == Round.State.PURGED
    assert not key_store().exists(box.round.pk)


def test_groups_that_make_no_tree_stop_the_count_with_words_for_a_person(box: BallotBox) -> None:
    """Somebody changed the database: two organisations are each other's parents."""
    fill(box, {(0, 0): 6})
    one, other = box.organisations
    Group.objects.filter(pk=one.pk).update(parent=other)
    Group.objects.filter(pk=other.pk).update(parent=one)
    with pytest.raises(reporting.NoPlan):
        close(box)
    assert not Answer.objects.exists()
    assert key_store().load(box.round.pk)


def test_a_plan_that_is_not_safe_any_more_is_not_released(box: BallotBox) -> None:
    """Somebody changed a number of respondents after the count."""
    fill(box, {(0, 0): 20, (0, 1): 20, (1, 0): 20})
    close(box)
    Group.objects.filter(pk=box.units[0, 0].pk).update(respondents=38)
    with pytest.raises(releasing.ReleaseRefused):
        releasing.publish_release(round_=box.round, user=None, report=silent)
    assert not Release.objects.exists()
