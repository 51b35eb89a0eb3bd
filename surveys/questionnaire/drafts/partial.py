"""What of an incomplete document can be shown already."""

from __future__ import annotations

from copy import deepcopy

from surveys.questionnaire.drafts.changes import remove_part, with_condition
from surveys.questionnaire.drafts.mistakes import mistakes
from surveys.questionnaire.drafts.places import Document, Spot, placed, spot
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.reading import from_document
from surveys.questionnaire.whole import Questionnaire

_ROUNDS = 10  # what is left out can spoil what looks at it, and so on


def readable(document: Document) -> tuple[Questionnaire | None, int]:
    """The questionnaire without what cannot be read yet, and how many parts that leaves out.

    None where nothing is left to show.
    """
    shown = _framed(document)
    for _round in range(_ROUNDS):
        found = mistakes(shown)
        if not found:
            break
        places = [spot(shown, mistake.path) for mistake in found]  # before anything moves up
        for place in places:
            shown = _without(shown, place)
        shown["dimensions"] = [section for section in shown["dimensions"] if section["items"]]
    left_out = sum(1 for _part in placed(document)) - sum(1 for _part in placed(shown))
    try:
        return from_document({"version": 1, **shown}), left_out
    except QuestionnaireError:
        return None, left_out


def _framed(document: Document) -> Document:
    """With codes where titles are missing, and without what is not shown in a form."""
    shown = deepcopy(document)
    shown.pop("role_profiles", None)
    for owner in (shown, *shown["dimensions"]):
        if not owner.get("title"):
            owner["title"] = {"fi": owner["code"]}
    shown["dimensions"] = [section for section in shown["dimensions"] if section["items"]]
    return shown


def _without(shown: Document, place: Spot) -> Document:
    """Without the part that has the mistake, or without its condition if that is what is wrong."""
    if place.part not in {found.code for found in placed(shown)}:
        return shown
    if place.rest.startswith("show_if"):
        return with_condition(shown, place.part, None)
    return remove_part(shown, place.part)
