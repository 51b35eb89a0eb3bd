"""Writing a questionnaire: drafts may be incomplete, versions never are, and nobody overwrites unseen."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.utils import translation

from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.questionnaire import fingerprint, from_document
from surveys.questionnaire.drafts import changes
from surveys.services import drafting, library
from surveys.services.questionnaires import AlreadyThere, CodeRefused, import_questionnaire
from tests.cast import Cast
from tests.surveys.documents import small, words
from tests.surveys.fielding import instrument
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def start(cast: Cast, **more: Any) -> QuestionnaireDraft:
    title = {"fi": "Pulssi", "sv": "", "en": "Pulse"}
    return drafting.start_draft(project=cast.project, user=cast.aino, title=title, **more)


def save(cast: Cast, draft: QuestionnaireDraft, document: dict[str, Any], **more: Any) -> QuestionnaireDraft:
    values = {"revision": draft.revision, "user": cast.aino, **more}
    return drafting.save_document(draft=draft, document=document, **values)


def publish(cast: Cast, draft: QuestionnaireDraft) -> QuestionnaireVersion:
    return drafting.publish_draft(draft=draft, revision=draft.revision, user=cast.aino)


def with_question(document: dict[str, Any], **part: Any) -> dict[str, Any]:
    section = {"code": "S1", "title": words("section")}
    return changes.add_part(
        changes.add_section(document, section), "S1", {"code": "Q1", "text": words("Q1"), **part}
    )


def actions(cast: Cast) -> list[str]:
    return list(
        AuditEvent.objects.filter(project_id=cast.project.pk).order_by("pk").values_list("action", flat=True)
    )


# --- From a title to a version ----------------------------------------------------------------------


def test_a_title_becomes_a_version_and_every_step_is_in_the_trail(cast: Cast) -> None:
    draft = start(cast)
    assert draft.document["title"] == {"fi": "Pulssi", "en": "Pulse"}
    draft = save(cast, draft, with_question(draft.document))
    assert (draft.revision, draft.changed_by) == (2, cast.aino)
    version = publish(cast, draft)
    assert (version.project, version.code, version.version) == (cast.project, "questionnaire", 1)
    assert version.fingerprint == fingerprint(version.questionnaire)
    assert not QuestionnaireDraft.objects.exists()
    assert actions(cast)[-3:] == [
        "surveys.draft_started",
        "surveys.draft_changed",
        "surveys.questionnaire_published",
    ]
    assert audit.history(version).get().actor == cast.aino


def test_two_drafts_get_two_codes(cast: Cast) -> None:
    assert [start(cast).code, start(cast).code] == ["questionnaire", "questionnaire-2"]


def test_publishing_says_everything_that_is_missing_and_where(cast: Cast) -> None:
    draft = start(cast)
    document = changes.add_section(draft.document, {"code": "S1"})
    document = changes.add_part(document, "S1", {"code": "Q1", "show_if": {"item": "Q2", "in": [1]}})
    document = changes.add_part(document, "S1", {"code": "Q2", "kind": "multiple", "text": words("Q2")})
    document = changes.add_part(document, "S1", {"code": "Q3", "show_if": {"item": "Q9", "answered": True}})
    draft = save(cast, draft, document)
    with pytest.raises(drafting.NotReady, match="6 things must be put right") as refused:
        publish(cast, draft)
    assert [(found.path, found.code) for found in refused.value.mistakes] == [
        ("dimensions[0].title", "missing"),
        ("dimensions[0].items[0].text", "missing"),
        ("dimensions[0].items[1].options", "too_few"),
        ("dimensions[0].items[2].text", "missing"),
        ("dimensions[0].items[0].show_if", "not_earlier"),
        ("dimensions[0].items[2].show_if", "unknown_item"),
    ]
    assert not QuestionnaireVersion.objects.filter(project=cast.project).exists()
    assert QuestionnaireDraft.objects.get().revision == draft.revision


def test_an_empty_draft_is_no_questionnaire(cast: Cast) -> None:
    with pytest.raises(drafting.NotReady):
        publish(cast, start(cast))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"dimensions": "none"},
        {"title": "Pulse"},
        {"dimensions": [{"items": []}]},
        {"dimensions": [{"code": "A", "items": [{"code": "Q"}, {"code": "Q"}]}]},
        {"dimensions": [{"code": "A", "items": [{"code": "Q", "kind": "dance"}]}]},
        {"dimensions": [{"code": "A", "items": [{"code": "Q", "show_if": {"all": 1}}]}]},
        {"code": "not a code"},
        {"scoring": "x" * 600_000},
    ],
)
def test_what_is_no_document_at_all_is_not_saved(cast: Cast, spoilt: dict[str, Any]) -> None:
    draft = start(cast)
    with pytest.raises(drafting.DraftRefused):
        save(cast, draft, {**draft.document, **spoilt})
    assert QuestionnaireDraft.objects.get().document == draft.document


def test_the_code_of_another_questionnaire_is_refused(cast: Cast) -> None:
    instrument()
    first, second = start(cast), start(cast)
    for code in ("yhes_readiness", first.code):
        with pytest.raises(CodeRefused):
            save(cast, second, {**second.document, "code": code})
    with pytest.raises(CodeRefused):
        start(cast, code="wl_competence")
    other = drafting.start_draft(
        project=cast.other_project, user=cast.admin, title={"fi": "Toinen"}, code=first.code
    )
    assert other.code == first.code


# --- Two at once ------------------------------------------------------------------------------------


def test_the_second_of_two_learns_of_the_first_and_overwrites_nothing(cast: Cast) -> None:
    draft = start(cast)
    mine, theirs = QuestionnaireDraft.objects.get(), QuestionnaireDraft.objects.get()
    save(cast, theirs, with_question(draft.document), user=cast.admin)
    with pytest.raises(drafting.DraftChanged, match=str(cast.admin)) as refused:
        save(cast, mine, {**draft.document, "title": words("mine")})
    assert refused.value.draft.document["dimensions"][0]["items"][0]["code"] == "Q1"
    with pytest.raises(drafting.DraftChanged):
        publish(cast, mine)
    assert QuestionnaireDraft.objects.get().document["title"] == draft.document["title"]


def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    draft = start(cast)
    before = len(actions(cast))
    assert save(cast, draft, deepcopy(draft.document)).revision == draft.revision
    assert len(actions(cast)) == before


def test_what_was_published_or_deleted_meanwhile_cannot_be_saved(cast: Cast) -> None:
    draft = start(cast)
    drafting.delete_draft(draft=QuestionnaireDraft.objects.get(), user=cast.aino)
    assert actions(cast)[-1] == "surveys.draft_deleted"
    with pytest.raises(drafting.DraftRefused, match="published or deleted"):
        save(cast, draft, {**draft.document, "title": words("mine")})
    drafting.delete_draft(draft=draft, user=cast.aino)  # twice is once


# --- Copy to change ---------------------------------------------------------------------------------


def test_changing_an_own_version_is_its_next_version(cast: Cast) -> None:
    first = import_questionnaire(
        project=cast.project,
        user=cast.aino,
        questionnaire=from_document(small() | {"kind": "feedback", "role_profiles": []}),
        code="own",
        kind="feedback",
    )
    draft = drafting.copy_to_draft(version=first, project=cast.project, user=cast.aino)
    with pytest.raises(drafting.AlreadyDrafted) as refused:
        drafting.copy_to_draft(version=first, project=cast.project, user=cast.aino)
    assert refused.value.draft == draft
    with pytest.raises(CodeRefused, match="keeps that code"):
        save(cast, draft, {**draft.document, "code": "other"})
    with pytest.raises(AlreadyThere):
        publish(cast, draft)
    draft = save(cast, draft, {**draft.document, "title": words("new")})
    second = publish(cast, draft)
    assert (second.code, second.version, second.core) == ("own", 2, None)
    assert first.document == QuestionnaireVersion.objects.get(pk=first.pk).document


def test_a_shared_questionnaire_is_copied_under_another_code_with_its_core(cast: Cast) -> None:
    shared = instrument()
    draft = drafting.copy_to_draft(version=shared, project=cast.project, user=cast.aino)
    assert (draft.code, draft.core, draft.continues) == ("yhes_readiness-own", shared, False)
    assert drafting.mistakes_of(draft) == ()
    document = changes.add_section(draft.document, {"code": "OWN", "title": words("own")})
    document = changes.add_part(document, "OWN", {"code": "OWN1", "text": words("OWN1")})
    own = publish(cast, save(cast, draft, document))
    assert own.core == shared
    again = drafting.copy_to_draft(version=own, project=cast.project, user=cast.aino)
    assert (again.core, again.continues) == (shared, True)


def test_a_core_question_cannot_ask_something_else_under_its_code(cast: Cast) -> None:
    shared = instrument()
    draft = drafting.copy_to_draft(version=shared, project=cast.project, user=cast.aino)
    part = draft.document["dimensions"][0]["items"][0]
    code = part["code"]

    def mistakes(**changed: Any) -> list[str]:
        document = changes.change_part(draft.document, code, {**part, **changed})
        saved = QuestionnaireDraft(document=document, core=shared)
        return [found.code for found in drafting.mistakes_of(saved)]

    own_scale = {"code": "x", "options": draft.document["scale"]["options"][:2]}
    assert mistakes(text={**part["text"], "fi": "Aivan muuta?"}) == ["core_changed"]
    assert "core_changed" in mistakes(scale=own_scale, in_index=False)
    assert "core_changed" in mistakes(text={"fi": part["text"]["fi"]})
    assert mistakes(required=True) == []
    assert mistakes(code="OTHER", text=words("other")) == []


# --- What others lend -------------------------------------------------------------------------------


def test_questions_are_found_in_shared_and_own_versions_and_in_no_other_project(cast: Cast) -> None:
    instrument()
    theirs = from_document(small() | {"kind": "feedback", "role_profiles": []})
    import_questionnaire(
        project=cast.other_project, user=cast.admin, questionnaire=theirs, code="own", kind="feedback"
    )
    hits = library.search_questions(cast.project, "")
    assert hits
    assert {hit.version.project_id for hit in hits} == {None}
    assert "B1 fi" in {
        hit.part["text"]["fi"] for hit in library.search_questions(cast.other_project, "b1 FI")
    }
    assert library.search_questions(cast.project, "zebra") == []


def test_a_question_is_copied_with_its_scale_and_its_source(cast: Cast) -> None:
    shared = instrument("wl_competence")
    draft = start(cast)
    draft = save(cast, draft, changes.add_section(draft.document, {"code": "S1", "title": words("S")}))
    code = shared.questionnaire.items[0].code
    for expected in (code, f"{code}_2"):
        draft = save(cast, draft, library.with_copy(draft, shared, code, "S1"))
        assert draft.document["dimensions"][0]["items"][-1]["code"] == expected
    copied = draft.document["dimensions"][0]["items"][0]
    assert copied["scale"]["options"] == shared.document["scale"]["options"]
    assert f"{code}: wl_competence {shared.version}" in draft.document["source"]
    assert shared.document["licence"] in draft.document["source"]
    assert publish(cast, draft).questionnaire.items[1].text == shared.questionnaire.items[0].text


def test_every_scale_is_offered_once(cast: Cast) -> None:
    instrument()
    draft = start(cast)
    scales = library.scales(cast.project, draft)
    assert scales[0]["options"] == draft.document["scale"]["options"]
    assert len({library.key_of(scale) for scale in scales}) == len(scales) > 1
