"""From the letter to the questions: what people are told, and what a page carries."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from surveys.forms import answers
from surveys.models import Envelope, Invitation, Round
from tests.cast import Cast
from tests.surveys.fielding import (
    arrive,
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
