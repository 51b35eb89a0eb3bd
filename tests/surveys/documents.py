"""A small questionnaire as a document, for tests to spoil in one place at a time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def words(name: str) -> dict[str, str]:
    return {"fi": f"{name} fi", "sv": f"{name} sv", "en": f"{name} en"}


def small() -> dict[str, Any]:
    """A document with one of everything, to be spoilt in one place at a time."""
    return {
        "code": "small",
        "kind": "competence",
        "version": 1,
        "title": words("title"),
        "scale": {
            "code": "two",
            "options": [{"value": 0, "label": words("no")}, {"value": 1, "label": words("yes")}],
            "not_applicable": words("not my job"),
        },
        "dimensions": [
            {
                "code": "A",
                "title": words("A"),
                "items": [
                    {"code": "A1", "text": words("A1")},
                    {"code": "A2", "text": words("A2"), "module": "vet", "stage": "before"},
                ],
            },
            {"code": "B", "title": words("B"), "items": [{"code": "B1", "text": words("B1")}]},
        ],
        "open_questions": [{"code": "O1", "text": words("O1")}],
        "role_profiles": [{"code": "teacher", "title": words("teacher"), "required": {"A": 1, "B": 0}}],
    }


def spoil(document: Any, path: str, value: Any) -> Any:
    spoilt = deepcopy(document)
    *outer, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = spoilt
    for step in outer:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return spoilt
