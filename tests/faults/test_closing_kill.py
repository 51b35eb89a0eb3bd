"""A worker killed at any statement of closing: each envelope is counted once, all the same."""

from __future__ import annotations

import multiprocessing
import signal

import pytest
from django.db import connection

from surveys import sealing
from surveys.ballot.counting import key_store
from surveys.ballot.locks import _NAMESPACE
from surveys.models import Answer, ClassFigures, Envelope, Round
from surveys.services import closing
from surveys.services.questionnaires import store_version
from tests.cast import Cast
from tests.faults import closing_child
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.dividing import TEACHING, cast_many, with_background

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = 11


def test_a_kill_before_any_statement_of_closing_loses_and_doubles_nothing(cast: Cast) -> None:
    version = store_version(questionnaire=with_background())
    statement = 0
    finished = False
    while not finished:
        statement += 1
        box = open_box(cast.project, units=(1, 1), questionnaire=version)
        cast_many(box, (0, 0), ANSWERS, ROLE=TEACHING)
        finished = close_and_die(box, before=statement)
        assert_whole_or_nothing(box)
        closing.close_round(round_id=box.round.pk, report=closing_child.silent)
        assert_counted_once(box)
    assert statement > 12, "closing must be more statements than this, or nothing was killed"


def test_a_worker_that_vanishes_with_its_machine_holds_closing_up_for_minutes_at_most(cast: Cast) -> None:
    """Its end of the connection is never closed, so the database lets go of the round's lock by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("2min",)
    box = open_box(cast.project, units=(1, 1))
    fill(box, {(0, 0): ANSWERS})
    impatient = {"options": "-c idle_in_transaction_session_timeout=500"}
    vanished = connection.Database.connect(**{**connection.get_connection_params(), **impatient})
    try:
        vanished.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NAMESPACE, box.round.pk])
        closing.close_round(round_id=box.round.pk, report=closing_child.silent)
        assert_counted_once(box)
    finally:
        vanished.close()


def assert_whole_or_nothing(box: BallotBox) -> None:
    """Whatever a kill leaves behind: all envelopes and the key, or all answers and no envelope."""
    answers = Answer.objects.filter(round=box.round).count()
    envelopes = Envelope.objects.filter(round=box.round).count()
    assert (answers, envelopes) in {(0, ANSWERS), (ANSWERS, 0)}
    has_classes = ClassFigures.objects.filter(group__round=box.round).exists()
    assert has_classes == bool(answers and box.round.asked.background)
    if envelopes:
        assert key_store().load(box.round.pk)


def assert_counted_once(box: BallotBox) -> None:
    box.round.refresh_from_db()
    assert box.round.state == Round.State.PURGED
    assert Answer.objects.filter(round=box.round).count() == ANSWERS
    assert not Envelope.objects.filter(round=box.round).exists()
    with pytest.raises(sealing.KeyMissing):
        key_store().load(box.round.pk)


def close_and_die(box: BallotBox, *, before: int) -> bool:
    """Close in a process of its own that is killed before its `before`-th statement.

    True when closing needed fewer statements than that and ended by itself.
    """
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.faults.closing_child"])
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    child = forking.Process(target=closing_child.close_and_die, args=(database, box.round.pk, before))
    child.start()
    child.join(60)
    assert child.exitcode in {0, -signal.SIGKILL}, "closing failed by itself: see the traceback above"
    return child.exitcode == 0
