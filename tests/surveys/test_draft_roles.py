"""Roles, the levels they need and what helps to reach a level are written in the editor."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from surveys.models import QuestionnaireDraft
from surveys.questionnaire import from_document, profile
from surveys.questionnaire.drafts.roles import levels_of, remove_role
from surveys.services import drafting
from tests.cast import Cast
from tests.surveys.documents import small, words
from tests.surveys.test_draft_pages import address, fields, now, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> QuestionnaireDraft:
    """A competence survey with sections A and B on a scale of 0 and 1, and one role."""
    made = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Osaaminen"})
    document = {**small(), "code": made.code}
    return drafting.save_document(draft=made, document=document, revision=1, user=cast.aino)


def post(client: Client, where: str, **changed: Any) -> int:
    return client.post(where, fields(text_of(client, where)) | changed).status_code


def test_a_role_is_written_changed_and_deleted(draft: QuestionnaireDraft, as_aino: Client) -> None:
    assert address(draft, "draft_role", "teacher") in text_of(as_aino, address(draft))
    page = text_of(as_aino, address(draft, "draft_role_add"))
    assert "A en" in page
    assert "1 – yes en" in page
    added = {"title_fi": "Ohjaaja", "title_en": "Tutor", "code": "tutor", "level-1": "1"}
    assert post(as_aino, address(draft, "draft_role_add"), **added) == 302
    assert now(draft).document["role_profiles"][1] == {
        "code": "tutor",
        "title": {"fi": "Ohjaaja", "en": "Tutor"},
        "required": {"B": 1},
    }
    # Changing keeps what is not touched; 0 is a level, an empty choice is none.
    assert post(as_aino, address(draft, "draft_role", "teacher"), **{"level-0": "0"}) == 302
    assert now(draft).document["role_profiles"][0]["required"] == {"A": 0, "B": 0}
    assert post(as_aino, address(draft, "draft_role", "teacher"), **{"level-0": ""}) == 302
    assert now(draft).document["role_profiles"][0]["required"] == {"B": 0}
    assert as_aino.post(address(draft, "draft_role_delete", "teacher")).status_code == 302
    assert [role["code"] for role in now(draft).document["role_profiles"]] == ["tutor"]
    assert as_aino.get(address(draft, "draft_role", "teacher")).status_code == 404


def test_what_cannot_be_saved_is_said(draft: QuestionnaireDraft, as_aino: Client) -> None:
    before = now(draft).document
    for changed in ({"code": "teacher"}, {"code": "no spaces"}, {"level-0": "7"}):
        assert post(as_aino, address(draft, "draft_role_add"), **changed) == 400
    assert now(draft).document == before
    # A role without a name is kept, and named as what is still to be done, with the way there.
    assert post(as_aino, address(draft, "draft_role_add"), code="nameless") == 302
    page = text_of(as_aino, address(draft))
    assert address(draft, "draft_role", "nameless") in page[page.index('id="todo"') :]


def test_suggestions_are_written_with_the_section_and_reach_the_profile(
    draft: QuestionnaireDraft, cast: Cast, as_aino: Client
) -> None:
    where = address(draft, "draft_section", "A")
    assert post(as_aino, where, **{f"level0_{code}": text for code, text in words("read").items()}) == 302
    ready = now(draft)
    assert ready.document["dimensions"][0]["suggestions"] == [{"level": 1, "text": words("read")}]
    version = drafting.publish_draft(draft=ready, revision=ready.revision, user=cast.aino)
    (role,) = profile(version.questionnaire, {"A1": 0}).roles
    assert [text.en for text in next(gap.suggestions for gap in role.gaps if gap.suggestions)] == ["read en"]


def test_only_competence_surveys_have_roles(draft: QuestionnaireDraft, cast: Cast, as_aino: Client) -> None:
    other = {**small(), "code": draft.code, "kind": "feedback", "role_profiles": []}
    drafting.save_document(draft=draft, document=other, revision=draft.revision, user=cast.aino)
    assert as_aino.get(address(draft, "draft_role_add")).status_code == 404
    assert "level0_fi" not in text_of(as_aino, address(draft, "draft_section", "A"))


def test_the_last_role_takes_the_list_along_and_sections_without_index_have_no_levels() -> None:
    document = remove_role(small(), "teacher")
    assert "role_profiles" not in document
    assert from_document(document).role_profiles == ()
    assert levels_of(document, {"code": "C", "items": [{"code": "C1", "kind": "text"}]}) == []
