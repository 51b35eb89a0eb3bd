"""Eight people answer at every moment; beside it, eight clients commit the bare row."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from statistics import median
from time import monotonic
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation

from surveys.forms import answers
from surveys.models import Envelope, Round
from surveys.questionnaire import Submission
from surveys.services import answering
from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, Wanted, side_by_side
from tests.benchmarks.ready import CLIENTS, run_clients, wait_for_the_others
from tests.benchmarks.site import Getting, Site, bare_like

BARE = "bare_envelope"
SEAL_BYTES = 48  # what a sealed box adds
CSRF = "a" * 32
WORDS = "Yhteistä aikaa suunnitteluun."


@dataclass(frozen=True, slots=True)
class Order:
    """What one client is to do: answer with these tokens, or commit so many bare rows."""

    round_id: int
    size: int
    count: int = 0
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """When a client began and ended, on the machine's clock, and how often it did its work."""

    began: float
    ended: float
    count: int


def measure(*, quick: bool) -> list[Row]:
    round_ = scenery.open_round([2_000] * scenery.UNITS * 2)
    return [*_saving(round_, quick=quick), *_asking(round_, quick=quick)]


# --- Saving ------------------------------------------------------------------------------------


def _saving(round_: Round, *, quick: bool) -> list[Row]:
    turns, each = (1, 40) if quick else (3, 150)
    _make_bare_table()
    rates: dict[str, list[float]] = {"bare": [], "saved": [], "posted": []}
    for _turn in range(turns):
        rates["bare"].append(_rate(commit_rows, [_order(round_, count=each * 10)] * CLIENTS))
        rates["saved"].append(_rate(save_answers, [_order(round_, invite=each) for _ in range(CLIENTS)]))
        rates["posted"].append(_rate(post_answers, [_order(round_, invite=each) for _ in range(CLIENTS)]))
    middle = {name: median(found) for name, found in rates.items()}
    against = f"plain commits of the same row, {CLIENTS} clients"
    wanted = Wanted("ratio", "at least", 0.10)
    saved = "link looked up, answer validated, sealed, invitation spent, envelope inserted"
    return [
        Row(
            name=f"saving an answer, {CLIENTS} clients",
            value=middle["saved"],
            unit="answers/s",
            against=against,
            bare=middle["bare"],
            wanted=wanted,
            note=saved,
        ),
        Row(
            name=f"the whole POST, {CLIENTS} clients",
            value=middle["posted"],
            unit="answers/s",
            against=against,
            bare=middle["bare"],
            note="the same through all middleware, with the page of thanks",
        ),
    ]


def _order(round_: Round, *, count: int = 0, invite: int = 0) -> Order:
    leaf = scenery.leaves(round_)[0]
    size = (round_.padded_size or 0) + SEAL_BYTES
    return Order(round_.pk, size, count, tuple(scenery.invite(leaf, invite)))


def _make_bare_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {BARE} (LIKE {Envelope._meta.db_table} INCLUDING ALL)")


def _rate(work: Callable[[Order], Done], orders: Sequence[Order]) -> float:
    """How often a second all clients together did it."""
    connection.close()
    done = run_clients(work, orders)
    took = max(each.ended for each in done) - min(each.began for each in done)
    return sum(each.count for each in done) / took


# --- What a client does --------------------------------------------------------------------------


def commit_rows(order: Order) -> Done:
    """Nothing but INSERT and COMMIT, prepared once."""
    database = settings.DATABASES["default"]
    statement = f"INSERT INTO {BARE} (id, round_id, ciphertext) VALUES (%s, %s, %b)"
    sealed = cycle([os.urandom(order.size) for _ in range(50)])
    with psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname=database["NAME"],
        autocommit=True,
    ) as link:
        insert = partial(link.execute, statement, prepare=True)
        insert((uuid4(), order.round_id, next(sealed)))
        wait_for_the_others()
        began = monotonic()
        for _row in range(order.count):
            insert((uuid4(), order.round_id, next(sealed)))
        return Done(began, monotonic(), order.count)


def save_answers(order: Order) -> Done:
    """From what a form sends to the committed envelope."""
    asked = Round.objects.select_related("questionnaire").get(pk=order.round_id).asked
    sent = _filled_in(order.round_id)

    def save(token: str) -> None:
        invitation = answering.find_invitation(token)
        submission = answers.read(asked, answers.raw_values(asked, sent))
        assert isinstance(submission, Submission)
        answering.submit_answer(invitation=invitation, submission=submission)

    return _answer_all(order, save)


def post_answers(order: Order) -> Done:
    """From a browser's POST to the page of thanks."""
    site, sent = Site(), _filled_in(order.round_id)
    fixed = {**sent, "csrfmiddlewaretoken": CSRF}
    cookies = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    path = _path(order.round_id)
    return _answer_all(order, lambda token: site.post(path, {**fixed, answers.LINK: token}, cookies))


def _answer_all(order: Order, save: Callable[[str], object]) -> Done:
    first, *others = order.tokens
    save(first)  # connects, and reads the questionnaire
    wait_for_the_others()
    began = monotonic()
    for token in others:
        save(token)
    return Done(began, monotonic(), len(others))


def _filled_in(round_id: int) -> dict[str, str]:
    asked = Round.objects.select_related("questionnaire").get(pk=round_id).asked
    return {item.code: "4" for item in asked.items} | {asked.open_questions[0].code: WORDS}


def _path(round_id: int) -> str:
    with translation.override("fi"):
        return reverse("surveys:answer", args=[round_id])


# --- Asking for the form ---------------------------------------------------------------------------


def _asking(round_: Round, *, quick: bool) -> list[Row]:
    leaf = scenery.leaves(round_)[0]
    cookies = cycle([f"yhes_link_fi={token}" for token in scenery.invite(leaf, 20 if quick else 200)])
    site = Site()
    form = Getting(site, _path(round_.pk), cookies)
    naked = Site.without_middleware()
    cost = side_by_side(
        {"form": form, "bare": bare_like(form(), leaf.pk, site), "naked": bare_like(form(), leaf.pk, naked)},
        rounds=3 if quick else 15,
        calls=20 if quick else 100,
    )
    each = {name: 1 / found.wall for name, found in cost.items()}
    return [
        Row(
            name="the form, one web process",
            value=each["form"],
            unit="pages/s",
            against="a view with one indexed query and the same bytes",
            bare=each["bare"],
            wanted=Wanted("ratio", "at least", 0.5),
            note=f"{len(form().body):,} bytes; both through the portal's middleware",
        ),
        Row(
            name="the same against no middleware",
            value=each["form"],
            unit="pages/s",
            against="that view without any middleware",
            bare=each["naked"],
        ),
    ]
