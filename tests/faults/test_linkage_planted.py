"""The searches of test_linkage.py can find something: each does, when protection is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from itertools import chain
from random import Random
from secrets import token_hex

import pytest
import structlog
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from surveys.ballot.counting import key_store
from surveys.models import Answer, FreeText, Invitation, Round
from surveys.questionnaire import pack
from tests.cast import Cast
from tests.faults import linkage_copy
from tests.faults.linkage_search import Marks, Search, answer_marks, every_spelling, gives_away
from tests.surveys.ballot_box import BallotBox, open_box, random_choices
from yhes.celery import app
from yhes.common import audit
from yhes.common.mail import letters as mail
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40


@pytest.fixture
def box(cast: Cast) -> Iterator[BallotBox]:
    with linkage_copy.nothing_tidied_up():
        yield open_box(cast.project)


def one_person(secret: str) -> Search:
    """A search for one secret of one person."""
    return Search([Marks(frozenset({secret.encode()}))], 1)


# --- Something that leads to a person ----------------------------------------------------------------


def test_a_secret_is_found_wherever_it_is_left(cast: Cast, box: BallotBox) -> None:
    secret = token_hex(14)
    with linkage_copy.listening() as log:
        structlog.get_logger("surveys").debug("submitted", link=secret)
        _leave_in_the_database(secret, cast, box)
        _leave_elsewhere(secret)
        found = one_person(secret).secrets_kept(linkage_copy.copy_everything(log))
    for place in (
        "table common_job by payload",
        "table common_auditevent by at",
        "table post_office_email by ctid",
        "dump of common_job",
        "pages of surveys_round",
        "index index_of_the_test",
        "sessions",
        f"file {settings.VAR_DIR.name}/drafts/answer.json",
        "log of the web process",
    ):
        assert any(place in name for name in found), place
    assert len([name for name in found if name.startswith("Redis ")]) == 2


def _leave_in_the_database(secret: str, cast: Cast, box: BallotBox) -> None:
    Job.objects.create(kind="surveys.remind", subject="surveys.group:1", payload={"link": secret})
    audit.record(actor=cast.aino, action="surveys.answered", on=box.round, changes={"link": (None, secret)})
    session = SessionStore()
    session["link"] = secret
    session.create()
    mail.queue("survey_full", to="liisa@example.org", language="fi", context={"title": secret})
    # Written over at once: only a dead row, and a page of an index, still have it.
    linkage_copy.rows("CREATE INDEX IF NOT EXISTS index_of_the_test ON surveys_round (title_fi)")
    title = box.round.title
    Round.objects.update(title=secret)
    Round.objects.update(title=title)


def _leave_elsewhere(secret: str) -> None:
    cache.set(f"visitor-{secret}", {"seen": True})
    app.send_task("surveys.remember", args=[secret], queue="nobody")
    draft = settings.VAR_DIR / "drafts" / "answer.json"
    draft.parent.mkdir(exist_ok=True)
    draft.write_text(f'{{"link": "{secret}"}}')


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    """What no emptying of tables takes away."""
    yield
    linkage_copy.rows("DROP INDEX IF EXISTS index_of_the_test")
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("nobody")
    cache.clear()
    (settings.VAR_DIR / "drafts" / "answer.json").unlink(missing_ok=True)


def test_a_key_that_was_not_destroyed_is_found(box: BallotBox) -> None:
    key = key_store().load(box.round.pk)
    contents = chain.from_iterable(linkage_copy.files().values())
    assert any(spelling in content for content in contents for spelling in every_spelling(key))
    assert any(f"round-{box.round.pk}.key" in place for place in linkage_copy.files())


def test_a_row_that_was_dated_is_found(cast: Cast, box: BallotBox) -> None:
    begin = timezone.now()
    audit.record(actor=None, action="surveys.answered", on=box.round)
    assert linkage_copy.dated_between(begin, timezone.now()) == {"common_auditevent.at"}
    assert not linkage_copy.dated_between(begin - timedelta(days=9), begin - timedelta(days=8))


# --- An answer, and somebody beside it -----------------------------------------------------------------


def answers_of(box: BallotBox) -> tuple[Search, list[bytes], list[str]]:
    """Forty people with invitations and answers; the answers packed, the words they would write."""
    random, marks, packed, words = Random(4), [], [], []
    for _number in range(PEOPLE):
        choices = random_choices(box.questionnaire, random)
        packed.append(pack(box.questionnaire, choices))
        words.append(token_hex(6))
        invitation = Invitation.objects.create(round=box.round, group=box.units[0, 0], channel="slip")
        marks.append(
            Marks(
                secrets=frozenset(),
                known=frozenset(every_spelling(invitation.pk.bytes) | {str(invitation.pk).encode()}),
                answer=answer_marks(packed[-1], choices),
                text=frozenset({words[-1].encode()}),
            )
        )
    return Search(marks, PEOPLE), packed, words


def test_an_answer_outside_its_table_is_found(cast: Cast, box: BallotBox) -> None:
    search, packed, words = answers_of(box)
    Job.objects.create(kind="surveys.count", subject="x", payload={"choices": packed[3].hex()})
    audit.record(actor=None, action="surveys.answered", on=box.round, label=words[5])
    mail.queue("survey_full", to="aino@example.org", language="fi", context={"title": words[7]})
    found = search.answers_elsewhere(linkage_copy.copy_everything(StringIO()))
    tables = {place.split()[1] for place in found if place.startswith("table ")}
    assert tables == {"common_job", "common_auditevent", "post_office_email"}


def test_a_form_in_a_log_is_found(box: BallotBox) -> None:
    random = Random(5)
    choices = {item.code: random.choice(item.scale.values) for item in box.questionnaire.items}
    search = Search([Marks(frozenset(), answer=answer_marks(pack(box.questionnaire, choices), choices))], 1)
    sent = {code: str(value) for code, value in choices.items()}
    with linkage_copy.listening() as log:
        structlog.get_logger("surveys").info("posted", fields=sent)
    assert search.answers_elsewhere({"log": log.getvalue().encode().splitlines()}) == {"log"}


def test_somebody_in_the_row_of_an_answer_is_found(cast: Cast, box: BallotBox) -> None:
    search, packed, words = answers_of(box)
    invitation = Invitation.objects.first()
    assert invitation is not None
    Answer.objects.create(pk=invitation.pk, round=box.round, choices=packed[0])
    FreeText.objects.create(round=box.round, question="x", text=f"{words[1]} {packed[1].hex()}")
    found = search.people_beside_answers(linkage_copy.tables())
    assert {place.split()[1] for place in found} == {"surveys_answer", "surveys_freetext"}


@pytest.mark.parametrize("at_once", [1, 8])
def test_spending_and_storing_in_one_transaction_is_found(box: BallotBox, at_once: int) -> None:
    """One person at a time, or eight: a person must hide among all who answered."""
    search, packed, _words = answers_of(box)
    people = list(Invitation.objects.order_by("pk"))
    for start in range(0, PEOPLE, at_once):
        with transaction.atomic():
            for person, choices in list(zip(people, packed, strict=True))[start : start + at_once]:
                Invitation.objects.filter(pk=person.pk).update(is_spent=True)
                Answer.objects.create(round=box.round, choices=choices)
    assert search.people_beside_answers(linkage_copy.transactions())


def test_one_transaction_for_all_hides_everybody(box: BallotBox) -> None:
    search, packed, _words = answers_of(box)
    with transaction.atomic():
        Invitation.objects.update(is_spent=True)
        Answer.objects.bulk_create(Answer(round=box.round, choices=choices) for choices in packed)
    assert not search.people_beside_answers(linkage_copy.transactions())


# --- Orders ------------------------------------------------------------------------------------------


def test_answers_stored_as_they_came_are_found(box: BallotBox) -> None:
    """The order of the rows gives people away, in the table, in a dump and in the pages."""
    search, packed, words = answers_of(box)
    for choices, word in zip(packed, words, strict=True):
        Answer.objects.create(round=box.round, choices=choices)
        FreeText.objects.create(round=box.round, question="x", text=word)
    for looking in (linkage_copy.tables, linkage_copy.dump, linkage_copy.tuples):
        found = {
            (one.split("surveys_")[1].split()[0], other) for one, other in search.telling_orders(looking())
        }
        assert {("answer", "the order of answering"), ("freetext", "the order of answering")} <= found
        assert any(one == "answer" and "freetext" in other for one, other in found)


FIRST_TO_LAST = tuple(range(PEOPLE))
ALIKE = {
    "the same": FIRST_TO_LAST,
    "the other way round": FIRST_TO_LAST[::-1],
    "shifted": (*FIRST_TO_LAST[7:], *FIRST_TO_LAST[:7]),
    "shuffled by eights": tuple(
        number for start in range(0, PEOPLE, 8) for number in Random(3).sample(range(start, start + 8), 8)
    ),
}


GROUPS = {"one group": [0] * PEOPLE, "two groups": [int(number % 3 == 0) for number in FIRST_TO_LAST]}


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("how", ALIKE)
def test_an_order_that_tells_something_is_noticed(how: str, groups: str) -> None:
    assert gives_away(ALIKE[how], FIRST_TO_LAST, GROUPS[groups])


@pytest.mark.parametrize("groups", GROUPS)
def test_orders_by_chance_are_not_noticed(groups: str) -> None:
    random = Random(6)
    shuffled = [tuple(random.sample(range(PEOPLE), PEOPLE)) for _time in range(2_000)]
    assert not any(gives_away(order, FIRST_TO_LAST, GROUPS[groups]) for order in shuffled)


def test_orders_by_group_alone_are_not_noticed() -> None:
    """Everybody may know who was in which group."""
    groups, random = GROUPS["two groups"], Random(7)
    one, other = (
        tuple(sorted(random.sample(range(PEOPLE), PEOPLE), key=groups.__getitem__)) for _ in range(2)
    )
    assert not gives_away(one, other, groups)
