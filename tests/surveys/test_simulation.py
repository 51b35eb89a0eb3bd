"""Before a round is opened its page says which results would not be shown, by the plan that will decide it."""

from __future__ import annotations

import pytest
from django.test import Client

from surveys.models import Group, Round
from surveys.services import rounds
from surveys.services.questionnaires import store_version
from surveys.services.simulating import RATES, Reach, Simulation, simulate
from tests.cast import Cast
from tests.surveys.dividing import with_background
from tests.surveys.fielding import basics, make_draft, url

pytestmark = pytest.mark.django_db


def draft(cast: Cast, **changes: object) -> Round:
    """Etelä (30), Pohjoinen (7), Esimerkkiskolan (20): asked with background variables."""
    round_ = make_draft(cast, **changes)
    version = store_version(questionnaire=with_background())
    rounds.change_round(
        round_=round_, user=cast.aino, basics=basics(questionnaire=version, modules=(), **changes)
    )
    return round_


def shown(found: Simulation) -> dict[str, tuple[bool, ...]]:
    return {str(each.group): each.is_shown for each in found.groups}


def test_a_small_unit_would_be_without_results(cast: Cast) -> None:
    found = simulate(draft(cast), {})
    assert found is not None
    assert found.rates == RATES == (80, 60, 50)
    groups = shown(found)
    assert groups["Esimerkkiopisto"] == (True, True, True)
    # Etelä is large enough, but its organisation without it is Pohjoinen.
    assert groups["Etelä"] == groups["Pohjoinen"] == (False, False, False)
    assert [rate for rate, hidden in found.counts if hidden] == [80, 60, 50]


def test_without_distributions_a_unit_of_seven_is_shown_if_enough_answer(cast: Cast) -> None:
    """80 % of 7 are 5 people and 60 % are 4."""
    found = simulate(draft(cast, figures=Round.Figures.INDEXES), {})
    assert found is not None
    assert shown(found)["Pohjoinen"] == (True, False, False)


def test_shares_decide_which_classes_would_be_shown(cast: Cast) -> None:
    round_ = draft(cast)
    found = simulate(round_, {"ROLE": {1: 60, 2: 40, 3: 0}})
    assert found is not None
    reach = {(each.variable.code, each.value): each.reach for each in found.classes}
    assert reach["ROLE", 1][0].in_whole
    assert not any(at.in_whole for at in shares_of_nine_in_ten(round_))
    assert not any(at.in_whole or at.organisations for at in reach["ROLE", 3])
    assert sum(each.share for each in found.classes if each.variable.code == "ROLE") == 100
    even = simulate(round_, {})
    assert even is not None
    assert [each.share for each in even.classes if each.variable.code == "ROLE"] == [34, 33, 33]


def shares_of_nine_in_ten(round_: Round) -> tuple[Reach, ...]:
    """Nearly everybody is in one class: to show it would show the few others, as the rest."""
    found = simulate(round_, {"ROLE": {1: 90, 2: 10, 3: 0}})
    assert found is not None
    return found.classes[0].reach


def test_nothing_is_reckoned_before_groups_are_chosen(cast: Cast) -> None:
    round_ = make_draft(cast)
    Group.objects.filter(round=round_).delete()
    assert simulate(round_, {}) is None


def test_the_page_of_a_draft_says_it_in_words(cast: Cast, as_aino: Client, as_eero: Client) -> None:
    round_ = draft(cast)
    address = url("round", cast.project.slug, round_.pk, language="en")
    page = as_aino.get(address).content.decode()
    assert "If 50 % answer" in page
    assert "Management" in page
    assert "Which groups would be without results" in page
    typed = as_aino.get(address, {"share-ROLE-1": "90", "share-ROLE-2": "10", "share-ROLE-3": "0"})
    assert "90 %" in typed.content.decode()
    assert as_eero.get(address).status_code == 404


@pytest.mark.parametrize("value", ["-1", "101", "x", "1.5", "9" * 5_000, "١٢x", "\x00"])
def test_absurd_shares_are_refused_and_even_ones_taken(cast: Cast, as_aino: Client, value: str) -> None:
    round_ = draft(cast)
    address = url("round", cast.project.slug, round_.pk, language="en")
    answer = as_aino.get(address, {"share-ROLE-1": value})
    assert answer.status_code == 200
    assert answer.context["shares"].errors
    assert [each.share for each in answer.context["simulation"].classes][:3] == [34, 33, 33]


def test_shares_of_more_than_a_hundred_are_refused(cast: Cast, as_aino: Client) -> None:
    round_ = draft(cast)
    sent = {"share-ROLE-1": "60", "share-ROLE-2": "60"}
    answer = as_aino.get(url("round", cast.project.slug, round_.pk, language="en"), sent)
    assert "share-ROLE-1" in answer.context["shares"].errors


def test_an_opened_round_has_no_simulation(cast: Cast, as_aino: Client) -> None:
    round_ = draft(cast)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSING)
    page = as_aino.get(url("round", cast.project.slug, round_.pk, language="en"))
    assert "simulation" not in page.context
