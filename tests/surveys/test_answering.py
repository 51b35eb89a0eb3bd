"""One person answers once, and nothing but a sealed envelope remembers it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from surveys.forms import answers
from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations import shared_links
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
def round_(cast: Cast) -> Round:
    return make_open(cast)


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_), "liisa@example.org")


# --- From the letter to the questions -------------------------------------------------------------


def test_link_leads_to_an_address_without_the_token(visitor: Client, round_: Round, token: str) -> None:
    response = visitor.get(f"/v/{token}")
    assert response.status_code == 302
    assert response["Location"] == url("answer_start", round_.pk)
    assert token not in response["Location"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_cookie_is_for_this_round_alone_and_no_script_reads_it(
    visitor: Client, round_: Round, token: str
) -> None:
    cookies = visitor.get(f"/v/{token}").cookies
    assert set(cookies) == {"yhes_link_fi", "yhes_link_sv", "yhes_link_en"}
    for language in ("fi", "sv", "en"):
        cookie = cookies[f"yhes_link_{language}"]
        assert cookie["path"] == url("answer_start", round_.pk, language=language)
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["max-age"], "it ends with the browser"


def test_opening_a_link_any_number_of_times_spends_nothing(
    visitor: Client, round_: Round, token: str
) -> None:
    for _visit in range(3):
        arrive(visitor, token)
        visitor.head(f"/v/{token}")
        visitor.get(url("answer", round_.pk))
    assert not Invitation.objects.filter(is_spent=True).exists()
    assert send(visitor, round_, token).status_code == 200


def test_letter_decides_the_language_of_the_first_page(visitor: Client, round_: Round) -> None:
    token = invite(leaf(round_), "lisa@example.org", language="sv")
    response = visitor.get(f"/v/{token}", headers={"accept-language": "fi"})
    assert response["Location"] == url("answer_start", round_.pk, language="sv")


@pytest.mark.parametrize("after", [".", "/", ">", ")", "».", "%20"])
def test_what_mail_programs_add_to_a_link_does_not_matter(visitor: Client, token: str, after: str) -> None:
    assert arrive(visitor, f"{token}{after}").status_code == 200


def test_first_page_tells_what_the_law_wants(visitor: Client, token: str) -> None:
    text = arrive(visitor, token).content.decode()
    assert "Työn kehittämiseen" in text
    assert "yleistä etua koskeva tehtävä" in text
    assert "30 päivän" in text
    assert "12 kuukauden" in text
    assert "Itse laadittu kehittämisen väline" in text


def test_first_page_says_in_which_groups_the_answer_is_counted(
    visitor: Client, round_: Round, token: str
) -> None:
    invite(leaf(round_))
    invite(leaf(round_, "Pohjoinen"))
    invite(leaf(round_, "Esimerkkiskolan"))
    text = " ".join(re.sub(r"<[^>]+>", " ", arrive(visitor, token).content.decode()).split())
    assert "Esimerkkipolku 4 kutsuttua" in text
    assert "Esimerkkiopisto 3 kutsuttua" in text
    assert "Etelä 2 kutsuttua" in text
    assert "Pohjoinen" not in text


PROMISES = {
    "fi": "Vastauksesi tallennetaan ilman nimeäsi ja yhteystietojasi, eikä esihenkilösi, työnantajasi tai "
    "hankkeen väki näe, mitä juuri sinä vastasit. Tulokset näytetään vain vähintään 7 vastaajan ryhmistä "
    "(julkisesti vähintään 12), mutta älä kirjoita avovastauksiin mitään, mistä sinut tai joku muu voidaan "
    "tunnistaa.",
    "sv": "Dina svar sparas utan ditt namn och dina kontaktuppgifter, och varken din chef, din arbetsgivare "
    "eller projektets personal ser vad just du har svarat. Resultat visas bara för grupper med minst 7 "
    "svarande (offentligt minst 12), men skriv inget i de öppna svaren som gör att du eller någon annan kan "
    "kännas igen.",
    "en": "Your answers are stored without your name or contact details, and neither your supervisor, your "
    "employer nor the project staff can see what you personally answered. Results are shown only for groups "
    "of at least 7 respondents (12 in public), but do not write anything in open answers that could identify "
    "you or someone else.",
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_promise_stands_unshortened_before_the_first_question(
    visitor: Client, cast: Cast, language: str
) -> None:
    round_ = make_open(cast, threshold=7, public_threshold=12)
    arrive(visitor, invite(leaf(round_)))
    text = visitor.get(url("answer_start", round_.pk, language=language)).content.decode()
    assert PROMISES[language] in text


@pytest.mark.parametrize(
    ("language", "end"),
    [("fi", "(julkisesti vähintään 10)."), ("sv", "(offentligt minst 10)."), ("en", "(10 in public).")],
)
def test_promise_says_nothing_of_open_answers_where_there_are_none(
    visitor: Client, cast: Cast, language: str, end: str
) -> None:
    round_ = make_open(cast, code="wl_competence")
    arrive(visitor, invite(leaf(round_)))
    assert end in visitor.get(url("answer_start", round_.pk, language=language)).content.decode()


# --- The questions ----------------------------------------------------------------------------------


def test_form_carries_the_token_and_preselects_nothing(visitor: Client, round_: Round, token: str) -> None:
    arrive(visitor, token)
    response = visitor.get(url("answer", round_.pk))
    text = response.content.decode()
    assert f'name="{answers.LINK}" value="{token}"' in text
    assert "csrfmiddlewaretoken" in text
    assert text.count('type="radio"') == 23 * 6
    assert " checked" not in text
    assert not re.search(r"mark[0-9a-f]{16}", text), "every place in the prepared page is filled"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_form_is_not_mixed_up_between_people(visitor: Client, round_: Round) -> None:
    """The page is prepared once and filled in for each person."""
    for name in ("Etelä", "Pohjoinen"):
        token = invite(leaf(round_, name))
        client = Client()
        arrive(client, token)
        text = client.get(url("answer", round_.pk)).content.decode()
        assert token in text
        assert f">Esimerkkiopisto · {name}<" in text


def test_round_without_modules_asks_the_core_only(visitor: Client, cast: Cast) -> None:
    round_ = make_open(cast, modules=())
    arrive(visitor, invite(leaf(round_)))
    assert visitor.get(url("answer", round_.pk)).content.decode().count('type="radio"') == 20 * 6


def test_csrf_is_checked(round_: Round, token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    arrive(strict, token)
    assert send(strict, round_, token).status_code == 403
    page = strict.get(url("answer", round_.pk)).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert csrf
    sent = {**fill_in(round_), "csrfmiddlewaretoken": csrf[1]}
    assert send(strict, round_, token, sent).status_code == 200


def test_language_is_switched_without_losing_an_answer_or_storing_one(
    visitor: Client, round_: Round, token: str
) -> None:
    arrive(visitor, token)
    half = {
        "YK1": "2",
        "LU3": "na",
        "AV1": "Rivi 1\nrivi <2> & muuta",
        answers.PAGE: "2",
        answers.CARRY: "sv",
    }
    response = send(visitor, round_, token, half, language="sv")
    text = response.content.decode()
    assert '<html lang="sv"' in text
    assert re.search(r'name="YK1" value="2" checked', text)
    assert re.search(r'name="LU3" value="na" checked', text)
    assert text.count(" checked") == 2
    assert "Rivi 1\nrivi &lt;2&gt; &amp; muuta" in text
    assert f'name="{answers.LINK}" value="{token}"' in text
    assert f'name="{answers.PAGE}" value="2"' in text
    assert not Envelope.objects.exists()
    assert not Invitation.objects.filter(is_spent=True).exists()


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


def test_ten_megabytes_are_a_clear_refusal(visitor: Client, round_: Round, token: str) -> None:
    response = send(visitor, round_, token, {**fill_in(round_), "AV1": "x" * 10_000_000})
    assert response.status_code == 400
    assert '<html lang="fi"' in response.content.decode()
    assert not Envelope.objects.exists()


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


# --- Code slips ---------------------------------------------------------------------------------------


def test_code_of_a_slip_is_understood_as_people_type_it(visitor: Client, round_: Round) -> None:
    from surveys import sealing
    from surveys.services.invitations import mailing

    made = Invitation.objects.create(round=round_, group=leaf(round_), channel=Invitation.Channel.SLIP)
    code = mailing.mint(made, sealing.new_slip_code())
    typed = code.lower().replace("-", " ")
    response = visitor.post(url("answer_code"), {"code": typed})
    assert response["Location"] == url("answer_start", round_.pk)
    visitor.get(response["Location"])
    assert typed in visitor.get(url("answer", round_.pk)).content.decode()
    assert send(visitor, round_, typed).status_code == 200
    assert Invitation.objects.get().is_spent


def test_wrong_code_is_said_beside_the_field(visitor: Client, round_: Round) -> None:
    response = visitor.post(url("answer_code"), {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert "Koodia ei tunneta" in response.content.decode()
    assert "AAAA-BBBB-CCCC-DDDD" in response.content.decode()


def test_printed_address_leads_to_the_page_for_codes(visitor: Client, db: None) -> None:
    assert visitor.get("/v/")["Location"] == url("answer_code")


# --- Competence -----------------------------------------------------------------------------------------


def test_own_profile_is_shown_once_and_kept_nowhere(visitor: Client, cast: Cast) -> None:
    round_ = make_open(cast, code="wl_competence")
    token = invite(leaf(round_))
    sent = {**{f"A{n}": "2" for n in range(1, 6)}, **{f"B{n}": "1" for n in range(1, 5)}, "B5": "na"}
    text = send(visitor, round_, token, sent).content.decode()
    assert "Oma profiilisi" in text
    assert "2,0 / 3" in text
    assert "1,0 / 3" in text
    assert "Oma profiilisi" not in send(visitor, round_, token, sent).content.decode()
    assert "Oma profiilisi" not in arrive(visitor, token).content.decode()


def test_wellbeing_survey_shows_no_profile(visitor: Client, round_: Round, token: str) -> None:
    assert "Oma profiilisi" not in send(visitor, round_, token).content.decode()


# --- Drafts -------------------------------------------------------------------------------------------


def draft_name(text: str) -> str:
    found = re.search(r'data-draft="([^"]*)"', text)
    assert found
    return found[1]


def test_draft_has_one_name_per_invitation_and_it_is_not_the_token(visitor: Client, round_: Round) -> None:
    from surveys.services.invitations import mailing

    first = invite(leaf(round_), "a@example.org")
    reminder = mailing.mint(Invitation.objects.get())
    other = invite(leaf(round_), "b@example.org")
    names = []
    for token in (first, reminder, other):
        client = Client()
        arrive(client, token)
        names.append(draft_name(client.get(url("answer", round_.pk)).content.decode()))
        assert token not in names[-1]
    assert names[0] == names[1] != names[2]
    assert f'data-sent-draft="{names[0]}"' in send(visitor, round_, first).content.decode()


def test_shared_link_keeps_no_draft(visitor: Client, cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_), user=cast.aino)
    visitor.post(url("answer_shared", round_.pk, link.code))
    text = visitor.get(url("answer", round_.pk)).content.decode()
    assert draft_name(text) == ""
    assert "Tälle laitteelle ei tallenneta mitään" in text


def test_far_future_closing_does_not_matter_to_a_round_closed_by_hand(
    visitor: Client, round_: Round, token: str
) -> None:
    Round.objects.update(state=Round.State.CLOSING, closes_at=timezone.now() + timedelta(days=300))
    assert send(visitor, round_, token).status_code == 410
