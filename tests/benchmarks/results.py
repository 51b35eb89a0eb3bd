"""A million counted answers: recounting and releasing them, and opening pages about them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from statistics import median
from time import process_time
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from surveys import aggregation
from surveys.demo.opinions import SHARES
from surveys.models import Answer, Group, Release, ReleasedGroup, Round
from surveys.presenting import fragments
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.packing import NOT_ANSWERED, NOT_APPLICABLE
from surveys.services import releasing, reporting
from tests.benchmarks import scenery
from tests.benchmarks.measuring import Row, Wanted, seconds, side_by_side
from tests.benchmarks.site import Getting, Site, bare_like, timed_queries
from tests.cast import sign_in
from tests.surveys.fielding import silent

CANNOT_SAY, SKIPS = 0.03, 0.01


def measure(*, quick: bool) -> list[Row]:
    count, answers = (2, 40_000) if quick else (12, 1_000_000)
    sizes = scenery.skewed(answers, count * scenery.ORGANISATIONS * scenery.UNITS, seed=1).reshape(count, -1)
    made = [_counted_round(of_round, number) for number, of_round in enumerate(sizes)]
    scenery.look_over(Answer, Group)
    rows = list(_counting(made, answers))
    scenery.look_over(Release, ReleasedGroup)
    return [*rows, *_pages(made[-1], answers, count, quick=quick)]


# --- Answers -----------------------------------------------------------------------------------------


def _counted_round(sizes: scenery.Sizes, number: int) -> Round:
    """A round as it is after counting: the plan frozen by the real service, the answers loaded at once.

    What opening their envelopes costs is measured apart (envelopes.py).
    """
    round_ = scenery.open_round(sizes.tolist(), closes_in=timedelta(days=1, hours=number))
    leaves = scenery.leaves(round_)
    answered = {leaf.pk: int(size) for leaf, size in zip(leaves, sizes, strict=True)}
    region_of = reporting.freeze_plan(round_, answered).region_of
    packed = _drawn(round_.questionnaire.questionnaire, int(sizes.sum()), seed=number)
    groups = np.repeat([region_of[leaf.pk] or 0 for leaf in leaves], sizes)
    rows = (
        (UUID(bytes=os.urandom(16), version=4), round_.pk, group or None, choices.tobytes())
        for group, choices in zip(groups.tolist(), packed, strict=True)
    )
    scenery.copy_rows(Answer, ("id", "round_id", "group_id", "choices"), rows)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.PURGED, closed_at=timezone.now())
    round_.refresh_from_db(fields=["state", "closed_at"])
    return round_


def _drawn(questionnaire: Questionnaire, count: int, seed: int) -> npt.NDArray[np.uint8]:
    """Packed answers as the demo's staff would give them."""
    random = np.random.default_rng(seed)
    packed = np.empty((count, len(questionnaire.items)), dtype=np.uint8)
    for column, item in enumerate(questionnaire.items):
        shares = np.array(SHARES[item.code]) / sum(SHARES[item.code])
        packed[:, column] = random.choice(np.arange(1, 6, dtype=np.uint8), size=count, p=shares)
    left = random.random(packed.shape)
    packed[left < CANNOT_SAY] = NOT_APPLICABLE
    packed[left > 1 - SKIPS] = NOT_ANSWERED
    return packed


# --- Counting what is stored, and releasing it ---------------------------------------------------------


def _counting(made: list[Round], answers: int) -> Iterator[Row]:
    recounting = seconds(lambda: [aggregation.count_round(round_) for round_ in made])
    aino = scenery.cast().aino
    releases = [
        seconds(lambda round_=round_: releasing.publish_release(round_=round_, user=aino, report=silent))
        for round_ in made
    ]
    yield Row(
        name=f"reading and counting {answers:,} stored answers",
        value=recounting,
        unit="s",
        note=f"{len(made)} rounds, out of PostgreSQL; what is counted in memory is under counting",
    )
    yield Row(
        name="releasing a round: count, protect, write",
        value=median(releases),
        unit="s",
        note=f"{scenery.ORGANISATIONS} organisations × {scenery.UNITS} units, {answers // len(made):,} answers",
    )


# --- Pages ---------------------------------------------------------------------------------------------


def _pages(round_: Round, answers: int, count: int, *, quick: bool) -> Iterator[Row]:
    groups = Group.objects.filter(round=round_)
    largest = groups.filter(level=Group.Level.ORGANISATION, audience="public").latest("respondents")
    pages = {
        "results of the whole project": _desk("group_results", round_, groups.get(level=Group.Level.PROJECT)),
        "results of one organisation": _desk("group_results", round_, largest),
        "summary for management": _desk("summary", round_, largest),
        "public results": Getting(Site(), _address("release", round_.releases.get().pk)),
    }
    what = f"{answers:,} answers, {scenery.ORGANISATIONS} organisations, {count} rounds"
    for name, page in pages.items():
        yield from _page(name, what, page, largest.pk, quick=quick)
    yield _first_reader(pages["results of the whole project"], times=3 if quick else 15)


def _first_reader(page: Getting, times: int) -> Row:
    """Everybody after the first one is shown what was made for the first."""
    taken = []
    for _time in range(times):
        caches["parts"].clear()
        fragments.forget_at_hand()
        began = process_time()
        page()
        taken.append(process_time() - began)
    return Row(
        name="the whole project, its first reader after a release",
        value=median(taken) * 1000,
        unit="ms CPU",
        note="documents read, charts and tables made; later readers are in the lines above",
    )


def _page(name: str, what: str, page: Getting, group: int, *, quick: bool) -> Iterator[Row]:
    bare = bare_like(page(), group, page.site)
    cost = side_by_side({"page": page, "bare": bare}, rounds=3 if quick else 9, calls=3 if quick else 10)
    yield Row(
        name=name,
        value=cost["page"].cpu * 1000,
        unit="ms CPU",
        against="a view with one indexed query and the same bytes",
        bare=cost["bare"].cpu * 1000,
        wanted=Wanted("ratio", "at most", 10),
        note=f"{what}; {len(page().body):,} bytes; both through the portal's middleware",
    )
    usual, worst, number = _queries(page, times=5 if quick else 25)
    yield Row(
        name=f"{name}: slowest query",
        value=usual * 1000,
        unit="ms",
        wanted=Wanted("value", "at most", 5),
        note=f"{number} queries; the slowest one's median, at worst {worst * 1000:.2g} ms",
    )


def _queries(page: Getting, times: int) -> tuple[float, float, int]:
    """Seconds of the query that usually takes longest, of the slowest one of all, and how many there are."""
    runs = []
    for _time in range(times):
        with timed_queries() as queries:
            page()
        runs.append([took for _sql, took in queries])
    usual = max(median(run[place] for run in runs) for place in range(len(runs[0])))
    return usual, max(max(run) for run in runs), len(runs[0])


def _desk(name: str, round_: Round, group: Group) -> Getting:
    """A page of the desk as the coordinator sees it, signed in with the second factor."""
    cookie = sign_in(Client(), scenery.cast().aino).cookies[settings.SESSION_COOKIE_NAME]
    path = _address(name, scenery.cast().project.slug, round_.pk, group.pk)
    return Getting(Site(), path, cycle([f"{cookie.key}={cookie.value}"]))


def _address(name: str, *arguments: object) -> str:
    with translation.override("fi"):
        return reverse(f"surveys:{name}", args=arguments)
