"""A questionnaire with background variables, and people in classes who answer it."""

from __future__ import annotations

from pathlib import Path

from surveys.questionnaire import Questionnaire, from_yaml
from tests.surveys.ballot_box import BallotBox

TEACHING, OTHER, MANAGEMENT = "1", "2", "3"
FILE = Path(__file__).with_name("with_background.yaml")


def with_background() -> Questionnaire:
    return from_yaml(FILE.read_text())


def cast_many(box: BallotBox, unit: tuple[int, int], people: int, skip: str = "", **classes: str) -> None:
    """People who answer everything but `skip`, spread over the options, and are in these classes."""
    for person in range(people):
        choices = {item.code: (person + at) % 5 + 1 for at, item in enumerate(box.questionnaire.items)}
        choices.pop(skip, None)
        box.cast(box.units[unit], choices, background=classes)
