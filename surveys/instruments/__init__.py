"""The questionnaires that ship with the portal, one YAML file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from surveys.questionnaire import Questionnaire, from_yaml, to_document

SHIPPED = ("yhes_readiness", "wl_competence", "workplace_feedback", "student_feedback")


@cache
def load(code: str) -> Questionnaire:
    """The shipped questionnaire of that code. Raises `KeyError` for a code that does not ship."""
    if code not in SHIPPED:
        raise KeyError(code)
    return from_yaml(files(__name__).joinpath(f"{code}.yaml").read_bytes())


def document(code: str) -> dict[str, Any]:
    """The same as a document of one's own, to take parts of. Raises `KeyError`."""
    return to_document(load(code))
