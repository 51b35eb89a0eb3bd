"""The questionnaires that ship with the portal, one YAML file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from surveys.questionnaire import Questionnaire, from_yaml

SHIPPED = ("yhes_readiness", "wl_competence", "workplace_feedback", "student_feedback")


@cache
def load(code: str) -> Questionnaire:
    """The shipped questionnaire of that code. Raises `KeyError` for a code that does not ship."""
    if code not in SHIPPED:
        raise KeyError(code)
    return from_yaml(files(__name__).joinpath(f"{code}.yaml").read_bytes())
