"""What answering asks of the database, in which order, and what it never takes from its memory."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from surveys.ballot.counting import key_store
from surveys.models import Answer, Envelope, Group, Invitation, InvitationToken, Round, SlipBatch
from surveys.services import answering, closing, keys, rounds
from surveys.services.invitations import slips
from tests.cast import Cast
from tests.surveys.fielding import arrive, fill_in, invite, leaf, make_open, send, silent, url
from yhes.common.prepared import Prepared, PreparedInsert, PreparedUpdate

pytestmark = pytest.mark.django_db


def asked_of(queries: CaptureQueriesContext) -> list[str]:
    """The statements in few words: "SELECT surveys_round", "UPDATE surveys_invitation", "lock"."""
    return [_in_short(query["sql"]) for query in queries.captured_queries]


def _in_short(statement: str) -> str:
    if "pg_advisory_xact_lock" in statement:
        return "lock" if "lock_shared" in statement else "exclusive lock"
    word = statement.split(maxsplit=1)[0]
    tables = re.findall(
        r'(?:FROM|UPDATE|INTO) "(\w+)"', statement
    )  # a subquery's comes before the query's own
    return f"{word} {tables[-1]}" if tables else word


@pytest.fixture
def token(round_: Round) -> str:
    """A letter's link, of a round that somebody else has looked at already."""
    visit(invite(leaf(round_)), round_)
    return invite(leaf(round_), "liisa@example.org")


def visit(token: str, round_: Round) -> Client:
    client = Client()
    arrive(client, token)
    client.get(url("answer", round_.pk))
    return client


# --- What is asked -----------------------------------------------------------------------------------


def test_the_form_is_one_look_up(round_: Round, token: str) -> None:
    client = visit(token, round_)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url("answer", round_.pk)).status_code == 200
    assert asked_of(queries) == ["SELECT surveys_invitationtoken"]


def test_submitting_locks_then_looks_then_spends_then_stores(round_: Round, token: str) -> None:
    filled = fill_in(round_)
    with CaptureQueriesContext(connection) as queries:
        assert send(Client(), round_, token, filled).status_code == 200
    found = [statement for statement in asked_of(queries) if statement not in ("SAVEPOINT", "RELEASE")]
    lock = ["lock"] if connection.vendor == "postgresql" else []
    assert found == [
        "SELECT surveys_invitationtoken",
        *lock,
        "SELECT surveys_group",
        "UPDATE surveys_invitation",
        "INSERT surveys_envelope",
    ]


def test_the_look_after_the_lock_is_at_state_time_and_key(round_: Round, token: str) -> None:
    filled = fill_in(round_)
    with CaptureQueriesContext(connection) as queries:
        send(Client(), round_, token, filled)
    look = next(q["sql"] for q in queries.captured_queries if _in_short(q["sql"]) == "SELECT surveys_group")
    for column in ("state", "closes_at", "public_key"):
        assert f'"surveys_round"."{column}"' in look


# --- What may change while a round is open is read fresh --------------------------------------------------


def test_an_earlier_closing_time_holds_at_once(cast: Cast, round_: Round, token: str) -> None:
    client = visit(token, round_)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert client.get(url("answer", round_.pk)).status_code == 410
    assert send(client, round_, token).status_code == 410


def test_a_later_closing_time_is_told_at_once(cast: Cast, round_: Round, token: str) -> None:
    client = visit(token, round_)
    later = timezone.now() + timedelta(days=20)
    rounds.change_closing_time(round_=round_, user=cast.aino, closes_at=later)
    day = date_format(timezone.localtime(later), "SHORT_DATE_FORMAT")
    assert day in client.get(url("answer_start", round_.pk)).content.decode()


def test_a_new_key_is_used_at_once(cast: Cast, round_: Round, token: str) -> None:
    """Of a round that started over: what is sealed to the old key nobody could open."""
    send(visit(token, round_), round_, token)
    key_store().destroy(round_.pk)
    Round.objects.filter(pk=round_.pk).update(is_key_lost=True)
    keys.restart_round(round_id=round_.pk, report=silent)
    assert send(Client(), round_, token).status_code == 200
    closing.close_round(round_id=round_.pk, report=silent)
    assert Answer.objects.filter(round=round_).count() == 1


def test_a_void_slip_opens_nothing_at_once(cast: Cast, round_: Round) -> None:
    code = slips.make_slips(group=leaf(round_), count=1, user=cast.aino)[0]
    client = visit(code, round_)
    slips.void_slips(batch=SlipBatch.objects.get(), user=cast.aino)
    assert client.get(url("answer", round_.pk)).status_code == 410
    assert send(client, round_, code).status_code == 410


def test_visitors_of_two_rounds_never_share_what_is_remembered(cast: Cast, round_: Round, token: str) -> None:
    other = make_open(cast, code="wl_competence")
    elsewhere = invite(leaf(other))
    assert visit(elsewhere, other).get(url("answer", round_.pk)).status_code == 404
    one, two = (
        visit(t, r).get(url("answer", r.pk)).content for t, r in ((token, round_), (elsewhere, other))
    )
    assert token.encode() in one
    assert token.encode() not in two
    assert elsewhere.encode() in two


# --- Queries put together once -------------------------------------------------------------------------


def test_prepared_query_finds_what_django_finds(round_: Round) -> None:
    columns = ("label", "level", "headcount", "round__closes_at", "round__public_key", "round__is_example")
    rows = Group.objects.order_by().values_list(*columns)
    prepared = Prepared(rows, by="id")
    groups = list(Group.objects.filter(round=round_))
    assert len(groups) > 3
    for group in groups:
        assert [type(value) for value in prepared.get(group.pk) or []] == list(
            map(type, rows.get(pk=group.pk))
        )
        assert prepared.get(group.pk) == list(rows.get(pk=group.pk))
    assert prepared.get(0) is None


def test_prepared_query_by_bytes_gives_ids_as_they_are(round_: Round) -> None:
    invite(leaf(round_))
    hashed, invitation = InvitationToken.objects.values_list("token_hash", "invitation").get()
    prepared = Prepared(
        InvitationToken.objects.values_list("invitation", "invitation__is_spent"), by="token_hash"
    )
    assert prepared.get(bytes(hashed)) == [invitation, False]
    assert prepared.get(b"?") is None


def test_prepared_query_by_two_values_finds_every_row_in_order(round_: Round) -> None:
    rows = Group.objects.order_by("-id").values_list("id", "round__closes_at")
    prepared = Prepared(rows, by=("round__project", "level"))
    for level in (Group.Level.UNIT, Group.Level.ORGANISATION, Group.Level.UNIT):
        found = [list(row) for row in rows.filter(round__project=round_.project_id, level=level)]
        assert found
        assert prepared.all(round_.project_id, level) == found
    assert prepared.all(0, Group.Level.UNIT) == []


def test_prepared_change_says_how_many_rows_it_changed(round_: Round) -> None:
    token = invite(leaf(round_))
    pk = answering.find_invitation(token).pk
    spend = PreparedUpdate(Invitation.objects.filter(is_spent=False), by="id", is_spent=True)
    assert spend.change(0) == 0
    assert not Invitation.objects.get(pk=pk).is_spent
    assert spend.change(pk) == 1
    assert Invitation.objects.get(pk=pk).is_spent
    assert spend.change(pk) == 0


def test_prepared_row_is_as_it_was_given(round_: Round) -> None:
    add, pk, sealed = PreparedInsert(Envelope).add, uuid4(), bytes(range(256)) * 40
    add(id=pk, round=round_.pk, ciphertext=sealed)
    stored = Envelope.objects.get()
    assert (stored.pk, stored.round_id, bytes(stored.ciphertext)) == (pk, round_.pk, sealed)
    with pytest.raises(KeyError):
        add(id=uuid4(), round=round_.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(id=pk, round=round_.pk, ciphertext=sealed)
    assert Envelope.objects.count() == 1
