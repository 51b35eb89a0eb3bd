"""An administrator with the whole machine cannot tell who answered what.

Forty people answer with a browser, by letter, slip, tablet and poster; six only look. The adversary then has
everything that is left once the round is counted: tables with their system columns, a dump, dead rows
still in the pages, sessions, mail queue, jobs, audit trail, Redis, files and logs. They know of every
person when they answered. Guessing must do no better than chance, and without VACUUM's help.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from surveys import sealing
from surveys.ballot import counting
from surveys.models import Answer, Envelope, FreeText, Invitation, Round
from surveys.services import closing
from tests import jobkinds
from tests.cast import make_cast
from tests.faults import linkage_copy, linkage_world
from tests.faults.linkage_search import LETTERS, Search, every_spelling
from tests.surveys.fielding import make_open, silent
from tests.worker import Letters, Worker, environment

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Loot:
    """The adversary's copy, and what we know of the people in it."""

    copy: linkage_copy.Found
    search: Search
    dated: set[str]
    envelopes: list[linkage_copy.Tuple]  # as they lay in the pages before the round was closed
    invitations: list[linkage_copy.Tuple]
    round_id: int
    private_key: bytes


@pytest.fixture(scope="module")
def loot(django_db_setup: None, django_db_blocker: Any, worker_process: Worker) -> Loot:
    """The round is lived once; every test below searches the same copy of what it left."""
    worker_process.stop()  # a worker that tells all it does takes its place
    worker = Worker(environment={**environment(), "LOG_LEVEL": "DEBUG"})
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing, "_vacuum", lambda: None)
        jobkinds.forget_all()
        worker.start()
        try:
            with linkage_copy.nothing_tidied_up(), linkage_copy.listening() as log:
                return _live_through(worker, log)
        finally:
            worker.stop()
            call_command("flush", verbosity=0, interactive=False)


def _live_through(worker: Worker, log: Any) -> Loot:
    random, letters = Random(9), Letters(settings.MAIL_DIR)
    letters.throw_away()
    cast = make_cast()
    round_ = make_open(cast, college=30, institute=20)
    visitors = linkage_world.invite_everybody(cast, round_, letters, random)
    worker.rest()
    begin, end = _answer_in_turn(round_, visitors, random)
    marks = [visitor.marks(round_) for visitor in visitors]
    private_key = counting.key_store().load(round_.pk)
    envelopes, invitations = (
        linkage_copy.tuples_of(f"surveys_{name}") for name in ("envelope", "invitation")
    )
    closing.close_round(round_id=round_.pk, report=silent)
    assert Round.objects.get(pk=round_.pk).state == Round.State.PURGED
    assert Answer.objects.count() == FreeText.objects.count() == linkage_world.ANSWERING
    assert not Envelope.objects.exists()
    assert Invitation.objects.filter(is_spent=True).count() == linkage_world.ANSWERING
    return Loot(
        copy=linkage_copy.copy_everything(log),
        search=Search(marks, linkage_world.ANSWERING),
        dated=linkage_copy.dated_between(begin, end),
        envelopes=envelopes,
        invitations=invitations,
        round_id=round_.pk,
        private_key=private_key,
    )


def _answer_in_turn(
    round_: Round, visitors: list[linkage_world.Visitor], random: Random
) -> tuple[datetime, datetime]:
    """From when to when people were there. Those who only look do so in between."""
    begin = timezone.now()
    answering, looking = visitors[: linkage_world.ANSWERING], visitors[linkage_world.ANSWERING :]
    for visitor in answering:
        offered = linkage_world.open_form(visitor, round_)
        linkage_world.answer(visitor, round_, offered, random)
        if visitor.number % 6 == 0 and looking:
            linkage_world.open_form(looking.pop(), round_)
    assert not looking
    return begin, timezone.now()


# --- The adversary really has everything -----------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "table surveys_answer by ctid",
        "table surveys_answer by xmin",
        "table surveys_answer by choices",
        "dump of surveys_answer",
        "pages of surveys_answer by xmax",
        "transactions on surveys_answer and surveys_freetext",
    ],
)
def test_every_answer_is_in_the_copy(loot: Loot, place: str) -> None:
    seen = {number for content in loot.copy[place] for number in loot.search.look(content).answers}
    assert seen == set(range(linkage_world.ANSWERING))


@pytest.mark.parametrize(
    "place",
    [
        "table surveys_invitation by ctid",
        "table surveys_invitationtoken by token_hash",
        "dump of surveys_invitation",
        "pages of surveys_invitation by xmin",
    ],
)
def test_everybody_is_in_the_copy(loot: Loot, place: str) -> None:
    seen = {number for content in loot.copy[place] for number in loot.search.look(content).people}
    assert seen == set(range(len(loot.search.people)))


@pytest.mark.parametrize(
    "place",
    [
        "table common_auditevent by at",
        "table common_job by created_at",
        "table django_session by ctid",
        "table post_office_email by ctid",
        "sessions",
        "log of the web process",
        "pages of surveys_envelope (long values)",
    ],
)
def test_the_copy_has_this_too(loot: Loot, place: str) -> None:
    assert place in loot.copy
    assert loot.copy[place] or place.startswith("table post_office")


def test_the_copy_has_files_and_logs_of_every_process(loot: Loot) -> None:
    places = " ".join(loot.copy)
    for name in ("postgres.log", "redis.log", "worker-", "secret-key"):
        assert name in places
    assert any(place.startswith("Redis ") for place in loot.copy)


# --- What must not be in it ------------------------------------------------------------------------


def test_no_link_code_cookie_or_address_of_a_visitor_is_kept(loot: Loot) -> None:
    assert not loot.search.secrets_kept(loot.copy)


def test_answers_stand_in_one_table_and_free_text_in_another(loot: Loot) -> None:
    assert not loot.search.answers_elsewhere(loot.copy)


def test_nobody_stands_beside_an_answer_or_among_fewer_than_all(loot: Loot) -> None:
    assert not loot.search.people_beside_answers(loot.copy)


def test_no_order_of_anything_tells_whose_an_answer_or_a_text_is(loot: Loot) -> None:
    assert not loot.search.telling_orders(loot.copy)


def test_nothing_was_dated_while_people_answered(loot: Loot) -> None:
    assert not loot.dated


def test_a_letter_leads_one_person_to_one_invitation(loot: Loot) -> None:
    sights = [loot.search.look(letter) for letter in loot.copy[LETTERS]]
    invited = sorted(number for sight in sights for number in sight.people)
    assert len(invited) == len(set(invited)) == linkage_world.BY_MAIL + linkage_world.ONLY_LOOKING
    assert all(len(sight.people) <= 1 and not sight.answers | sight.texts for sight in sights)


def test_answers_and_invitations_have_one_and_the_same_transaction(loot: Loot) -> None:
    def writers(table: str) -> set[bytes]:
        return {row.split(b" ")[0] for row in loot.copy[f"table {table} by ctid"]}

    assert len(writers("surveys_answer")) == 1
    assert writers("surveys_answer") == writers("surveys_freetext") == writers("surveys_invitation")


# --- The envelopes ---------------------------------------------------------------------------------


def test_an_older_copy_joins_people_to_envelopes_that_still_lie_in_the_pages(loot: Loot) -> None:
    """So it is the destroyed key that protects them: the adversary of these tests can do this much."""
    submits = {xmin: data for xmin, _xmax, data in loot.envelopes}
    spent = [loot.search.look(data).people for xmin, _xmax, data in loot.invitations if xmin in submits]
    assert sorted(number for people in spent for number in people) == list(range(linkage_world.ANSWERING))
    assert sorted(loot.copy["pages of surveys_envelope"]) == sorted(submits.values())


def test_the_key_to_the_envelopes_is_nowhere(loot: Loot) -> None:
    with pytest.raises(sealing.KeyMissing):
        counting.key_store().load(loot.round_id)
    spellings = every_spelling(loot.private_key)
    kept = {
        place
        for place, contents in loot.copy.items()
        for content in contents
        if any(spelling in content for spelling in spellings)
    }
    assert not kept
    assert not [place for place in loot.copy if f"round-{loot.round_id}.key" in place]
