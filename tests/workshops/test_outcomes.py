"""Outcomes: written down in order, changed, moved and deleted, by the coordinator only."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from projects.workshops import errors, services
from projects.workshops.models import Outcome, Workshop
from tests.cast import Cast
from tests.workshops.recipes import address, make_held, make_workshop, write
from yhes.common import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast) -> Workshop:
    return make_held(cast.project)


def texts(workshop: Workshop) -> list[str]:
    return [outcome.text for outcome in workshop.outcomes.all()]


def page(name: str, workshop: Workshop, *args: Any) -> str:
    return address(name, workshop.project.slug, workshop.slug, *args)


TYPED = {
    "kind": "proposal",
    "text_fi": "Varataan aikaa",
    "text_sv": "",
    "text_en": "",
    "theme": "OS",
    "year": "",
}


def test_the_coordinator_writes_one_after_another(as_aino: Client, held: Workshop) -> None:
    url = page("outcome_add", held)
    response = as_aino.post(url, {**TYPED, "another": "1"})
    assert response["Location"] == f"{url}?kind=proposal"
    as_aino.post(url, {**TYPED, "text_fi": "Vastataan kahdessa viikossa", "is_quote": "on"})
    assert texts(held) == ["Varataan aikaa", "Vastataan kahdessa viikossa"]
    assert list(held.outcomes.values_list("is_quote", flat=True)) == [False, True]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_fi": ""}, "text_fi"),
        ({"year": "2028"}, "year"),
        ({"kind": "stepping_stone", "year": "28"}, "year"),
        ({"kind": "ei-ole"}, "kind"),
        ({"theme": "a b"}, "theme"),
        ({"text_fi": "x" * 601}, "text_fi"),
    ],
)
def test_an_outcome_that_is_wrong_is_not_stored(
    as_aino: Client, held: Workshop, changes: dict[str, str], field: str
) -> None:
    response = as_aino.post(page("outcome_add", held), {**TYPED, **changes})
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not held.outcomes.exists()


def test_a_stepping_stone_has_a_year(as_aino: Client, held: Workshop) -> None:
    as_aino.post(page("outcome_add", held), {**TYPED, "kind": "stepping_stone", "year": "2028"})
    assert held.outcomes.get().year == 2028


def test_nothing_is_written_down_before_the_event_was_held(cast: Cast, as_aino: Client) -> None:
    workshop = make_workshop(cast.project, "Tuleva")
    with pytest.raises(errors.NoOutcomesYet):
        write(workshop)
    assert as_aino.post(page("outcome_add", workshop), TYPED).status_code == 400


def test_an_outcome_is_changed_and_the_trail_says_from_what(as_aino: Client, held: Workshop) -> None:
    outcome = write(held, "Varataan")
    as_aino.post(page("outcome_edit", held, outcome.pk), TYPED)
    assert texts(held) == ["Varataan aikaa"]
    newest = audit.history(held).first()
    assert newest is not None
    assert newest.changes["text_fi"] == ["Varataan", "Varataan aikaa"]


def test_outcomes_are_put_in_order(as_aino: Client, held: Workshop) -> None:
    first, _second, third = [write(held, text) for text in ("A", "B", "C")]
    as_aino.post(page("outcome_move", held, third.pk), {"direction": "up"})
    assert texts(held) == ["A", "C", "B"]
    as_aino.post(page("outcome_move", held, first.pk), {"direction": "up"})
    as_aino.post(page("outcome_move", held, first.pk), {"direction": "down"})
    assert texts(held) == ["C", "A", "B"]
    assert as_aino.post(page("outcome_move", held, first.pk), {"direction": "aside"}).status_code == 400


def test_deleting_asks_once_and_names_the_votes_that_go(as_aino: Client, cast: Cast, held: Workshop) -> None:
    outcome = write(held)
    services.cast_vote(outcome=outcome, user=cast.cecilia)
    question = as_aino.get(page("outcome_delete", held, outcome.pk)).content.decode()
    assert "1 vote is lost with it." in question
    assert held.outcomes.exists()
    as_aino.post(page("outcome_delete", held, outcome.pk))
    assert not held.outcomes.exists()


def test_changing_something_deleted_meanwhile_is_refused(held: Workshop) -> None:
    outcome = write(held)
    services.delete_outcome(outcome=outcome)
    services.delete_outcome(outcome=outcome)
    with pytest.raises(errors.OutcomeGone):
        services.save_outcome(workshop=held, outcome=outcome, facts={"text_fi": "Uusi"})
    with pytest.raises(errors.OutcomeGone):
        services.move_outcome(outcome=outcome, up=True)


def test_an_outcome_is_reached_by_its_own_workshop_only(as_aino: Client, cast: Cast, held: Workshop) -> None:
    other = write(make_held(cast.project, "Toinen"))
    for name in ("outcome_edit", "outcome_delete"):
        assert as_aino.get(page(name, held, other.pk)).status_code == 404
    assert as_aino.post(page("outcome_move", held, other.pk), {"direction": "up"}).status_code == 404


@pytest.mark.parametrize("person", ["as_bertil", "as_maija", "as_cecilia"])
def test_readers_write_nothing(request: pytest.FixtureRequest, person: str, held: Workshop) -> None:
    client = request.getfixturevalue(person)
    outcome = write(held)
    assert client.post(page("outcome_add", held), TYPED).status_code == 403
    for name in ("outcome_edit", "outcome_delete", "outcome_move"):
        assert client.post(page(name, held, outcome.pk), TYPED).status_code == 403
    assert texts(held) == ["Varataan aikaa"]


def test_the_database_knows_that_only_stones_have_years(held: Workshop) -> None:
    for wrong in ({"kind": "proposal", "year": 2027}, {"kind": "stepping_stone", "year": 99}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outcome.objects.create(workshop=held, text_fi="x", **wrong)
