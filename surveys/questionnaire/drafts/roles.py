"""Role profiles of a competence survey that is being written, and the scales their levels are on."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from surveys.questionnaire.drafts.changes import tidy
from surveys.questionnaire.drafts.places import Document


def roles(document: Document) -> list[Document]:
    """The role profiles in their order."""
    found: list[Document] = document.get("role_profiles", [])
    return found


def role_of(document: Document, code: str) -> Document:
    """The profile of that code. Raises `KeyError`."""
    for role in roles(document):
        if role["code"] == code:
            return role
    raise KeyError(code)


def add_role(document: Document, role: Mapping[str, Any]) -> Document:
    """With one more profile, the last."""
    return tidy({**document, "role_profiles": [*roles(document), _given(role)]})


def change_role(document: Document, code: str, role: Mapping[str, Any]) -> Document:
    """With another profile in the place of one. Raises `KeyError`."""
    role_of(document, code)
    changed = [_given(role) if each["code"] == code else each for each in roles(document)]
    return tidy({**document, "role_profiles": changed})


def remove_role(document: Document, code: str) -> Document:
    """Without a profile; without the list where it was the last. Raises `KeyError`."""
    role_of(document, code)
    changed = deepcopy(document)
    changed["role_profiles"] = [each for each in roles(changed) if each["code"] != code]
    if not changed["role_profiles"]:
        del changed["role_profiles"]
    return tidy(changed)


def levels_of(document: Document, section: Document) -> list[Document]:
    """The steps of the scale that the section's index is on, {value, label}; none where it has no index."""
    for part in section.get("items", []):
        is_item = part.get("kind", "scale") == "scale" and not part.get("background")
        if is_item and part.get("in_index", True):
            scale = part.get("scale") or document.get("scale") or {}
            found: list[Document] = scale.get("options", [])
            return found
    return []


def _given(values: Mapping[str, Any]) -> Document:
    return {key: value for key, value in values.items() if value is not None}
