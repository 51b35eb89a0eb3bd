"""One person answers once, and nothing but a sealed envelope remembers it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from surveys.forms import answers
from surveys.models import Envelope, Invitation, Round
from tests.cast import Cast
from tests.surveys.fielding import (
    arrive,
    close_by_clock,
    fill_in,
    invite,
    leaf,
    make_open,
    send,
    url,
)

pytestmark = pytest.mark.django_db

ALREADY = "Tällä linkillä on jo vastattu."
FIRST_IS_SAFE = "Ensimmäinen vastaus on tallessa. Kiitos!"


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_), "liisa@example.org")


# --- Sending ---------------------------------------------------------------------------------------


def test_answer_is_one_sealed_envelope_and_a_spent_invitation(
    visitor: Client, round_: Round, token: str
) -> None:
    response = send(visitor, round_, token)
    assert response.status_code == 200
    assert "Kiitos vastauksestasi" in response.content.decode()
    envelope = Envelope.objects.get()
    assert envelope.round_id == round_.pk
    assert len(envelope.ciphertext) == (round_.padded_size or 0) + 48
    assert Invitation.objects.get().is_spent


def test_answering_makes_no_session(visitor: Client, round_: Round, token: str) -> None:
    arrive(visitor, token)
    visitor.get(url("answer", round_.pk))
    send(visitor, round_, token)
    assert not Session.objects.exists()
    assert "sessionid" not in visitor.cookies


def test_replayed_form_is_told_that_the_first_answer_is_safe(
    visitor: Client, round_: Round, token: str
) -> None:
    send(visitor, round_, token)
    before = bytes(Envelope.objects.get().ciphertext)
    for _again in range(2):
        text = send(visitor, round_, token, fill_in(round_, "1")).content.decode()
        assert ALREADY in text
        assert FIRST_IS_SAFE in text
    assert bytes(Envelope.objects.get().ciphertext) == before


def test_spent_link_says_so_at_once_on_every_page(visitor: Client, round_: Round, token: str) -> None:
    arrive(visitor, token)
    send(visitor, round_, token)
    assert ALREADY in arrive(visitor, token).content.decode()
    assert ALREADY in visitor.get(url("answer", round_.pk)).content.decode()


def test_second_letter_to_the_same_person_gives_no_second_answer(visitor: Client, round_: Round) -> None:
    from surveys.services.invitations import mailing

    first = invite(leaf(round_), "liisa@example.org")
    second = mailing.mint(Invitation.objects.get())
    send(visitor, round_, second)
    assert ALREADY in send(visitor, round_, first).content.decode()
    assert Envelope.objects.count() == 1


def test_language_switch_after_sending_cannot_bring_the_form_back(
    visitor: Client, round_: Round, token: str
) -> None:
    send(visitor, round_, token)
    assert ALREADY in send(visitor, round_, token, {answers.CARRY: "fi"}).content.decode()


@pytest.mark.parametrize("state", ["closing", "counted", "purged"])
def test_answer_to_a_closed_round_is_told_it_is_too_late(
    visitor: Client, round_: Round, token: str, state: str
) -> None:
    arrive(visitor, token)
    Round.objects.update(state=state)
    response = send(visitor, round_, token)
    assert response.status_code == 410
    assert "Kysely on sulkeutunut" in response.content.decode()
    assert not Envelope.objects.exists()
    assert not Invitation.objects.get().is_spent


def test_closing_time_counts_even_when_no_clock_runs(visitor: Client, round_: Round, token: str) -> None:
    arrive(visitor, token)
    close_by_clock(round_)
    assert send(visitor, round_, token).status_code == 410
    assert "Kysely on sulkeutunut" in arrive(visitor, token).content.decode()
    assert not Envelope.objects.exists()


def test_unknown_link_leads_to_a_page_that_says_so_without_the_token(visitor: Client, round_: Round) -> None:
    response = visitor.get("/v/not-a-token-at-all")
    assert response["Location"] == url("answer_unknown")
    page = visitor.get(response["Location"])
    assert page.status_code == 404
    assert "Linkkiä ei tunneta" in page.content.decode()


@pytest.mark.parametrize("bad", ["%00", "ä" * 5_000, "..", "a/b/c", "%F0%9F%92%A9", "' OR 1=1 --", "%ff%fe"])
@pytest.mark.parametrize("address", ["/v/", "/k/"])
def test_malformed_link_is_never_an_error(visitor: Client, round_: Round, address: str, bad: str) -> None:
    response = visitor.get(f"{address}{bad}", follow=True)
    assert response.status_code == 404
    assert "ei tunneta" in response.content.decode()


def test_unknown_link_speaks_the_browsers_language(visitor: Client, db: None) -> None:
    response = visitor.get("/v/nothing", headers={"accept-language": "sv"})
    assert response["Location"] == url("answer_unknown", language="sv")


def test_without_the_cookie_the_pages_ask_for_the_link(visitor: Client, round_: Round) -> None:
    for page in ("answer_start", "answer"):
        response = visitor.get(url(page, round_.pk))
        assert response.status_code == 404
        assert "Avaa kutsussasi oleva linkki uudelleen" in response.content.decode()


def test_round_that_does_not_exist_looks_like_any_other(visitor: Client, round_: Round) -> None:
    assert visitor.get(url("answer_start", 10**30)).status_code == 404
    assert visitor.get(url("answer", 999_999)).status_code == 404


@pytest.mark.parametrize(
    ("code", "value"),
    [("YK1", "6"), ("YK1", "0"), ("YK1", "-1"), ("YK1", "4.0"), ("YK1", "neljä"), ("LU1", "٤")],
)
def test_answer_off_the_scale_is_refused_and_the_rest_kept(
    visitor: Client, round_: Round, token: str, code: str, value: str
) -> None:
    response = send(visitor, round_, token, {**fill_in(round_), code: value})
    text = response.content.decode()
    assert "Mitään ei ole vielä lähetetty" in text
    assert f'href="#q-{code}"' in text
    assert text.count(" checked") == 22
    assert not Envelope.objects.exists()
    assert not Invitation.objects.get().is_spent


def test_too_long_open_answer_is_kept_and_shown_again(visitor: Client, round_: Round, token: str) -> None:
    text = send(visitor, round_, token, {**fill_in(round_), "AV1": "å" * 1_001}).content.decode()
    assert "1000 merkkiin" in text
    assert "å" * 1_001 in text
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "fi",
            (
                "Lähetit liian pitkän tekstin",
                "Mitään siitä ei ole tallennettu. Yhteen avovastaukseen mahtuu enintään 1000 merkkiä.",
            ),
        ),
        (
            "sv",
            (
                "Du skickade en för lång text",
                "Ingenting av den har sparats. I ett öppet svar ryms högst 1000 tecken.",
            ),
        ),
        (
            "en",
            (
                "What you sent is too long",
                "Nothing of it has been stored. At most 1000 characters fit in one open answer.",
            ),
        ),
    ],
)
@pytest.mark.parametrize("is_browser", [True, False], ids=["browser", "multipart"])
def test_ten_megabytes_are_a_clear_refusal(
    round_: Round, token: str, language: str, says: tuple[str, ...], is_browser: bool
) -> None:
    """A browser's post meets the check against forged forms first, which reads it before the view does."""
    visitor = Client(enforce_csrf_checks=is_browser)
    arrive(visitor, token)
    page = url("answer", round_.pk, language=language)
    visitor.get(url("answer", round_.pk))
    long = {answers.LINK: token, **fill_in(round_), "AV1": "x" * 10_000_000}
    if is_browser:
        response = visitor.post(page, urlencode(long), content_type="application/x-www-form-urlencoded")
    else:
        response = visitor.post(page, long)
    html = response.content.decode()
    assert response.status_code == 400
    assert f'<html lang="{language}"' in html
    assert '<body class="answer"' in html
    assert "data-sent-draft" not in html
    for words in says:
        assert words in html
    assert not Envelope.objects.exists()
    assert not Invitation.objects.get().is_spent


def test_too_much_sent_elsewhere_is_not_spoken_of_as_an_answer(visitor: Client, db: None) -> None:
    html = visitor.post(url("answer_code", language="en"), {"code": "x" * 10_000_000}).content.decode()
    assert "The request could not be understood" in html


def test_empty_form_does_not_use_up_the_link(visitor: Client, round_: Round, token: str) -> None:
    text = send(visitor, round_, token, {}).content.decode()
    assert "Vastaa vähintään yhteen kysymykseen" in text
    assert not Invitation.objects.get().is_spent


def test_skipped_questions_are_fine(visitor: Client, round_: Round, token: str) -> None:
    assert "Kiitos" in send(visitor, round_, token, {"YK1": "5"}).content.decode()
    assert Envelope.objects.count() == 1


def test_answers_to_questions_that_were_not_asked_are_left_out(visitor: Client, cast: Cast) -> None:
    from surveys.ballot import counting

    round_ = make_open(cast, modules=())
    send(visitor, round_, invite(leaf(round_)), {"YK1": "5", "OS4": "1", "nonsense": "3"})
    key = counting.key_store().load(round_.pk)
    _ids, batch = counting.open_and_shuffle(round_, private_key=key, progress=lambda done, total: None)
    whole = round_.questionnaire.questionnaire.items
    packed = dict(zip([item.code for item in whole], batch.answers[0].choices, strict=True))
    assert packed["YK1"] == 5
    assert packed["OS4"] == 0


def test_two_rounds_in_two_tabs_do_not_mix(visitor: Client, cast: Cast) -> None:
    first, second = make_open(cast), make_open(cast, code="wl_competence")
    tokens = {first: invite(leaf(first)), second: invite(leaf(second))}
    for token in tokens.values():
        arrive(visitor, token)
    for round_, token in tokens.items():
        assert send(visitor, round_, token, fill_in(round_, "2")).status_code == 200
        assert Envelope.objects.filter(round=round_).count() == 1


def test_token_of_another_round_stores_nothing_in_either(visitor: Client, cast: Cast) -> None:
    first, second = make_open(cast), make_open(cast, code="wl_competence")
    token = invite(leaf(second))
    assert send(visitor, first, token).status_code == 404
    assert not Envelope.objects.exists()
    assert not Invitation.objects.filter(is_spent=True).exists()


def test_hidden_token_decides_whose_answer_it_is_and_not_the_cookie(visitor: Client, round_: Round) -> None:
    mine, later = invite(leaf(round_), "a@example.org"), invite(leaf(round_), "b@example.org")
    arrive(visitor, mine)
    arrive(visitor, later)
    send(visitor, round_, mine)
    assert Invitation.objects.get(email="a@example.org").is_spent
    assert not Invitation.objects.get(email="b@example.org").is_spent


def test_tampered_hidden_token_stores_nothing(visitor: Client, round_: Round, token: str) -> None:
    for bad in ("", "x" * 27, f"{token}x", "\x00", token.swapcase()):
        assert send(visitor, round_, bad).status_code == 404
    assert not Envelope.objects.exists()
