"""Questions of one organisation's own: who is asked, who sees the results, and what nobody can work out."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from django.test import Client

from surveys import disclosure, presenting
from surveys.exporting.tables import inside_table, public_table
from surveys.models import (
    Answer,
    FreeText,
    Group,
    Invitation,
    QuestionnaireVersion,
    Release,
    ReleasedGroup,
    Round,
)
from surveys.presenting.history import moments
from surveys.presenting.over_time import OverTime
from surveys.questionnaire import Questionnaire, Submission, from_document, stands_apart, to_document
from surveys.services import auditing, closing, opening, own_questions, releasing, rounds
from surveys.services.questionnaires import store_version
from surveys.services.rounds import RoundRefused
from tests.cast import Cast
from tests.surveys import fielding
from tests.surveys.documents import words
from tests.surveys.fielding import basics, make_draft, url

pytestmark = pytest.mark.django_db
OWN = "esimerkkiopisto"
CORE_ITEM, OWN_ITEM, FOLLOWING, WISH = "W1", "OWN1", "OWN2", "WISH"


def with_own() -> dict[str, Any]:
    """A shared section, and a module of a section and an open question."""
    steps = [{"value": value, "label": words(str(value))} for value in range(1, 6)]
    return {
        "code": "with_own",
        "kind": "wellbeing",
        "version": 1,
        "title": words("With own questions"),
        "scale": {"code": "five", "options": steps},
        "dimensions": [
            {"code": "WORK", "title": words("Work"), "items": [{"code": CORE_ITEM, "text": words("core")}]},
            {
                "code": "OWN",
                "title": words("Our building"),
                "items": [
                    {"code": OWN_ITEM, "module": OWN, "text": words("our lifts")},
                    {
                        "code": FOLLOWING,
                        "module": OWN,
                        "in_index": False,
                        "text": words("our stairs"),
                        "show_if": {"item": CORE_ITEM, "in": [5]},
                    },
                ],
            },
        ],
        "open_questions": [{"code": WISH, "module": OWN, "text": words("our wish")}],
    }


def version() -> QuestionnaireVersion:
    return store_version(questionnaire=from_document(with_own()))


def draft(cast: Cast, **changes: Any) -> Round:
    return make_draft(cast, questionnaire=version(), modules=(OWN,), **changes)


def choose(cast: Cast, round_: Round, organisation: Any = None) -> Round:
    own_questions.choose_own_questions(
        round_=round_, user=cast.aino, own={OWN: (organisation or cast.college).pk}
    )
    round_.refresh_from_db()
    return round_


def opened(cast: Cast, **changes: Any) -> Round:
    round_ = choose(cast, draft(cast, **changes))
    opening.request_opening(round_=round_, user=cast.aino)
    opening.open_round(round_id=round_.pk, report=fielding.silent)
    round_.refresh_from_db()
    return round_


def answer(round_: Round, name: str, count: int, *, own: bool) -> None:
    """People of a group who answer everything they could be asked, told apart a little."""
    group = fielding.leaf(round_, name)
    for number in range(count):
        choices = {CORE_ITEM: 1 + number % 5, **({OWN_ITEM: 1 + number % 4} if own else {})}
        if own and choices[CORE_ITEM] == 5:
            choices[FOLLOWING] = 2
        sent = Submission(choices, {WISH: f"Hissi {number}"} if own else {})
        fielding.submit(token=fielding.invite(group), submission=sent)


def released(cast: Cast, *, south: int, north: int, institute: int = 20, **changes: Any) -> Release:
    """Etelä and Pohjoinen are units of the college, whose question it is; the institute is not asked it."""
    round_ = opened(cast, **changes)
    answer(round_, "Etelä", south, own=True)
    answer(round_, "Pohjoinen", north, own=True)
    answer(round_, "Esimerkkiskolan", institute, own=False)
    closing.close_round(round_id=round_.pk, report=fielding.silent)
    round_.refresh_from_db()
    return releasing.publish_release(round_=round_, user=cast.aino, report=fielding.silent)


def documents(release: Release, audience: str) -> dict[str, dict[str, Any]]:
    rows = ReleasedGroup.objects.filter(release=release, audience=audience).select_related("group")
    return {row.group.label["fi"]: row.document for row in rows}


# --- Before opening ---------------------------------------------------------------------------------------------


def spoilt(**marks: Any) -> Questionnaire:
    document = with_own()
    document["dimensions"][1]["items"][0] |= marks
    return from_document(document)


def test_own_questions_stand_apart_from_what_others_are_asked() -> None:
    good = from_document(with_own())
    assert stands_apart(good, OWN)
    assert not stands_apart(good, "unknown")
    assert not stands_apart(spoilt(module=""), OWN), "a section's index would need it of everybody"
    assert not stands_apart(spoilt(background=True, in_index=False), OWN)
    document = to_document(good)
    document["open_questions"].append(
        {"code": "LAST", "text": words("last"), "show_if": {"item": OWN_ITEM, "in": [1]}}
    )
    assert not stands_apart(from_document(document), OWN)


def test_a_small_organisation_gets_no_questions_of_its_own(cast: Cast) -> None:
    round_ = draft(cast, institute=9)
    with pytest.raises(RoundRefused, match="10"):
        choose(cast, round_, cast.institute)
    assert choose(cast, round_).own_modules == {OWN: cast.college.pk}
    # It shrinks afterwards: then the round does not open.
    Group.objects.filter(round=round_, organisation=cast.college).update(headcount=4)
    with pytest.raises(RoundRefused):
        opening.request_opening(round_=round_, user=cast.aino)
    indexes = draft(cast, institute=5, figures=Round.Figures.INDEXES)
    assert choose(cast, indexes, cast.institute).own_modules


def test_the_choice_follows_the_round_and_is_frozen_with_it(cast: Cast) -> None:
    round_ = choose(cast, draft(cast))
    rounds.change_round(round_=round_, user=cast.aino, basics=basics(questionnaire=version(), modules=(OWN,)))
    assert round_.own_modules
    rounds.change_round(round_=round_, user=cast.aino, basics=basics(questionnaire=version(), modules=()))
    assert round_.own_modules == {}
    with pytest.raises(RoundRefused):
        own_questions.choose_own_questions(round_=opened(cast), user=cast.aino, own={})


def test_the_desk_offers_it_to_coordinators(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    round_ = draft(cast, institute=9)
    where = url("round_own_questions", cast.project.slug, round_.pk, language="en")
    assert where in as_aino.get(url("round", cast.project.slug, round_.pk, language="en")).content.decode()
    page = as_aino.get(where).content.decode()
    assert "Our building" in page
    assert str(cast.college) in page
    assert str(cast.institute) not in page
    assert as_aino.post(where, {"module-0": cast.institute.pk}).status_code == 200
    assert as_aino.post(where, {"module-0": cast.college.pk}).status_code == 302
    round_.refresh_from_db()
    assert round_.own_modules == {OWN: cast.college.pk}
    assert as_bertil.post(where, {"module-0": ""}).status_code == 403


# --- Asking -----------------------------------------------------------------------------------------------------


def test_only_its_own_staff_are_asked_whatever_they_send(cast: Cast, client: Client) -> None:
    round_ = opened(cast)
    own, other = (fielding.invite(fielding.leaf(round_, name)) for name in ("Etelä", "Esimerkkiskolan"))
    pages, says = {}, "Your organisation asks 3 questions of its own staff only."
    for name, token in (("own", own), ("other", other)):
        client.cookies.clear()
        fielding.arrive(client, token)
        start = client.get(url("answer_start", round_.pk, language="en")).content.decode()
        assert (says in start) == (name == "own")
        pages[name] = client.get(url("answer", round_.pk)).content.decode()
        # Who is not asked may send what no scale has: nobody looks at it.
        sent = {CORE_ITEM: "5", OWN_ITEM: "4" if name == "own" else "99", FOLLOWING: "2", WISH: "Hissi"}
        assert fielding.send(client, round_, token, sent).status_code == 200
        assert Invitation.objects.filter(round=round_, is_spent=True).count() == len(pages)
    assert OWN_ITEM in pages["own"]
    assert OWN_ITEM not in pages["other"]
    closing.close_round(round_id=round_.pk, report=fielding.silent)
    # Two answers are too few to keep a group with them, so nothing tells whose the first one was.
    assert {bytes(each.choices) for each in Answer.objects.filter(round=round_)} == {b"\x05\x00\x00"}
    assert not FreeText.objects.filter(round=round_).exists()


# --- Results ----------------------------------------------------------------------------------------------------


def test_only_its_own_results_show_it_and_never_in_public(cast: Cast) -> None:
    release = released(cast, south=15, north=12, college=30)
    inside, public = documents(release, "inside"), documents(release, "public")
    assert inside["Esimerkkiopisto"]["indexes"]["OWN"] is not None
    assert inside["Etelä"]["items"][OWN_ITEM]["shares"] is not None
    # A conditional question of its own still needs ten who were asked and ten who were not.
    assert inside["Esimerkkiopisto"]["items"][FOLLOWING]["shares"] is None
    told = {name for name, found in inside.items() if OWN_ITEM in found["items"] or "OWN" in found["indexes"]}
    assert told == {"Esimerkkiopisto", "Etelä", "Pohjoinen"}
    assert public
    assert not any(OWN_ITEM in found["items"] or "OWN" in found["indexes"] for found in public.values())
    assert all(found["items"][CORE_ITEM]["shares"] is not None for found in inside.values())
    report = auditing.attack_release(release)
    assert report.claims
    assert not report.findings
    texts = FreeText.objects.filter(round=release.round)
    assert {text.group.organisation_id for text in texts if text.group} == {cast.college.pk}
    _pages_and_files(cast, release)


def _pages_and_files(cast: Cast, release: Release) -> None:
    reader = presenting.ReleaseReader(release, "inside", "en")
    college, institute = (
        Group.objects.get(round=release.round, organisation=of, level=Group.Level.ORGANISATION)
        for of in (cast.college, cast.institute)
    )
    assert [tile.title for tile in presenting.group_results(reader, college, source="").tiles] == [
        "Work en",
        "Our building en",
    ]
    for group in (institute, reader.root):
        assert len(presenting.group_results(reader, group, source="").tiles) == 1
    over_time = OverTime(moments([release], college, "inside"), college, "en")
    work, own = (over_time._dimension(each) for each in over_time.questionnaire.measured)
    assert work.beside
    assert own.values[0] is not None
    assert own.beside == ()
    assert OWN_ITEM in {question.code for question in inside_table(release, [college.pk]).questions}
    assert OWN_ITEM not in {question.code for question in inside_table(release, [institute.pk]).questions}
    assert OWN_ITEM not in {question.code for question in public_table(release).questions}


@pytest.mark.parametrize(
    ("south", "institute"),
    [
        pytest.param(3, 20, id="three of its people answered"),
        pytest.param(25, 3, id="three of the others did, whom its own number would tell of"),
    ],
)
def test_a_hidden_organisation_leaves_no_trace_in_what_is_stored(
    cast: Cast, south: int, institute: int
) -> None:
    """The answers are kept with the whole, and nothing in them says where they are from."""
    release = released(cast, south=south, north=0, institute=institute)
    round_ = release.round
    assert Answer.objects.filter(round=round_).count() == south + institute
    assert all(bytes(each.choices)[1:] == b"\x00\x00" for each in Answer.objects.filter(round=round_))
    assert not FreeText.objects.filter(round=round_, question=WISH).exists()
    for audience in ("inside", "public"):
        assert not any(OWN_ITEM in found["items"] for found in documents(release, audience).values())


@pytest.mark.parametrize("seed", range(40))
def test_in_any_tree_own_figures_stay_in_their_groups_and_out_of_public(seed: int) -> None:
    """What is shown of them, laid beside itself, leaves no group of fewer than the threshold."""
    random = Random(seed)
    leaves = {(top, low): random.choice([0, 3, 7, 10, 14, 25]) for top in (1, 2, 3) for low in range(3)}
    sizes = {top: sum(n for (above, _low), n in leaves.items() if above == top) for top in (1, 2, 3)}
    nodes = [disclosure.Node(0, None, 0, sum(sizes.values()))]
    nodes += [disclosure.Node(top, 0, 2, n) for top, n in sizes.items()]
    nodes += [disclosure.Node(10 * top + low, top, 3, n) for (top, low), n in leaves.items()]
    only = frozenset({1, 10, 11, 12})
    item = disclosure.Item("own", (1, 2), only=only, in_index=False, distribution=bool(seed % 2))
    counts = np.array([[[node.n - node.n // 3, node.n // 3]] for node in nodes])
    counts[1:4, 0] = [[sum(counts[row, 0, at] for row in rows) for at in (0, 1)] for rows in _rows_below()]
    counts[0, 0] = counts[1:4, 0].sum(axis=0)
    table = disclosure.protect(nodes, [item], counts, plan=disclosure.plan(nodes))
    kind, least = ("distribution", 10) if seed % 2 else ("item_index", 5)
    shown = table.shown("inside", kind, "own")
    assert shown <= only
    assert not table.shown("public", kind, "own")
    below = sum(leaves[1, low] for low in range(3) if 10 + low in shown)
    regions = [leaves[1, low] for low in range(3) if 10 + low in shown]
    regions += [sizes[1] - below] if 1 in shown else []
    assert all(n >= least or n == 0 for n in regions)


def _rows_below() -> list[range]:
    return [range(4 + 3 * top, 7 + 3 * top) for top in range(3)]


def test_the_core_says_the_same_with_and_without_own_questions(cast: Cast) -> None:
    """Everybody's figures are those of a round in which nobody asked anything of its own."""
    release = released(cast, south=15, north=12)
    with_it = {name: found["items"][CORE_ITEM] for name, found in documents(release, "inside").items()}
    round_ = release.round
    plain = replace(
        releasing.aggregation.count_round(round_),
        asked={},
    )
    Round.objects.filter(pk=round_.pk).update(own_modules={}, modules=[])
    found = releasing.protected_documents(Round.objects.get(pk=round_.pk), plain)
    without = {group.label["fi"]: each["items"] for group, audience, each in found if audience == "inside"}
    assert with_it == {name: items[CORE_ITEM] for name, items in without.items()}
