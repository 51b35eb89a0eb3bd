"""Sealing and opening envelopes, and closing a round that many have answered."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.db import connection
from nacl.public import PrivateKey, SealedBox

from surveys import sealing
from surveys.ballot import collecting
from surveys.ballot.counting import key_store
from surveys.demo.opinions import answer
from surveys.models import Envelope, Group, Invitation, Round
from surveys.questionnaire import Submission
from surveys.services import closing
from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, Wanted, seconds, side_by_side
from tests.benchmarks.ready import run_clients, wait_for_the_others

WORDS = "Yhteistä aikaa suunnitteluun."


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing took: seconds, the process's peak memory in MB, how often it told its progress."""

    seconds: float
    peak: float
    reports: int


def measure(*, quick: bool) -> list[Row]:
    count, few = (1_500, 500) if quick else (100_000, 10_000)
    sizes = scenery.skewed(count, scenery.ORGANISATIONS * scenery.UNITS, seed=2)
    round_ = scenery.open_round(sizes.tolist())
    sealing_took = seconds(lambda: _fill(round_, sizes))
    return [*_opening(round_, few, quick=quick), *_closing(round_, count, sealing_took)]


def _opening(round_: Round, few: int, *, quick: bool) -> Iterator[Row]:
    sealed = [bytes(text) for text in Envelope.objects.values_list("ciphertext", flat=True)[:few]]
    private_key = key_store().load(round_.pk)
    box = SealedBox(PrivateKey(private_key))
    key = settings.SURVEY_SERVER_KEY
    cost = side_by_side(
        {
            "ours": lambda: sealing.open_all(private_key, sealed, server_key=key, round_id=round_.pk),
            "bare": lambda: [box.decrypt(text) for text in sealed],
        },
        rounds=2 if quick else 5,
        calls=1,
    )
    yield Row(
        name="opening envelopes, one core",
        value=few / cost["ours"].wall,
        unit="envelopes/s",
        against="libsodium opening the same boxes, nothing read or checked",
        bare=few / cost["bare"].wall,
        wanted=Wanted("value", "at least", 5_000),
        note=f"{len(sealed[0]):,} bytes each",
    )


def _closing(round_: Round, count: int, sealing_took: float) -> Iterator[Row]:
    connection.close()
    (closed,) = run_clients(close_round, [round_.pk])
    yield Row(
        name="sealing and storing envelopes, one core",
        value=count / sealing_took,
        unit="envelopes/s",
        note="how the next line was prepared",
    )
    yield Row(
        name=f"closing {count:,} envelopes",
        value=closed.seconds,
        unit="s",
        note=f"opened, shuffled, stored, key destroyed; progress told {closed.reports} times",
    )
    yield Row(
        name=f"closing {count:,} envelopes: peak memory",
        value=closed.peak,
        unit="MB",
        wanted=Wanted("value", "at most", 500),
        note="of the process that closes",
    )


def close_round(round_id: int) -> Closed:
    """In a process of its own, so that its peak memory is that of closing."""
    wait_for_the_others()
    told: list[int] = []
    began = perf_counter()
    closing.close_round(round_id=round_id, report=lambda done, total, message: told.append(done))
    took = perf_counter() - began
    assert Round.objects.get(pk=round_id).state == Round.State.PURGED
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Closed(took, peak / (1024**2 if sys.platform == "darwin" else 1024), len(told))


def _fill(round_: Round, sizes: scenery.Sizes) -> None:
    """Real envelopes of everybody invited, loaded at once."""
    _seal(round_, scenery.leaves(round_)[0], Random(0))  # the questionnaire is read before the loading begins
    random = Random(1)
    people = [(leaf, size) for leaf, size in zip(scenery.leaves(round_), sizes.tolist(), strict=True) if size]
    columns = (
        "id",
        "round_id",
        "group_id",
        "channel",
        "email",
        "language",
        "is_spent",
        "is_mailed",
        "has_failed",
    )
    invited = (
        (_new_id(), round_.pk, leaf.pk, "slip", "", "fi", True, False, False)
        for leaf, size in people
        for _person in range(size)
    )
    scenery.copy_rows(Invitation, columns, invited)
    sealed = (
        (_new_id(), round_.pk, _seal(round_, leaf, random))
        for leaf, size in people
        for _person in range(size)
    )
    scenery.copy_rows(Envelope, ("id", "round_id", "ciphertext"), sealed)
    scenery.look_over(Envelope, Invitation)


def _seal(round_: Round, leaf: Group, random: Random) -> bytes:
    questionnaire = round_.questionnaire.questionnaire
    texts = {questionnaire.open_questions[0].code: WORDS} if random.random() < 0.2 else {}
    submission = Submission(choices=answer(questionnaire, random, 0.0), texts=texts)
    return collecting.seal(round_, leaf, submission)


def _new_id() -> UUID:
    return UUID(bytes=os.urandom(16), version=4)
