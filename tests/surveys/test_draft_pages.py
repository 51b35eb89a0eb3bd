"""The questionnaire editor as people meet it: who enters, what a form keeps, what it explains."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from surveys.forms.drafting.editing import digest
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.places import find
from surveys.services import drafting
from tests.cast import Cast
from tests.surveys.documents import small, words
from tests.surveys.fielding import instrument, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> QuestionnaireDraft:
    """The small questionnaire, on the way to its first version."""
    made = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Luonnos"})
    document = {**small(), "kind": "feedback", "role_profiles": [], "code": made.code}
    return drafting.save_document(draft=made, document=document, revision=1, user=cast.aino)


def address(draft: QuestionnaireDraft, name: str = "draft", *more: Any) -> str:
    return url(name, draft.project.slug, draft.pk, *more, language="en")


def now(draft: QuestionnaireDraft) -> QuestionnaireDraft:
    return QuestionnaireDraft.objects.get(pk=draft.pk)


def text_of(client: Client, where: str) -> str:
    return client.get(where).content.decode()


def fields(page: str) -> dict[str, Any]:
    """What a browser would send back from the page's own form: values, ticked boxes, chosen options."""
    form = page[page.index('name="seen"') - 200 :]
    sent = dict(re.findall(r'<input type="(?:text|number|hidden)" name="([\w-]+)" value="([^"]*)"', form))
    sent |= dict(re.findall(r'<textarea name="([\w-]+)"[^>]*>\s*([^<]*)</textarea>', form))
    for name, inside in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        if chosen := re.search(r'value="([^"]*)" selected', inside):
            sent[name] = chosen[1]
    ticked = re.findall(r'<input type="checkbox" name="([\w-]+)"(?: value="\w+")?[^>]* checked', form)
    return sent | dict.fromkeys(ticked, "on")


@pytest.mark.parametrize(("client", "status"), [("as_bertil", 403), ("as_maija", 403), ("as_eero", 404)])
def test_only_coordinators_write_questionnaires(
    draft: QuestionnaireDraft, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    before = draft.document
    for where in (address(draft), address(draft, "draft_part", "A1"), address(draft, "draft_sheet")):
        assert browser.get(where).status_code == status
    for name in ("draft_delete", "draft_publish", "draft_basics"):
        assert browser.post(address(draft, name)).status_code == status
    assert now(draft).document == before


def test_a_draft_exists_for_no_other_project(draft: QuestionnaireDraft, cast: Cast, as_admin: Client) -> None:
    assert as_admin.get(url("draft", cast.other_project.slug, draft.pk)).status_code == 404
    assert as_admin.get(address(draft)).status_code == 200


def test_the_library_shows_what_is_being_written(draft: QuestionnaireDraft, as_aino: Client) -> None:
    page = text_of(as_aino, url("questionnaires", draft.project.slug, language="en"))
    assert address(draft) in page
    assert "badge-draft" in page


def test_an_unfinished_draft_names_what_is_to_be_done_and_leads_there(
    draft: QuestionnaireDraft, cast: Cast, as_aino: Client
) -> None:
    document = changes.add_part(draft.document, "B", {"code": "B2", "show_if": {"item": "A9", "in": [1]}})
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.aino)
    page = text_of(as_aino, address(draft))
    for where, what in (
        (address(draft, "draft_part", "B2"), "Write what is asked."),
        (address(draft, "draft_condition", "B2"), "looks at question A9, which is not there."),
    ):
        assert re.search(rf'<a href="{re.escape(where)}">[^<]*</a>: [^<]*{what}', page)
    sent = as_aino.post(address(draft, "draft_publish"), {"revision": now(draft).revision}, follow=True)
    assert "2 things must be put right" in sent.content.decode()
    sheet = text_of(as_aino, address(draft, "draft_sheet"))
    assert "B1 en" in sheet
    assert "B2" not in sheet


@pytest.mark.parametrize("kind", ["scale", "choice", "multiple", "numbers", "short", "long", "information"])
def test_every_kind_of_question_is_added_and_opened_again_as_it_was(
    draft: QuestionnaireDraft, as_aino: Client, kind: str
) -> None:
    where = address(draft, "draft_part_add", "B", kind)
    sent = fields(text_of(as_aino, where)) | {"code": "NEW", "text_en": "What?", "text_fi": "Mitä?"}
    if kind in ("choice", "multiple"):
        sent |= {"option1_en": "Later", "option0_en": "Soon", "option3_sv": "Aldrig"}
    assert as_aino.post(where, sent).status_code == 302
    assert drafting.mistakes_of(now(draft)) == ()
    part = find(now(draft).document, "NEW").part
    assert part["text"] == {"en": "What?", "fi": "Mitä?"}
    again = address(draft, "draft_part", "NEW")
    assert as_aino.post(again, fields(text_of(as_aino, again))).status_code == 302
    assert find(now(draft).document, "NEW").part == part
    assert now(draft).revision == draft.revision + 1


def test_options_stand_in_the_order_of_their_numbers(draft: QuestionnaireDraft, as_aino: Client) -> None:
    where = address(draft, "draft_part_add", "B", "multiple")
    sent = fields(text_of(as_aino, where)) | {"text_en": "Which?"}
    sent |= {"option0_value": "7", "option0_en": "seven", "option1_value": "2", "option1_en": "two"}
    as_aino.post(where, {**sent, "option2_value": "", "option2_en": "eight"})
    (part,) = (p for p in now(draft).document["dimensions"][1]["items"] if p.get("kind") == "multiple")
    assert [option["value"] for option in part["options"]] == [2, 7, 8]
    refused = as_aino.post(where, {**sent, "code": "MORE", "option1_value": "7"})
    assert refused.status_code == 400
    assert "Two options have the same number" in refused.content.decode()


def test_a_code_names_one_question_only(draft: QuestionnaireDraft, as_aino: Client) -> None:
    where = address(draft, "draft_part", "A1")
    refused = as_aino.post(where, fields(text_of(as_aino, where)) | {"code": "B1"})
    assert "Another question has this code" in refused.content.decode()
    as_aino.post(where, fields(text_of(as_aino, where)) | {"code": "A9"})
    assert [part["code"] for part in now(draft).document["dimensions"][0]["items"]] == ["A9", "A2"]


def test_conditions_are_ticked_and_follow_a_new_code(draft: QuestionnaireDraft, as_aino: Client) -> None:
    where = address(draft, "draft_condition", "B1")
    seen = fields(text_of(as_aino, where))["seen"]
    ticks = {"answers-A1": ["1", "unanswered"], "answers-A2": ["0"], "join": "any", "seen": seen}
    assert as_aino.post(where, ticks).status_code == 302
    a1 = {"any": [{"item": "A1", "in": [1]}, {"item": "A1", "answered": False}]}
    assert find(now(draft).document, "B1").part["show_if"] == {"any": [a1, {"item": "A2", "in": [0]}]}
    page = text_of(as_aino, where)
    assert page.count(" checked") == 4
    part = address(draft, "draft_part", "A2")
    as_aino.post(part, fields(text_of(as_aino, part)) | {"code": "A3"})
    assert {"item": "A3", "in": [0]} in find(now(draft).document, "B1").part["show_if"]["any"]
    as_aino.post(where, {"seen": digest(find(now(draft).document, "B1").part["show_if"])})
    assert "show_if" not in find(now(draft).document, "B1").part


def test_deleting_asks_once_and_says_what_breaks(
    draft: QuestionnaireDraft, cast: Cast, as_aino: Client
) -> None:
    document = changes.with_condition(draft.document, "B1", {"item": "A1", "in": [1]})
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.aino)
    where = address(draft, "draft_part_delete", "A1")
    assert "must then be changed: B1" in text_of(as_aino, where)
    assert find(now(draft).document, "A1")
    as_aino.post(where)
    assert [found.code for found in drafting.mistakes_of(now(draft))] == ["unknown_item"]
    assert "1 question goes with it" in text_of(as_aino, address(draft, "draft_section_delete", "A"))
    as_aino.post(address(draft, "draft_section_delete", "A"))
    assert [section["code"] for section in now(draft).document["dimensions"]] == ["B"]


def test_questions_and_sections_move_also_over_a_border(draft: QuestionnaireDraft, as_aino: Client) -> None:
    as_aino.post(address(draft, "draft_part_move", "A2"), {"step": "down"})
    as_aino.post(address(draft, "draft_part_move", "A2"), {"step": "down"})
    as_aino.post(address(draft, "draft_section_move", "B"), {"step": "up"})
    as_aino.post(address(draft, "draft_section_move", "B"), {"step": "up"})
    found = [(s["code"], [p["code"] for p in s["items"]]) for s in now(draft).document["dimensions"]]
    assert found == [("B", ["B1", "A2"]), ("A", ["A1"])]


# --- Two at once ------------------------------------------------------------------------------------


def test_who_saves_second_keeps_the_words_and_sees_the_others(
    draft: QuestionnaireDraft, as_aino: Client, as_admin: Client
) -> None:
    where = address(draft, "draft_part", "A1")
    mine = fields(text_of(as_aino, where)) | {"text_en": "My words"}
    assert (
        as_admin.post(where, fields(text_of(as_admin, where)) | {"text_en": "Their words"}).status_code == 302
    )
    page = as_aino.post(where, mine)
    assert page.status_code == 400
    shown = page.content.decode()
    assert "What is saved now" in shown
    assert "Their words" in shown
    assert ">\nMy words</textarea>" in shown
    assert find(now(draft).document, "A1").part["text"]["en"] == "Their words"
    assert as_aino.post(where, fields(shown)).status_code == 302
    assert find(now(draft).document, "A1").part["text"]["en"] == "My words"


def test_two_write_two_questions_and_neither_is_in_the_way(
    draft: QuestionnaireDraft, as_aino: Client, as_admin: Client
) -> None:
    first, second = (address(draft, "draft_part", code) for code in ("A1", "B1"))
    mine = fields(text_of(as_aino, first)) | {"text_en": "My words"}
    theirs = fields(text_of(as_admin, second)) | {"text_en": "Their words"}
    assert as_admin.post(second, theirs).status_code == as_aino.post(first, mine).status_code == 302
    texts = [find(now(draft).document, code).part["text"]["en"] for code in ("A1", "B1")]
    assert texts == ["My words", "Their words"]


def test_what_is_published_is_what_was_seen(draft: QuestionnaireDraft, cast: Cast, as_aino: Client) -> None:
    document = {**draft.document, "title": words("changed")}
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.admin)
    for seen in (draft.revision, "", "9" * 30, "x"):
        page = as_aino.post(address(draft, "draft_publish"), {"revision": seen}, follow=True).content.decode()
        assert "Somebody else changed the questionnaire" in page
    assert not QuestionnaireVersion.objects.filter(project=cast.project).exists()
    as_aino.post(address(draft, "draft_publish"), {"revision": now(draft).revision})
    assert QuestionnaireVersion.objects.get(project=cast.project).document["title"] == words("changed")


# --- Shared core, and the bank ----------------------------------------------------------------------


def test_a_core_question_is_locked_and_the_page_says_why(cast: Cast, as_aino: Client) -> None:
    shared = instrument()
    slug = cast.project.slug
    as_aino.post(url("draft_copy", slug, shared.pk, language="en"))
    draft = QuestionnaireDraft.objects.get()
    code = shared.questionnaire.items[0].code
    where = address(draft, "draft_part", code)
    page = text_of(as_aino, where)
    assert "A question of the shared core" in page
    changed = fields(page) | {"text_en": "Something else?"}
    refused = as_aino.post(where, changed)
    assert refused.status_code == 400
    assert "give it a code of its own" in refused.content.decode()
    assert as_aino.post(where, changed | {"code": "OWN1"}).status_code == 302
    assert "cannot be compared" in text_of(
        as_aino, address(draft, "draft_part_delete", shared.questionnaire.items[1].code)
    )
    as_aino.post(url("draft_copy", slug, shared.pk, language="en"))
    assert QuestionnaireDraft.objects.count() == 2


def test_the_bank_shows_the_source_and_copies_into_the_draft(
    draft: QuestionnaireDraft, as_aino: Client
) -> None:
    shared = instrument("wl_competence")
    item = shared.questionnaire.items[0]
    page = text_of(as_aino, address(draft, "draft_bank") + f"?q={item.code}&section=B")
    assert item.text.en in page
    assert shared.questionnaire.licence in page
    copy = {"version": shared.pk, "code": item.code, "section": "B"}
    as_aino.post(address(draft, "draft_bank_copy"), copy)
    assert find(now(draft).document, f"{item.code}_2").section == "B"
    for spoilt in ({"section": "NONE"}, {"version": "x"}, {}):
        as_aino.post(address(draft, "draft_bank_copy"), copy | spoilt if spoilt else {})
    assert as_aino.post(address(draft, "draft_bank_copy"), copy | {"code": "none"}).status_code == 404
    assert [part["code"] for part in now(draft).document["dimensions"][1]["items"]] == [
        "B1",
        f"{item.code}_2",
    ]
