"""A coordinator's own words come before the portal's, never instead of them; a test letter opens nothing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from post_office.models import Email

from surveys.models import InvitationToken, Round
from surveys.services.invitations import wording
from surveys.services.rounds import RoundRefused
from tests.cast import Cast
from tests.surveys.fielding import make_draft, make_open, url
from yhes.common.mail import letters
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, Words

pytestmark = pytest.mark.django_db

HELLO = Words(fi="Hei Etelän väki!\n\nVastaa torstaina.", sv="Hej alla!", en="")
AGAIN = Words(fi="Vielä ehdit.", sv="", en="There is still time.")
PROMISE = {
    "fi": "Vastauksesi tallennetaan ilman nimeäsi",
    "sv": "utan ditt namn",
    "en": "stored without your name",
}


def word(cast: Cast, round_: Round) -> Round:
    wording.word_letters(round_=round_, user=cast.aino, greeting=HELLO, reminder=AGAIN)
    round_.refresh_from_db()
    return round_


def letter(round_: Round, template: str, language: str) -> str:
    context = wording.context_of(template, round_, language, link="https://example.org/v/x")
    return letters.as_text(template, language=language, context=context)[1]


def test_own_words_come_before_the_portals_which_are_always_there(cast: Cast) -> None:
    round_ = word(cast, make_draft(cast))
    first = letter(round_, wording.FIRST, "fi")
    assert first.index("Hei Etelän väki!") < first.index(PROMISE["fi"])
    assert "Vastaa torstaina." in first
    again = letter(round_, wording.REMINDER, "fi")
    assert "Vielä ehdit." in again
    assert "Hei Etelän väki!" not in again


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_translated_is_left_out_and_never_shown_in_another_language(
    cast: Cast, language: str
) -> None:
    round_ = word(cast, make_draft(cast))
    for template, words in ((wording.FIRST, HELLO), (wording.REMINDER, AGAIN)):
        text = letter(round_, template, language)
        assert PROMISE[language] in text
        own = dict(words)
        assert own.pop(language) in text
        assert not [other for other in own.values() if other and other in text]


def test_own_words_are_text_and_cannot_carry_markup(cast: Cast) -> None:
    round_ = make_draft(cast)
    words = Words(fi='<a href="https://evil.example/">Vastaa tästä</a>', sv="", en="")
    wording.word_letters(round_=round_, user=cast.aino, greeting=words, reminder=AGAIN)
    round_.refresh_from_db()
    wording.send_test(round_=round_, template=wording.FIRST, language="fi", user=cast.aino)
    page = Email.objects.get().html_message
    assert "&lt;a href=" in page
    assert 'href="https://evil.example/"' not in page


def test_words_can_change_while_a_round_is_open_and_not_after_that(cast: Cast) -> None:
    round_ = word(cast, make_open(cast))
    assert round_.reminder_fi == "Vielä ehdit."
    Round.objects.filter(pk=round_.pk).update(state=Round.State.PURGED)
    with pytest.raises(RoundRefused):
        word(cast, round_)


def test_changing_the_words_is_written_down_and_saving_them_again_is_not(cast: Cast) -> None:
    round_ = make_draft(cast)
    for _time in range(2):
        word(cast, round_)
    assert AuditEvent.objects.filter(action="surveys.letters_worded").count() == 1


# --- The page --------------------------------------------------------------------------------------


def test_the_page_saves_and_shows_both_letters_in_three_languages(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    page = url("letters", cast.project.slug, round_.pk)
    assert (
        as_aino.post(page, {"greeting_fi": "Terve talo!", "reminder_sv": "Ännu en gång"}).status_code == 302
    )
    shown = as_aino.get(page).content.decode()
    assert shown.count("Terve talo!") == 2, "in the field and in the Finnish letter"
    assert shown.count('class="disclose"') == 6


def test_words_that_are_too_long_are_kept_in_the_form_and_stored_nowhere(cast: Cast, as_aino: Client) -> None:
    round_ = make_draft(cast)
    answer = as_aino.post(
        url("letters", cast.project.slug, round_.pk),
        {"greeting_fi": "pitkä " * 400, "reminder_fi": "Muista!"},
    )
    assert answer.status_code == 400
    assert "Muista!" in answer.content.decode()
    round_.refresh_from_db()
    assert not round_.reminder_fi


def test_a_test_letter_goes_to_the_one_who_asks_and_opens_nothing(cast: Cast, as_aino: Client) -> None:
    round_ = word(cast, make_open(cast))
    test = url("letters_test", cast.project.slug, round_.pk)
    as_aino.post(test, {"template": wording.REMINDER, "language": "en"})
    sent = Email.objects.get(to=[cast.aino.email])
    assert "There is still time." in sent.message
    assert f"{settings.SITE_URL}/v/\n" in f"{sent.message}\n".replace(" ", "\n")
    assert not InvitationToken.objects.exists()


def test_a_letter_that_does_not_exist_is_not_sent(cast: Cast, as_aino: Client) -> None:
    test = url("letters_test", cast.project.slug, make_draft(cast).pk)
    for data in (
        {},
        {"template": "invitation", "language": "fi"},
        {"template": wording.FIRST, "language": "de"},
    ):
        assert as_aino.post(test, data).status_code == 302
    assert not Email.objects.exists()


@pytest.mark.parametrize(("client", "status"), [("as_eero", 404), ("as_bertil", 403), ("as_maija", 403)])
def test_only_coordinators_word_the_letters(
    cast: Cast, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    round_ = make_open(cast)
    for name in ("letters", "letters_test"):
        assert browser.post(url(name, cast.project.slug, round_.pk)).status_code == status
