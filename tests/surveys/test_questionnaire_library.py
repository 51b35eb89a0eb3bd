"""The library of questionnaires: who sees it, what is brought in, and what a round then offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from surveys import instruments
from surveys.formats.surveyjs import write_surveyjs
from surveys.formats.xlsform import write_xlsform
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import Questionnaire, from_document, from_yaml, to_yaml
from surveys.services import rounds
from surveys.services.importing import UPLOADS
from surveys.services.questionnaires import (
    AlreadyThere,
    CodeRefused,
    QuestionnaireRefused,
    import_questionnaire,
    load_instruments,
)
from tests.cast import Cast
from tests.surveys.documents import small
from tests.surveys.fielding import basics, instrument, url
from tests.surveys.workbooks import xlsform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Any) -> None:
    """What is counted here is not another test's upload."""
    settings.MEDIA_ROOT = tmp_path


def own_questionnaire(**changes: Any) -> Questionnaire:
    return from_document(small() | {"kind": "feedback", "role_profiles": [], **changes})


def bring_in(
    cast: Cast, questionnaire: Questionnaire | None = None, code: str = "own"
) -> QuestionnaireVersion:
    return import_questionnaire(
        project=cast.project,
        user=cast.aino,
        questionnaire=questionnaire or own_questionnaire(),
        code=code,
        kind="feedback",
    )


def address(name: str, cast: Cast, *more: Any, language: str = "en") -> str:
    return url(name, cast.project.slug, *more, language=language)


def uploads() -> list[str]:
    return default_storage.listdir(UPLOADS)[1] if default_storage.exists(UPLOADS) else []


def send(client: Client, cast: Cast, content: bytes, name: str = "form.yaml") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address("questionnaire_import", cast), {"file": file, "language": "en"})


# --- Who --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "status"), [("as_bertil", 403), ("as_maija", 403), ("as_cecilia", 403), ("as_eero", 404)]
)
def test_only_coordinators_enter_the_library(
    cast: Cast, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    version = bring_in(cast)
    for page in (
        address("questionnaires", cast),
        address("questionnaire_import", cast),
        address("questionnaire", cast, version.pk),
        address("questionnaire_file", cast, version.pk, "yaml"),
    ):
        assert browser.get(page).status_code == status
    assert send(browser, cast, to_yaml(own_questionnaire()).encode()).status_code == status
    assert uploads() == []


def test_what_a_project_brings_in_exists_for_no_other_project(cast: Cast, as_admin: Client) -> None:
    version = bring_in(cast)
    slug = cast.other_project.slug
    assert as_admin.get(url("questionnaire", slug, version.pk)).status_code == 404
    assert as_admin.get(url("questionnaire_file", slug, version.pk, "yaml")).status_code == 404
    assert "own" not in as_admin.get(url("questionnaires", slug) + "?format=csv").content.decode()
    with pytest.raises(rounds.RoundRefused):
        rounds.create_round(
            project=cast.other_project,
            user=cast.admin,
            basics=replace(basics(), questionnaire=version, modules=()),
        )


def test_scales_behind_imported_answers_are_not_in_the_library(cast: Cast, as_aino: Client) -> None:
    """They carry the names of columns in some project's file."""
    document = small() | {"kind": "imported", "role_profiles": [], "code": "imported-1"}
    hidden = QuestionnaireVersion.objects.create(
        code="imported-1", version=1, document=document, fingerprint="0" * 64
    )
    assert "imported-1" not in as_aino.get(address("questionnaires", cast)).content.decode()
    assert as_aino.get(address("questionnaire", cast, hidden.pk)).status_code == 404


# --- The list and the page --------------------------------------------------------------------------


def test_list_shows_newest_versions_and_narrows(cast: Cast, as_aino: Client) -> None:
    load_instruments()
    bring_in(cast)
    bring_in(cast, own_questionnaire(scoring="changed"))
    rounds.create_round(project=cast.project, user=cast.aino, basics=basics())
    table = (
        as_aino.get(address("questionnaires", cast) + "?format=csv").content.decode("utf-8-sig").splitlines()
    )
    assert len(table) == 6
    row = next(line for line in table if line.startswith("title en"))
    assert row.split(";")[2:5] == ["2", "fi, sv, en", "The project's own"]
    assert next(line for line in table if "readiness" in line).endswith(";1")
    for query, count in (("q=WORKPLACE", 2), ("kind=feedback", 3), ("owner=own", 1), ("q=nothing", 0)):
        page = as_aino.get(address("questionnaires", cast) + f"?{query}").content.decode()
        assert page.count("<tr>") == (count + 1 if count else 0), query


@pytest.mark.parametrize("sort", ["title", "-added", "-used"])
def test_list_can_be_sorted(cast: Cast, as_aino: Client, sort: str) -> None:
    load_instruments()
    rounds.create_round(project=cast.project, user=cast.aino, basics=basics("student_feedback"))
    newest = bring_in(cast)
    table = as_aino.get(address("questionnaires", cast) + f"?format=csv&sort={sort}").content.decode()
    titles = [line.split(";")[0] for line in table.splitlines()[1:]]
    if sort == "title":
        assert titles == sorted(titles, key=str.lower)
    elif sort == "-added":
        assert titles[0] == newest.questionnaire.title.en
    else:
        assert titles[0] == "Student feedback on learning at the workplace"


def test_page_has_every_word_in_the_chosen_language(cast: Cast, as_aino: Client) -> None:
    version = instrument()
    page = as_aino.get(address("questionnaire", cast, version.pk) + "?in=sv").content.decode()
    for item in version.questionnaire.items:
        assert item.text.sv.replace("'", "&#x27;") in page
        assert item.code in page
    assert "CC BY 4.0" in page
    assert "never shown for units" in page


def test_page_of_an_incomplete_translation_says_so(cast: Cast, as_aino: Client) -> None:
    document = small()
    del document["dimensions"][0]["items"][0]["text"]["sv"]
    version = bring_in(cast, from_document(document | {"kind": "feedback", "role_profiles": []}))
    page = as_aino.get(address("questionnaire", cast, version.pk)).content.decode()
    assert "Swedish (incomplete)" in page
    assert "Finnish (incomplete)" not in page


def test_files_hold_the_version(cast: Cast, as_aino: Client) -> None:
    version = instrument("wl_competence")
    answer = as_aino.get(address("questionnaire_file", cast, version.pk, "yaml"))
    assert from_yaml(answer.content) == version.questionnaire
    assert 'filename="wl_competence-v1.yaml"' in answer["Content-Disposition"]
    sheet = as_aino.get(address("questionnaire_file", cast, version.pk, "xlsx"))
    assert sheet.content[:2] == b"PK"
    page = as_aino.get(address("questionnaire", cast, version.pk)).content.decode()
    assert "There are no role profiles in these files" in page
    assert as_aino.get(address("questionnaire_file", cast, version.pk, "exe")).status_code == 404


# --- Bringing in ------------------------------------------------------------------------------------


WRITERS = {
    "form.yaml": lambda q: to_yaml(q).encode(),
    "form.xlsx": write_xlsform,
    "form.json": write_surveyjs,
}


@pytest.mark.parametrize("name", WRITERS)
def test_upload_report_save_and_a_round_offers_it(cast: Cast, as_aino: Client, name: str) -> None:
    questionnaire = own_questionnaire(code="brought")
    sent = send(as_aino, cast, WRITERS[name](questionnaire), name)
    assert sent.status_code == 302
    report = as_aino.get(sent["Location"]).content.decode()
    assert "Nothing has been saved yet" in report
    assert not QuestionnaireVersion.objects.exists()
    saved = as_aino.post(sent["Location"], {"code": "brought", "kind": "wellbeing"})
    version = QuestionnaireVersion.objects.get()
    assert saved["Location"] == address("questionnaire", cast, version.pk)
    assert version.project == cast.project
    assert version.questionnaire == replace(questionnaire, kind="wellbeing")
    assert uploads() == []
    assert as_aino.get(sent["Location"]).status_code == 404
    form = as_aino.get(address("round_create", cast)).content.decode()
    assert f'name="questionnaire" value="{version.pk}"' in form


def test_report_lists_what_would_be_left_out_with_its_place(cast: Cast, as_aino: Client) -> None:
    rows = (("geopoint", "where", "Where are you?"), ("select_one yes_no", "sure", "Sure?", "${where} != ''"))
    sent = send(as_aino, cast, xlsform(*rows), "form.xlsx")
    report = as_aino.get(sent["Location"]).content.decode()
    assert "geopoint" in report
    assert "Sheet “survey”, row 3, column D" in report
    assert "2 things would be left out" in report


def test_a_refused_file_is_not_kept_and_says_where_and_why(cast: Cast, as_aino: Client) -> None:
    sent = send(as_aino, cast, xlsform(("select_one missing", "q", "Q")), "form.xlsx")
    assert sent.status_code == 200
    page = sent.content.decode()
    assert "Sheet “survey”, row 2, column A, question “q”" in page
    assert "is not on the sheet “choices”" in page
    assert uploads() == []
    assert not QuestionnaireVersion.objects.exists()


def test_a_file_beyond_the_size_is_refused_by_the_form(cast: Cast, as_aino: Client) -> None:
    page = send(as_aino, cast, b"#" * (5 * 1024 * 1024 + 1)).content.decode()
    assert "larger than 5 MB" in page
    assert uploads() == []


def test_texts_of_a_hostile_file_stay_texts(cast: Cast, as_aino: Client) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(1)">Really?'
    sent = send(as_aino, cast, xlsform(("select_one yes_no", "q", hostile)), "form.xlsx")
    as_aino.post(sent["Location"], {"code": "hostile", "kind": "feedback"})
    version = QuestionnaireVersion.objects.get()
    assert version.questionnaire.items[0].text.en == "Really?"
    spelt = own_questionnaire(licence="<script>alert(1)</script>")
    page = as_aino.get(address("questionnaire", cast, bring_in(cast, spelt).pk)).content.decode()
    assert "&lt;script&gt;" in page


def test_a_ticket_of_another_project_or_a_forged_one_is_not_found(cast: Cast, as_admin: Client) -> None:
    sent = send(as_admin, cast, to_yaml(own_questionnaire()).encode())
    ticket = sent["Location"].rstrip("/").rpartition("/")[2]
    assert as_admin.get(url("questionnaire_report", cast.other_project.slug, ticket)).status_code == 404
    assert as_admin.get(address("questionnaire_report", cast, ticket + "x")).status_code == 404


def test_the_code_of_a_shared_questionnaire_is_refused_and_what_was_typed_stays(
    cast: Cast, as_aino: Client
) -> None:
    load_instruments()
    sent = send(as_aino, cast, to_yaml(own_questionnaire()).encode())
    page = as_aino.post(sent["Location"], {"code": "yhes_readiness", "kind": "feedback"}).content.decode()
    assert "is the code of a shared questionnaire" in page
    assert 'value="yhes_readiness"' in page
    assert len(uploads()) == 1


# --- The rules under it -----------------------------------------------------------------------------


def test_versions_are_numbered_and_the_same_is_not_stored_twice(cast: Cast) -> None:
    assert bring_in(cast).version == 1
    with pytest.raises(AlreadyThere):
        bring_in(cast)
    assert bring_in(cast, own_questionnaire(scoring="other")).version == 2
    assert bring_in(cast, own_questionnaire(scoring="more", version=7)).version == 7
    assert bring_in(cast, own_questionnaire(scoring="less", version=3)).version == 8
    with pytest.raises(TypeError, match="immutable"):
        QuestionnaireVersion.objects.earliest("pk").save()


def test_a_shipped_questionnaire_cannot_be_taken_over(cast: Cast) -> None:
    with pytest.raises(CodeRefused):
        bring_in(cast, code="wl_competence")
    load_instruments()
    with pytest.raises(AlreadyThere):
        import_questionnaire(
            project=cast.project,
            user=cast.aino,
            questionnaire=instruments.load("student_feedback"),
            code="student_feedback",
            kind="feedback",
        )
    with pytest.raises(QuestionnaireRefused):
        bring_in(cast, code="not a code")


def test_two_projects_may_use_the_same_code(cast: Cast) -> None:
    bring_in(cast)
    other = import_questionnaire(
        project=cast.other_project,
        user=cast.admin,
        questionnaire=own_questionnaire(scoring="theirs"),
        code="own",
        kind="feedback",
    )
    assert other.version == 1
    assert set(QuestionnaireVersion.objects.offered_to(cast.project).values_list("project", flat=True)) == {
        cast.project.pk
    }


def test_a_round_needs_something_to_count(cast: Cast, as_aino: Client) -> None:
    """Answered in writing only: in the library, but not offered to a round."""
    sent = send(as_aino, cast, xlsform(("text", "why", "Why?")), "form.xlsx")
    as_aino.post(sent["Location"], {"code": "written", "kind": "feedback"})
    version = QuestionnaireVersion.objects.get()
    form = as_aino.get(address("round_create", cast)).content.decode()
    assert f'value="{version.pk}"' not in form
    with translation.override("en"), pytest.raises(rounds.RoundRefused, match="in writing"):
        rounds.create_round(
            project=cast.project, user=cast.aino, basics=replace(basics(), questionnaire=version, modules=())
        )
