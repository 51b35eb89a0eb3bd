"""Words that a reader puts in where a file has none of its own, in the languages of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from surveys.formats.findings import Finding, Place, finding
from surveys.formats.outline.languages import code_of
from surveys.formats.outline.parts import Question, Words

OTHER = {"fi": "Muu", "sv": "Annat", "en": "Other"}
OTHER_WHAT = {"fi": "Muu, mikä?", "sv": "Annat, vad?", "en": "Other, what?"}
COMMENT = {"fi": "Kommentti", "sv": "Kommentar", "en": "Comment"}
YES = {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}
NO = {"fi": "Ei", "sv": "Nej", "en": "No"}
UNCERTAIN = {"fi": "En osaa sanoa", "sv": "Kan inte säga", "en": "Uncertain"}
INCREASE = {"fi": "Lisääntynyt", "sv": "Ökat", "en": "Increased"}
SAME = {"fi": "Ennallaan", "sv": "Oförändrat", "en": "Same"}
DECREASE = {"fi": "Vähentynyt", "sv": "Minskat", "en": "Decreased"}
FEMALE = {"fi": "Nainen", "sv": "Kvinna", "en": "Female"}
MALE = {"fi": "Mies", "sv": "Man", "en": "Male"}


def own_words(words: Mapping[str, str], marks: Iterable[str], unmarked: str) -> Words:
    """The portal's words in each language of the file that the portal has too."""
    found = {mark: code_of(mark or unmarked) for mark in marks}
    return {mark: words[code] for mark, code in found.items() if code}


def with_index_if_alike(
    questions: Iterable[Question], place: Place
) -> tuple[tuple[Question, ...], list[Finding]]:
    """Questions of tables count into an index only where their section has one list of options.

    Equal numbers do not make scales alike: a mean of agreement and frequency says nothing.
    """
    taken = tuple(questions)
    if len({question.scale for question in taken if question.in_index}) < 2:
        return taken, []
    return tuple(replace(question, in_index=False) for question in taken), [finding("several_arrays", place)]
