"""A questionnaire with every kind of part and conditions between them, for tests only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from surveys.questionnaire import Questionnaire, from_yaml


@cache
def many_kinds() -> Questionnaire:
    return from_yaml(Path(__file__).with_suffix(".yaml").read_bytes())
