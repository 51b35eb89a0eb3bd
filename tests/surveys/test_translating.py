"""A coordinator translates a draft on a page or through a file; nothing is saved that was not seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.formats.translations import Row, rows_of, write_rows
from surveys.models import QuestionnaireDraft
from surveys.services import drafting
from tests.cast import Cast
from tests.surveys.documents import small
from tests.surveys.fielding import instrument, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> QuestionnaireDraft:
    """A questionnaire in Finnish; one text is in Swedish too."""
    begun = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Kysely"})
    document = finnish(small() | {"code": begun.code, "kind": "feedback", "role_profiles": []})
    document["dimensions"][0]["items"][0]["text"]["sv"] = "A1 sv"
    return drafting.save_document(draft=begun, document=document, revision=begun.revision, user=cast.aino)


def finnish(value: Any) -> Any:
    if isinstance(value, list):
        return [finnish(entry) for entry in value]
    if isinstance(value, dict):
        return {key: finnish(entry) for key, entry in value.items() if key not in ("sv", "en")}
    return value


def page(draft: QuestionnaireDraft, name: str = "draft_translations", query: str = "?from=fi&to=sv") -> str:
    return url(name, draft.project.slug, draft.pk, language="en") + (
        query if name == "draft_translations" else ""
    )


def sent(text: str) -> dict[str, str]:
    """The fields of the page as a browser would send them."""
    fields = dict(re.findall(r'name="(text\d+)"[^>]*>\n?([^<]*)</textarea>', text))
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    return {**fields, "seen": seen}


def upload(client: Client, draft: QuestionnaireDraft, content: bytes) -> Any:
    file = SimpleUploadedFile("texts.csv", content, content_type="text/csv")
    return client.post(page(draft, "draft_translations_upload"), {"file": file})


def word(draft: QuestionnaireDraft, place: str, language: str) -> str:
    draft.refresh_from_db()
    return next(row for row in rows_of(draft.document) if row.place == place).texts.get(language, "")


# --- On the page -------------------------------------------------------------------------------------


def test_missing_texts_come_first_with_their_count(draft: QuestionnaireDraft, as_aino: Client) -> None:
    text = as_aino.get(page(draft)).content.decode()
    total = len(rows_of(draft.document))
    assert f"{total - 1} of {total} texts missing" in text
    places = re.findall(r"<code>([^<]+)</code>", text)
    assert len(places) == total
    assert places[-1] == "questions/A1/text"
    assert 'lang="fi">Kysely</label>' not in text
    assert 'lang="fi">title fi</label>' in text


def test_what_is_written_is_saved_and_an_emptied_field_taken_away(
    draft: QuestionnaireDraft, as_aino: Client
) -> None:
    fields = sent(as_aino.get(page(draft)).content.decode())
    (old,) = [name for name, value in fields.items() if value == "A1 sv"]
    answer = as_aino.post(page(draft), fields | {"text0": " Titel \r\npå svenska ", old: ""})
    assert answer.status_code == 302
    assert word(draft, "title", "sv") == "Titel \npå svenska"
    assert word(draft, "questions/A1/text", "sv") == ""
    assert word(draft, "title", "fi") == "title fi"
    again = as_aino.post(page(draft), fields)
    assert again.status_code == 400, "somebody saved meanwhile"
    assert word(draft, "title", "sv") == "Titel \npå svenska"


def test_a_text_no_questionnaire_may_have_is_told_beside_its_field(
    draft: QuestionnaireDraft, as_aino: Client
) -> None:
    fields = sent(as_aino.get(page(draft)).content.decode())
    for wrong in ("x" * 2_001, "a\x00b"):
        answer = as_aino.post(page(draft), fields | {"text0": wrong})
        assert answer.status_code == 400
    assert word(draft, "title", "sv") == ""


@pytest.mark.parametrize(
    "query", ["", "?from=xx&to=yy", "?from=sv&to=sv", "?page=-1", "?page=9999", "?to=en"]
)
def test_absurd_languages_and_pages_are_no_errors(
    draft: QuestionnaireDraft, as_aino: Client, query: str
) -> None:
    assert as_aino.get(page(draft, query=query)).status_code == 200


def test_a_long_questionnaire_is_translated_page_by_page(cast: Cast, as_aino: Client) -> None:
    version = instrument("yhes_readiness")
    draft = drafting.copy_to_draft(version=version, project=cast.project, user=cast.aino)
    document = draft.document
    document["dimensions"][0]["items"] += [
        {"code": f"X{number}", "text": {"fi": f"Kysymys {number}"}} for number in range(120)
    ]
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.aino)
    first, second = (as_aino.get(page(draft) + f"&page={number}").content.decode() for number in (1, 2))
    assert first.count("<textarea") == 100
    assert "120 of" in second
    fields = sent(second)
    assert as_aino.post(page(draft) + "&page=2", fields | {"text0": "Fråga"}).status_code == 302
    draft.refresh_from_db()
    assert [row.texts["sv"] for row in rows_of(draft.document) if row.texts.get("sv") == "Fråga"] == ["Fråga"]


# --- Through a file -----------------------------------------------------------------------------------


def test_a_file_goes_out_is_translated_reported_and_saved(draft: QuestionnaireDraft, as_aino: Client) -> None:
    answer = as_aino.get(page(draft, "draft_translations_file"))
    assert answer.content == write_rows(rows_of(draft.document))
    assert f'filename="{draft.code}-translations.csv"' in answer["Content-Disposition"]
    rows = [
        Row(row.place, {**row.texts, "sv": f"{row.texts['fi']} på svenska"})
        for row in rows_of(draft.document)
    ]
    report = upload(
        as_aino, draft, write_rows([*rows[1:], Row("questions/GONE/text", {"fi": "x"})])
    ).content.decode()
    assert f"{len(rows) - 1} texts would change." in report
    assert "1 row names a place that the questionnaire does not have" in report
    assert "1 text of the questionnaire is not in the file" in report
    assert word(draft, "questions/A2/text", "sv") == "", "nothing is saved before it was seen"
    (changes,) = re.findall(r'name="changes" value="([^"]+)"', report)
    assert as_aino.post(page(draft, "draft_translations_save"), {"changes": changes}).status_code == 302
    assert word(draft, "questions/A2/text", "sv") == "A2 fi på svenska"
    assert word(draft, "title", "sv") == ""
    again = as_aino.post(page(draft, "draft_translations_save"), {"changes": changes}, follow=True)
    assert "meanwhile" in again.content.decode(), "the draft has changed since the report"


def test_a_file_that_changes_nothing_offers_nothing_to_save(
    draft: QuestionnaireDraft, as_aino: Client
) -> None:
    report = upload(as_aino, draft, write_rows(rows_of(draft.document))).content.decode()
    assert "0 texts would change." in report
    assert 'name="changes"' not in report


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"place;sv\ntitle;a\ntitle;b\n", "Line 3: The place “title” stands in the file twice."),
        (b"name;sv\ntitle;a\n", "There is no column “place”."),
        (b"PK\x03\x04\x00", "The character encoding cannot be told."),
        (b"place;sv\n" + b"x" * 1_000_001, "larger than 1000 kB"),
        (b"", "empty"),
    ],
)
def test_a_refused_file_stores_nothing_and_says_where_and_why(
    draft: QuestionnaireDraft, as_aino: Client, content: bytes, reason: str
) -> None:
    before = draft.revision
    answer = upload(as_aino, draft, content)
    assert answer.status_code == 400
    assert reason in answer.content.decode()
    draft.refresh_from_db()
    assert draft.revision == before


def test_a_report_is_of_one_draft_and_cannot_be_made_up(
    cast: Cast, draft: QuestionnaireDraft, as_aino: Client
) -> None:
    other = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Toinen"})
    report = upload(as_aino, draft, b"place;sv\ntitle;Titel\n").content.decode()
    (changes,) = re.findall(r'name="changes" value="([^"]+)"', report)
    for wrong, to in (("", draft), ("made:up", draft), (changes[:-1] + "x", draft), (changes, other)):
        answer = as_aino.post(page(to, "draft_translations_save"), {"changes": wrong}, follow=True)
        assert "cannot be used any more" in answer.content.decode()
        assert word(to, "title", "sv") == ""


def test_only_coordinators_translate(
    draft: QuestionnaireDraft, as_bertil: Client, as_cecilia: Client, as_eero: Client
) -> None:
    for name in ("draft_translations", "draft_translations_file", "draft_translations_upload"):
        for client, status in ((as_bertil, 403), (as_cecilia, 403), (as_eero, 404)):
            assert client.get(page(draft, name)).status_code == status
