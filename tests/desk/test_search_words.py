"""Which words are the same word to somebody who searches."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhes.desk.search import folding

FINNISH = """
hyvinvointi hyvinvoinnista hyvinvoinnin hyvinvointia
opettaja opettajien opettajat opettajille
hanke hankkeen hankkeet hankkeita
kunta kunnan kunnat kuntien
kaupunki kaupungin kaupungeissa
tieto tiedon tietoa tiedot
johtaminen johtamisen johtamista johtamiseen
yhteistyö yhteistyön yhteistyössä yhteistyötä
koulutus koulutuksen koulutusta koulutukset
terveys terveyden terveyttä
kumppanuus kumppanuuden kumppanuuksia
palaute palautteen palautetta
työpaja työpajan työpajoissa
kysely kyselyn kyselyjä kyselyistä
verkosto verkostojen verkostoissa
oppilaitos oppilaitoksen oppilaitosten
hallinto hallinnon hallintoa
luottamus luottamusta luottamuksen
tiekartta tiekartan tiekarttoja
vertaistuki vertaistuen vertaistukea
opiskelija opiskelijoiden opiskelijat
tulos tulosten tuloksia tuloksen
muutos muutoksen muutosta
joukko joukon joukot
tapa tavan tavat
lahti lahden
lappi lapin lapissa
toimenpide toimenpiteet toimenpiteiden
"""
SWEDISH = "lärare lärarna lärarnas\nvälbefinnande välbefinnandet\nmöte möten mötet\nprojekt projektet projekten\nnätverk nätverket nätverken\nhälsa hälsan"
ENGLISH = "teacher teachers\nnetwork networks\ndeveloping developed"
APART = "opettaja opetusta\ntapa tapaus\nhanke hankinta\nkoulu koulutus"
WORDS = st.text(string.ascii_lowercase + "åäöéü", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        (language, line.split())
        for language, lines in (("fi", FINNISH), ("sv", SWEDISH), ("en", ENGLISH))
        for line in lines.strip().splitlines()
    ],
)
def test_forms_of_a_word_find_one_another(language: str, forms: list[str]) -> None:
    for typed in forms[:1]:
        for written in forms:
            assert folding.closeness(typed, written, language) >= folding.INFLECTED, written
            assert folding.keys_of_query(typed) & folding.keys_of_term(written, language)
            assert folding.closeness(written, typed, language) >= folding.INFLECTED, written


def test_other_words_are_no_forms() -> None:
    for one, other in (line.split() for line in APART.splitlines()):
        assert folding.closeness(one, other, "fi") < folding.INFLECTED, (one, other)


def test_a_word_is_found_at_the_end_of_a_compound() -> None:
    for typed, written, language in (
        ("hyvinvointi", "työhyvinvoinnista", "fi"),
        ("kyselyn", "itsearviointikyselyssä", "fi"),
        ("opisto", "ammattiopistojen", "fi"),
        ("hälsan", "arbetshälsa", "sv"),
    ):
        keys = folding.keys_of_query(typed) & folding.keys_of_term(written, language)
        assert folding.closeness(typed, written, language, keys) == folding.PART, written
    assert not folding.closeness("opisto", "ammattiopisto", "en", folding.keys_of_term("ammattiopisto", "en"))


def test_marks_on_letters_may_be_left_out() -> None:
    assert folding.closeness("tyohyvinvointi", "työhyvinvointi", "fi") == folding.SAME
    assert folding.closeness("lararna", "lärarna", "sv") == folding.SAME


def test_words_know_where_they_stand() -> None:
    text = "Ope\N{COMBINING ACUTE ACCENT}n työ-hyvinvointi, 2025: ЯК \x00 _ 'n’est'"
    words = list(folding.words(text))
    assert [word.lower for word in words] == ["opén", "työ", "hyvinvointi", "2025", "як", "n", "est"]


@given(WORDS)
def test_a_word_is_found_by_itself_and_its_beginnings(word: str) -> None:
    for language in folding.LANGUAGES:
        keys = folding.keys_of_term(word, language)
        assert folding.keys_of_query(word) & keys
        assert folding.closeness(word, word, language) == folding.SAME
        assert len(keys) <= 50
        assert all(len(key) <= 48 for key in keys)
        for size in range(folding.SHORTEST_PREFIX, len(word)):
            assert folding.keys_of_query(word[:size]) & keys
            assert folding.closeness(word[:size], word, language) >= folding.BEGUN


@given(WORDS, st.integers(0, 40), st.sampled_from(string.ascii_lowercase), st.sampled_from(range(4)))
def test_one_slip_in_a_word_or_its_beginning_is_forgiven(word: str, at: int, letter: str, slip: int) -> None:
    """Of five letters and more, as they were typed."""
    at %= len(word)
    typed = {
        0: word[:at] + letter + word[at + 1 :],
        1: word[:at] + word[at + 1 :],
        2: word[:at] + letter + word[at:],
        3: word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[slip]
    for size in range(folding.SHORTEST_TYPO, len(typed) + 1):
        if size > at + 1 or size == len(typed):
            begun = typed[:size]
            assert folding.closeness(begun, word, "fi") >= folding.MISTYPED, (begun, word)
            assert folding.keys_of_query(begun) & folding.keys_of_term(word, "fi"), (begun, word)


@given(st.text(max_size=60))
def test_any_text_has_words_or_none(text: str) -> None:
    for word in folding.words(text):
        assert word.lower
        assert len(word.lower) <= folding.LONGEST + 40
        for language in folding.LANGUAGES:
            folding.keys_of_term(word.lower, language)
