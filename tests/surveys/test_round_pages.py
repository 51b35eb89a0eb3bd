"""The coordinator's pages for rounds, and who may see them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Round
from surveys.services import assurances, groups, opening
from surveys.services.groups import OrganisationChoice
from tests.cast import Cast
from tests.surveys.fielding import (
    ASSURED,
    arrive,
    instrument,
    invite,
    leaf,
    make_draft,
    make_open,
    silent,
    url,
)
from yhes.common.models import Job
from yhes.common.words import of_field

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    """Some of these tests damage keys, and another test's round may have the same number."""
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


# --- Who may see and do what -----------------------------------------------------------------------

PAGES = ["round", "round_edit", "round_groups", "round_closing_time", "invitations"]
ACTIONS = ["round_assure", "round_open", "round_back_to_draft", "round_delete"]


def pages(round_: Round) -> list[str]:
    return [url(name, round_.project.slug, round_.pk) for name in (*PAGES, *ACTIONS)]


@pytest.mark.parametrize(("client", "status"), [("as_eero", 404), ("as_cecilia", 403)])
def test_outsiders_do_not_learn_that_surveys_exist_and_coaches_are_refused_whatever_there_is(
    cast: Cast, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    round_ = make_open(cast)
    nowhere = url("round", cast.project.slug, 999_999)
    of_project = [url(name, cast.project.slug) for name in ("rounds", "round_create")]
    for address in (nowhere, *of_project, *pages(round_)):
        assert browser.get(address).status_code in (status, 405)
        assert browser.post(address).status_code in (status, 405)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPEN


def test_nobody_sees_the_desk_without_signing_in(cast: Cast, visitor: Client) -> None:
    for address in (url("rounds", cast.project.slug), *pages(make_open(cast))):
        assert "/kirjaudu" in visitor.get(address)["Location"] or "login" in visitor.get(address)["Location"]


@pytest.mark.parametrize("client", ["as_bertil", "as_maija"])
def test_contact_and_management_read_open_rounds_and_change_nothing(
    cast: Cast, client: str, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    draft, round_ = make_draft(cast), make_open(cast)
    assert browser.get(url("round", cast.project.slug, round_.pk)).status_code == 200
    assert browser.get(url("round", cast.project.slug, draft.pk)).status_code == 404
    listed = browser.get(url("rounds", cast.project.slug)).content.decode()
    assert listed.count("Esimerkkikysely") == 1
    for name in ("round_edit", "round_groups", "round_closing_time", "round_restart"):
        assert browser.post(url(name, cast.project.slug, round_.pk)).status_code == 403
    for name in ACTIONS:
        for pk in (draft.pk, round_.pk, 999_999):
            assert browser.post(url(name, cast.project.slug, pk)).status_code == 403
    assert browser.get(url("round_create", cast.project.slug)).status_code == 403


def test_round_of_another_project_is_not_found_under_this_one(cast: Cast, as_aino: Client) -> None:
    round_ = make_open(cast)
    assert as_aino.get(url("round", cast.other_project.slug, round_.pk)).status_code == 404
    assert as_aino.get(url("round", cast.project.slug, round_.pk)).status_code == 200


def test_contact_sees_a_round_only_if_the_own_organisation_takes_part(cast: Cast, as_bertil: Client) -> None:
    round_ = make_draft(cast)
    groups.choose_groups(
        round_=round_,
        user=cast.aino,
        choices=[OrganisationChoice(cast.institute, 20)],
        with_regions=False,
    )
    opening.request_opening(round_=round_, user=cast.aino)
    opening.open_round(round_id=round_.pk, report=silent)
    assert as_bertil.get(url("round", cast.project.slug, round_.pk)).status_code == 404


# --- The desk's pages ------------------------------------------------------------------------------


def form_of(**changes: str) -> dict[str, str]:
    version = instrument()
    closes = timezone.localtime() + timedelta(days=7)
    return {
        "questionnaire": str(version.pk),
        "modules": f"{version.pk}:vet",
        "purpose_fi": "Työn kehittämiseen",
        "controller_fi": "Esimerkkiopisto",
        "legal_basis": "public_task",
        "closes_at": closes.strftime("%Y-%m-%dT%H:%M"),
        "threshold": "5",
        "public_threshold": "10",
        "figures": "distributions",
        **changes,
    }


def test_coordinator_makes_chooses_opens(cast: Cast, as_aino: Client) -> None:
    slug = cast.project.slug
    made = as_aino.post(url("round_create", slug), form_of())
    round_ = Round.objects.get()
    assert made["Location"] == url("round_groups", slug, round_.pk)
    assert of_field(round_, "title")["sv"] == "Färdigheter för samutveckling och välbefinnande i arbetet"
    assert round_.modules == ["vet"]
    numbers = {f"organisation-{cast.college.pk}": "30", f"organisation-{cast.institute.pk}": "20"}
    chosen = as_aino.post(url("round_groups", slug, round_.pk), numbers)
    assert chosen["Location"] == url("round", slug, round_.pk)
    page = as_aino.get(chosen["Location"]).content.decode()
    assert "2 ryhmää, yhteensä 50 henkilöä" in page
    ticks = {"assured": "1", "is_staff_informed": "on", "is_cooperation_handled": "on"}
    as_aino.post(url("round_open", slug, round_.pk), {**ticks, "research_permit": "not_needed"})
    assert Job.objects.get().kind == "surveys.open_round"
    assert "Avataan kierrosta" in as_aino.get(chosen["Location"]).content.decode()


@pytest.mark.parametrize("figures", ["distributions", "indexes"])
def test_page_before_opening_says_what_small_units_gain_and_lose(
    cast: Cast, as_aino: Client, visitor: Client, figures: str
) -> None:
    """The two pages differ in what they say, for the coordinator and for who answers."""
    slug = cast.project.slug
    as_aino.post(url("round_create", slug), form_of(figures=figures))
    round_ = Round.objects.get()
    assert round_.figures == figures
    as_aino.post(url("round_groups", slug, round_.pk), {f"organisation-{cast.college.pk}": "30"})
    page = as_aino.get(url("round", slug, round_.pk, language="en")).content.decode()
    assert ("Smaller units gain protection and lose their own figures" in page) == round_.shows_distributions
    assert ("units of at least 5 get indexes of their own" in page) == (not round_.shows_distributions)
    opening.open_round(round_id=_opening(round_, cast), report=silent)
    token = invite(Group.objects.get(round=round_, headcount=30))
    arrive(visitor, token)
    start = visitor.get(url("answer_start", round_.pk, language="en")).content.decode()
    assert ("How many chose each option is told" in start) == round_.shows_distributions
    assert ("Only indexes are told" in start) == (not round_.shows_distributions)


def _opening(round_: Round, cast: Cast) -> int:
    assurances.assure(round_=round_, user=cast.aino, given=ASSURED)
    opening.request_opening(round_=round_, user=cast.aino)
    return round_.pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"figures": ""}, "figures"),
        ({"figures": "everything"}, "figures"),
        ({"closes_at": "2020-01-01T12:00"}, "vielä edessä"),
        ({"closes_at": "ensi viikolla"}, "closes_at"),
        ({"threshold": "4"}, "5"),
        ({"public_threshold": "9"}, "10"),
        ({"threshold": "20"}, "ei voi olla pienempi"),
        ({"purpose_fi": ""}, "purpose_fi"),
        ({"questionnaire": "999999"}, "questionnaire"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, as_aino: Client, changes: dict[str, str], words: str
) -> None:
    response = as_aino.post(
        url("round_create", cast.project.slug), form_of(controller_sv="Exempelinstitutet", **changes)
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in text
    assert words in text
    assert "Exempelinstitutet" in text
    assert not Round.objects.exists()


def test_modules_of_another_questionnaire_are_refused(cast: Cast, as_aino: Client) -> None:
    other = instrument("wl_competence")
    text = as_aino.post(
        url("round_create", cast.project.slug), form_of(questionnaire=str(other.pk))
    ).content.decode()
    assert "kuuluvat toiseen" in text


def test_number_for_both_a_whole_and_its_units_is_refused(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    unit = leaf(round_).unit
    assert unit
    numbers = {f"organisation-{cast.college.pk}": "30", f"unit-{unit.pk}": "10"}
    text = as_aino.post(url("round_groups", cast.project.slug, round_.pk), numbers).content.decode()
    assert "ei molemmille" in text
    assert round_.groups.count() == 5


def test_groups_form_begins_with_what_was_chosen(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    text = as_aino.get(url("round_groups", cast.project.slug, round_.pk)).content.decode()
    for number in ("30", "7", "20"):
        assert f'value="{number}"' in text


def test_draft_is_deleted_after_asking_and_an_open_round_never(cast: Cast, as_aino: Client) -> None:
    draft, opened = make_draft(cast), make_open(cast)
    as_aino.post(url("round_delete", cast.project.slug, draft.pk))
    as_aino.post(url("round_delete", cast.project.slug, opened.pk))
    assert list(Round.objects.all()) == [opened]


def test_list_filters_sorts_and_exports(cast: Cast, as_aino: Client) -> None:
    make_draft(cast)
    make_open(cast, code="student_feedback")
    address = url("rounds", cast.project.slug)
    assert "2 kierrosta" in as_aino.get(address).content.decode()
    only_open = as_aino.get(address, {"state": "open"}).content.decode()
    assert "1 kierros" in only_open
    assert "Mikään kierros" in as_aino.get(address, {"q": "ei tällaista"}).content.decode()
    export = as_aino.get(address, {"format": "csv", "state": "open"}).content.decode("utf-8-sig")
    assert "Opiskelijan palaute" in export
    assert "Yhteiskehittämisen valmiudet" not in export
    assert as_aino.get(address, {"format": "xlsx"})["Content-Type"].endswith("sheet")


def test_number_of_queries_does_not_grow_with_the_list(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    make_open(cast)
    address = url("rounds", cast.project.slug)
    as_aino.get(address)
    for _more in range(8):
        make_draft(cast)
    with django_assert_max_num_queries(40):
        as_aino.get(address)
