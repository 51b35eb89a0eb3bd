"""An administrator with the whole database cannot tell who answered what.

The adversary has everything PostgreSQL stores after a round is counted: rows with their system
columns, the order in which a dump writes them, dead tuples still in the pages, and knows of every
person when they answered. Guessing must not do better than chance, and without VACUUM's help.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from surveys import sealing
from surveys.ballot import counting
from surveys.models import Answer, Envelope, Invitation, Round
from surveys.questionnaire import pack, unpack
from surveys.services import closing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]

PEOPLE = 40


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[BallotBox, list[str]]:
    """Forty people, each with an answer of their own, in a known order; VACUUM never runs."""
    monkeypatch.setattr(closing, "_vacuum", lambda: None)
    box = open_box(cast.project)
    people = []
    for _number in range(PEOPLE):
        invitation = Invitation.objects.create(
            round=box.round, group=box.units[0, 0], channel=Invitation.Channel.SLIP
        )
        people.append(str(invitation.pk))
    for number, person in enumerate(people):
        answer_as(box, person, number)
    closing.close_round(round_id=box.round.pk, report=silent)
    return box, people


def choices_of(box: BallotBox, number: int) -> dict[str, int | None]:
    """A different answer for each person: the number in base five."""
    items = [item.code for item in box.questionnaire.items[:3]]
    return {code: number // 5**place % 5 + 1 for place, code in enumerate(items)}


def answer_as(box: BallotBox, person: str, number: int) -> None:
    """What submitting does: spend and drop the envelope in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        Invitation.objects.filter(pk=person).update(is_spent=True)
        box.put(box.envelope(box.units[0, 0], choices_of(box, number)))


def number_of(box: BallotBox, choices: bytes) -> int:
    answer = unpack(box.questionnaire, choices)
    return sum(((value or 1) - 1) * 5**place for place, value in enumerate(list(answer.values())[:3]))


def hits(guess: Sequence[int]) -> int:
    """How many people an adversary names rightly by laying an order beside the order of answering."""
    return sum(1 for place, number in enumerate(guess) if place == number)


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


@pytest.mark.parametrize("order", ["ctid", "xmin::text::bigint, ctid", "id"])
def test_no_order_of_the_stored_answers_is_the_order_of_answering(
    counted: tuple[BallotBox, list[str]], order: str
) -> None:
    box, _people = counted
    found = rows(f"SELECT choices FROM surveys_answer ORDER BY {order}")
    guess = [number_of(box, bytes(row[0])) for row in found]
    assert sorted(guess) == list(range(PEOPLE))
    # Of 40 people chance names one rightly; eight or more has a probability below one in 100,000.
    assert hits(guess) < 8


def test_all_answers_and_all_invitations_come_from_one_transaction(
    counted: tuple[BallotBox, list[str]],
) -> None:
    answers = rows("SELECT DISTINCT xmin::text FROM surveys_answer")
    invitations = rows("SELECT DISTINCT xmin::text FROM surveys_invitation")
    assert len(answers) == 1
    assert answers == invitations


def test_dead_tuples_hold_envelopes_that_nobody_can_open(
    counted: tuple[BallotBox, list[str]],
) -> None:
    """The dead rows do join people to envelopes; so it is the destroyed key that protects them."""
    box, _people = counted
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
    dead = rows(
        "SELECT t_xmin::text, t_data FROM generate_series(0, pg_relation_size('surveys_envelope') / 8192 - 1) p, "
        "heap_page_items(get_raw_page('surveys_envelope', p::int)) WHERE t_data IS NOT NULL"
    )
    assert len(dead) == PEOPLE, "the adversary of this test must really see the dead rows"
    assert not Envelope.objects.exists()
    with pytest.raises(sealing.KeyMissing):
        counting.key_store().load(box.round.pk)
    files = [
        path for path in settings.VAR_DIR.rglob("*") if path.is_file() and str(box.round.pk) in path.name
    ]
    assert not [path for path in files if "key" in str(path.parent)]


def test_a_probe_that_skips_the_protection_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: without shuffling, the order of the rows gives people away."""
    box = open_box(cast.project)
    for number in range(PEOPLE):
        choices = pack(box.questionnaire, choices_of(box, number))
        Answer.objects.create(round=box.round, choices=choices)
    guess = [
        number_of(box, bytes(row[0])) for row in rows("SELECT choices FROM surveys_answer ORDER BY ctid")
    ]
    assert hits(guess) == PEOPLE
    assert box.round.state == Round.State.OPEN
