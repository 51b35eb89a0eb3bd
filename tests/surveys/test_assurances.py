"""Before a round is opened its coordinator vouches for what the portal cannot look up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from surveys.models import Round
from surveys.services import assurances, opening, repeating
from surveys.services.assurances import Assurances
from surveys.services.rounds import RoundRefused
from tests.cast import Cast
from tests.surveys.fielding import ASSURED, make_draft, make_open, url
from yhes.common.models import AuditEvent, Job

pytestmark = pytest.mark.django_db

NOTHING = Assurances(is_staff_informed=False, is_cooperation_handled=False, research_permit="")
TICKS = {
    "assured": "1",
    "is_staff_informed": "on",
    "is_cooperation_handled": "on",
    "research_permit": "granted",
}


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


@pytest.mark.parametrize(
    "missing", [{"is_staff_informed": False}, {"is_cooperation_handled": False}, {"research_permit": ""}]
)
def test_a_round_is_not_opened_until_everything_is_assured(cast: Cast, missing: dict[str, Any]) -> None:
    round_ = make_draft(cast)
    assurances.assure(round_=round_, user=cast.aino, given=replace(ASSURED, **missing))
    undone = [
        check for check in opening.checklist(Round.objects.get()) if check.is_required and not check.is_ok
    ]
    assert [check.where for check in undone] == [opening.ASSURED]
    with pytest.raises(RoundRefused, match=undone[0].text):
        opening.request_opening(round_=round_, user=cast.aino)
    assert not Job.objects.exists()


def test_who_assured_what_and_when_stays_in_the_history(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    earlier = list(AuditEvent.objects.values_list("pk", flat=True))
    page = url("round", cast.project.slug, round_.pk, language="en")
    given = {**TICKS, "is_cooperation_handled": ""}
    as_aino.post(url("round_assure", cast.project.slug, round_.pk), given)
    event = AuditEvent.objects.exclude(pk__in=earlier).get()
    assert event.actor == cast.aino
    assert event.changes == {
        "is_cooperation_handled": [True, False],
        "research_permit": ["not_needed", "granted"],
    }
    as_aino.post(url("round_assure", cast.project.slug, round_.pk), given)
    assert AuditEvent.objects.exclude(pk__in=earlier).count() == 1, "nothing was changed"
    assert "needed, and granted" in as_aino.get(page).content.decode()


def test_ticks_and_opening_are_one_press_and_what_was_ticked_is_kept_when_refused(
    cast: Cast, as_aino: Client
) -> None:
    round_ = make_draft(cast)
    assurances.assure(round_=round_, user=cast.aino, given=NOTHING)
    address = url("round_open", cast.project.slug, round_.pk)
    as_aino.post(address, {**TICKS, "research_permit": ""})
    round_.refresh_from_db()
    assert round_.state == Round.State.DRAFT
    assert round_.is_staff_informed
    assert round_.is_cooperation_handled
    as_aino.post(address, {**TICKS, "research_permit": "perhaps"})
    round_.refresh_from_db()
    assert (round_.state, round_.research_permit) == (Round.State.DRAFT, "")
    as_aino.post(address, TICKS)
    round_.refresh_from_db()
    assert (round_.state, round_.research_permit) == (Round.State.OPENING, "granted")


def test_page_asks_for_the_ticks_and_tells_controller_and_retention(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    page = as_aino.get(url("round", cast.project.slug, round_.pk, language="en")).content.decode()
    for name in ("is_staff_informed", "is_cooperation_handled", "research_permit"):
        assert f'name="{name}"' in page
    assert round_.controller in page
    assert "30" in page
    assert "12" in page


@pytest.mark.parametrize("state", ["opening", "open", "closing", "counted", "purged"])
def test_what_was_assured_is_frozen_with_the_round(cast: Cast, as_aino: Client, state: str) -> None:
    round_ = make_open(cast)
    Round.objects.update(state=state)
    with pytest.raises(RoundRefused):
        assurances.assure(round_=round_, user=cast.aino, given=NOTHING)
    as_aino.post(url("round_assure", cast.project.slug, round_.pk), {})
    assert Round.objects.get().is_staff_informed


def test_a_repeated_round_is_assured_anew(cast: Cast) -> None:
    """Its staff are others, and a permit is for a time."""
    made = repeating.repeat_round(round_=make_open(cast), user=cast.aino)
    assert Assurances.of(made) == NOTHING
    with pytest.raises(RoundRefused):
        opening.request_opening(round_=made, user=cast.aino)


def test_database_knows_only_the_two_answers_about_a_permit(cast: Cast) -> None:
    make_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(research_permit="perhaps")
    with pytest.raises(RoundRefused):
        assurances.assure(
            round_=Round.objects.get(), user=cast.aino, given=replace(ASSURED, research_permit="perhaps")
        )
