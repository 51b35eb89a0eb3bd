"""Coordinators make rounds; what people have been promised cannot be changed afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from projects.register.models import Organisation, Partnership, Region
from surveys import instruments, sealing
from surveys.ballot.counting import key_store
from surveys.models import Group, GroupTree, QuestionnaireVersion, Round
from surveys.questionnaire import Questionnaire
from surveys.services import groups, keys, opening, questionnaires, rounds
from surveys.services.groups import OrganisationChoice
from surveys.services.rounds import RoundRefused
from tests.cast import Cast, make_organisation
from tests.surveys.fielding import basics, instrument, invite, leaf, make_draft, make_open, silent, url
from yhes.common.models import AuditEvent, Job
from yhes.common.words import of_field

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    """Some of these tests damage keys, and another test's round may have the same number."""
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


# --- Questionnaires --------------------------------------------------------------------------------


def test_shipped_instruments_are_loaded_once() -> None:
    first = questionnaires.load_instruments()
    assert [version.code for version in first] == list(instruments.SHIPPED)
    again = questionnaires.load_instruments()
    assert [version.pk for version in again] == [version.pk for version in first]
    assert QuestionnaireVersion.objects.count() == 4
    assert first[0].questionnaire == instruments.load("yhes_readiness")


def test_changed_content_under_the_same_version_is_refused() -> None:
    from dataclasses import replace

    original = instruments.load("student_feedback")
    questionnaires.store_version(questionnaire=original)
    changed: Questionnaire = replace(original, scoring="something else")
    with pytest.raises(questionnaires.VersionTaken, match="student_feedback"):
        questionnaires.store_version(questionnaire=changed)
    newer = questionnaires.store_version(questionnaire=replace(changed, version=2))
    assert newer.questionnaire.scoring == "something else"


def test_stored_version_cannot_be_saved_again() -> None:
    version = instrument()
    with pytest.raises(TypeError, match="immutable"):
        version.save()


# --- Drafts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"threshold": 4}, "vain nostaa"),
        ({"public_threshold": 9}, "vain nostaa"),
        ({"threshold": 12, "public_threshold": 11}, "ei voi olla pienempi"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "tulevaisuudessa"),
        ({"modules": ("nonsense",)}, "eivät kuulu"),
    ],
)
def test_what_a_round_cannot_be(cast: Cast, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RoundRefused, match=words):
        rounds.create_round(project=cast.project, user=cast.aino, basics=basics(**changes))
    assert not Round.objects.exists()


def test_database_keeps_thresholds_above_the_floor_whatever_a_service_does(cast: Cast) -> None:
    round_ = make_draft(cast)
    for wrong in ({"threshold": 4}, {"public_threshold": 9}, {"threshold": 20}, {"state": "open"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**wrong)


def test_groups_are_frozen_copies_of_the_register(cast: Cast) -> None:
    round_ = make_draft(cast)
    tree = GroupTree.of(round_)
    shape = [(str(group), group.level, group.headcount) for group in tree.in_order()]
    assert shape == [
        ("Esimerkkipolku", Group.Level.PROJECT, None),
        ("Esimerkkiopisto", Group.Level.ORGANISATION, None),
        ("Etelä", Group.Level.UNIT, 30),
        ("Pohjoinen", Group.Level.UNIT, 7),
        ("Esimerkkiskolan", Group.Level.ORGANISATION, 20),
    ]
    assert tree.root is not None
    assert tree.headcounts()[tree.root.pk] == 57
    Organisation.objects.filter(pk=cast.college.pk).update(name_fi="Toinen nimi")
    assert str(leaf(round_).parent) == "Esimerkkiopisto"


def test_regions_stand_between_when_wanted(cast: Cast) -> None:
    region = Region.objects.order_by("code")[0]
    cast.college.region = region
    cast.college.save()
    round_ = make_draft(cast)
    choices = [OrganisationChoice(cast.college, 30), OrganisationChoice(cast.institute, 20)]
    groups.choose_groups(round_=round_, user=cast.aino, choices=choices, with_regions=True)
    tree = GroupTree.of(round_)
    levels = {str(group): [str(step) for step in tree.path(group)] for group in tree.in_order()}
    assert levels["Esimerkkiopisto"] == ["Esimerkkipolku", str(region), "Esimerkkiopisto"]
    assert levels["Esimerkkiskolan"] == ["Esimerkkipolku", "Esimerkkiskolan"], "it has no region"


def test_only_partners_take_part(cast: Cast) -> None:
    stranger = make_organisation("esimerkkivieras", "Esimerkkivieras")
    round_ = make_draft(cast)
    for organisation in (stranger, cast.institute):
        Partnership.objects.filter(organisation=cast.institute).update(state=Partnership.State.DECLINED)
        with pytest.raises(RoundRefused, match="kumppani"):
            groups.choose_groups(
                round_=round_,
                user=cast.aino,
                choices=[OrganisationChoice(organisation, 20)],
                with_regions=False,
            )
    assert str(leaf(round_)) == "Etelä", "what was chosen before is still there"


# --- Opening ------------------------------------------------------------------------------------------


def test_opening_makes_a_key_that_works_and_then_opens(cast: Cast) -> None:
    round_ = make_draft(cast)
    job = opening.request_opening(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPENING
    assert job.kind == "surveys.open_round"
    opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.is_accepting
    key_store().probe(round_.pk, public_key=bytes(round_.public_key or b""))
    assert round_.padded_size == sealing.padded_size(round_.questionnaire.questionnaire)


def test_opening_that_was_interrupted_is_repeated_with_the_same_key(cast: Cast) -> None:
    round_ = make_draft(cast)
    opening.request_opening(round_=round_, user=cast.aino)
    written = key_store().create(round_.pk)
    opening.open_round(round_id=round_.pk, report=silent)
    opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert bytes(round_.public_key or b"") == written


def test_a_draft_that_lacks_something_is_not_opened(cast: Cast) -> None:
    round_ = rounds.create_round(project=cast.project, user=cast.aino, basics=basics())
    with pytest.raises(RoundRefused, match="Ryhmät ja niiden koot"):
        opening.request_opening(round_=round_, user=cast.aino)
    round_ = make_draft(cast)
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RoundRefused, match="Sulkeutumisaika"):
        opening.request_opening(round_=round_, user=cast.aino)
    assert not Job.objects.exists()
    assert set(Round.objects.values_list("state", flat=True)) == {Round.State.DRAFT}


def test_too_few_people_for_any_result_are_not_asked(cast: Cast) -> None:
    round_ = make_draft(cast, threshold=30, public_threshold=30, college=5, institute=6)
    with pytest.raises(RoundRefused, match="vähintään 30"):
        opening.request_opening(round_=round_, user=cast.aino)


def test_key_that_cannot_be_written_leaves_a_round_to_try_again_with(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    round_ = make_draft(cast)
    opening.request_opening(round_=round_, user=cast.aino)
    blocked = tmp_path / "keys"
    blocked.write_text("a file where the folder should be")
    settings.SURVEY_KEY_DIR = blocked
    with pytest.raises(opening.OpeningFailed, match="ylläpitäjää"):
        opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPENING
    with pytest.raises(RoundRefused):
        opening.back_to_draft(round_=round_, user=cast.aino)
    Job.objects.update(state=Job.State.FAILED)
    opening.back_to_draft(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.state == Round.State.DRAFT


@pytest.mark.parametrize("state", ["opening", "open", "closing", "counted", "purged"])
def test_nothing_promised_can_be_changed_after_opening(cast: Cast, state: str) -> None:
    round_ = make_open(cast)
    Round.objects.update(state=state)
    with pytest.raises(RoundRefused):
        rounds.change_round(round_=round_, user=cast.aino, basics=basics(threshold=6))
    with pytest.raises(RoundRefused):
        groups.choose_groups(round_=round_, user=cast.aino, choices=[], with_regions=False)
    with pytest.raises(RoundRefused):
        rounds.delete_draft(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.threshold == 5
    assert round_.groups.count() == 5


def test_closing_time_of_an_open_round_moves_and_is_written_down(cast: Cast) -> None:
    round_ = make_open(cast)
    later = timezone.now() + timedelta(days=20)
    rounds.change_closing_time(round_=round_, user=cast.aino, closes_at=later)
    round_.refresh_from_db()
    assert round_.closes_at == later
    assert AuditEvent.objects.filter(action="surveys.round_closing_time_changed").exists()


def test_round_that_is_past_its_time_is_never_open_again(cast: Cast) -> None:
    round_ = make_open(cast)
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(RoundRefused):
        rounds.change_closing_time(
            round_=round_, user=cast.aino, closes_at=timezone.now() + timedelta(days=1)
        )


# --- The key, day by day ---------------------------------------------------------------------------


def test_daily_probe_finds_a_key_that_works_and_one_that_is_gone(cast: Cast) -> None:
    round_ = make_open(cast)
    assert keys.probe_key(round_id=round_.pk)
    for path in key_store().copies(round_.pk):
        path.unlink()
    assert not keys.probe_key(round_id=round_.pk)
    round_.refresh_from_db()
    assert round_.is_key_lost


def test_probe_alarms_when_the_key_is_another_rounds(cast: Cast) -> None:
    first, second = make_open(cast), make_open(cast)
    path, other = key_store().copies(first.pk)[0], key_store().copies(second.pk)[0]
    path.write_bytes(other.read_bytes())
    assert not keys.probe_key(round_id=first.pk)


def test_probes_are_started_once_a_day_for_rounds_with_a_key(cast: Cast) -> None:
    opened, _draft = make_open(cast), make_draft(cast)
    keys.start_probes(timezone.now())
    assert not Job.objects.filter(kind="surveys.probe_key").exists(), "opening was today's probe"
    keys.start_probes(timezone.now() + timedelta(days=1))
    keys.start_probes(timezone.now() + timedelta(days=1, minutes=1))
    job = Job.objects.get(kind="surveys.probe_key")
    assert job.payload == {"round": opened.pk}


def test_a_key_that_works_cannot_be_used_to_throw_answers_away(cast: Cast) -> None:
    round_ = make_open(cast)
    with pytest.raises(RoundRefused, match="avain toimii"):
        keys.request_restart(round_=round_, user=cast.aino, closes_at=timezone.now() + timedelta(days=1))


def test_starting_over_unspends_every_link_and_invites_again(cast: Cast, visitor: Client) -> None:
    from surveys.models import Envelope, Invitation
    from tests.surveys.fielding import send

    round_ = make_open(cast)
    token = invite(leaf(round_), "liisa@example.org")
    send(visitor, round_, token)
    old_key = bytes(round_.public_key or b"")
    for path in key_store().copies(round_.pk):
        path.write_text("damaged")
    keys.probe_key(round_id=round_.pk)
    closes_at = timezone.now() + timedelta(days=3)
    keys.request_restart(round_=round_, user=cast.aino, closes_at=closes_at)
    keys.restart_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.is_accepting
    assert not round_.is_key_lost
    assert round_.closes_at == closes_at
    assert bytes(round_.public_key or b"") != old_key
    assert not Envelope.objects.exists()
    assert Job.objects.filter(kind="surveys.mail_invitations").exists()
    assert send(visitor, round_, token).status_code == 200
    assert Envelope.objects.count() == 1
    assert Invitation.objects.get().is_spent


# --- Who may see and do what -----------------------------------------------------------------------

PAGES = ["round", "round_edit", "round_groups", "round_closing_time", "invitations"]
ACTIONS = ["round_open", "round_back_to_draft", "round_delete"]


def pages(round_: Round) -> list[str]:
    return [url(name, round_.project.slug, round_.pk) for name in (*PAGES, *ACTIONS)]


@pytest.mark.parametrize("client", ["as_eero", "as_cecilia"])
def test_outsiders_and_coaches_do_not_learn_that_surveys_exist(
    cast: Cast, client: str, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    round_ = make_open(cast)
    for address in (url("rounds", cast.project.slug), url("round_create", cast.project.slug), *pages(round_)):
        assert browser.get(address).status_code in (404, 405)
        assert browser.post(address).status_code in (404, 405)
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
        assert browser.post(url(name, cast.project.slug, round_.pk)).status_code == 404
    for name in ACTIONS:
        assert browser.post(url(name, cast.project.slug, draft.pk)).status_code == 404
    assert browser.get(url("round_create", cast.project.slug)).status_code == 404


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
    as_aino.post(url("round_open", slug, round_.pk))
    assert Job.objects.get().kind == "surveys.open_round"
    assert "Avataan kierrosta" in as_aino.get(chosen["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
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
