"""What the questionnaires that a project may use can lend to a new one: scales and questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from projects.register.models import Project
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.places import find, placed

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One question of a version, with what there is to know about where it comes from."""

    version: QuestionnaireVersion
    part: Document
    scale: Document

    @property
    def options(self) -> list[Document]:
        """What is chosen from; empty for a question answered in writing."""
        found: list[Document] = self.part.get("options") or self.scale.get("options", [])
        return found


def scales(project: Project, draft: QuestionnaireDraft | None = None) -> list[Document]:
    """The scales of all questionnaires of the project's library, and of the draft, each once.

    The draft's own come first. Two with the same options in the same words are one; the words for "not
    applicable" are left out, as every question has its own.
    """
    documents = [draft.document] if draft else []
    documents += _documents(project)
    found: dict[str, Document] = {}
    for document in documents:
        for scale in _scales_of(document):
            found.setdefault(key_of(scale), {"code": scale["code"], "options": scale["options"]})
    return list(found.values())


def key_of(scale: Document) -> str:
    """The same for scales with the same options in the same words."""
    return hashlib.sha256(json.dumps(scale["options"], sort_keys=True).encode()).hexdigest()[:16]


def search_questions(project: Project, words: str) -> list[Hit]:
    """Questions of the newest versions in which all the words stand, in any of the languages."""
    wanted = words.casefold().split()
    hits = []
    for version in QuestionnaireVersion.objects.offered_to(project).newest().order_by("project_id", "pk"):
        for found in placed(version.document):
            if found.part.get("kind") == "information":
                continue
            text = " ".join(found.part.get("text", {}).values()).casefold()
            if all(word in text or word == found.code.casefold() for word in wanted):
                hits.append(Hit(version, found.part, _scale_of(found.part, version.document)))
    return hits


def with_copy(draft: QuestionnaireDraft, version: QuestionnaireVersion, code: str, section: str) -> Document:
    """The draft's document with a question of another questionnaire, its scale, and where it comes from.

    It keeps its code where that is free. Its condition and its module stay behind: they are about
    the questionnaire it comes from. Raises `KeyError` for a question or a section that is not there.
    """
    part = find(version.document, code).part
    scale = _scale_of(part, version.document)
    copied = {key: value for key, value in part.items() if key not in ("show_if", "module", "background")}
    copied["code"] = changes.free_code(draft.document, code)
    if code in {found.code for found in placed(version.document) if found.section == "-"}:
        copied["kind"] = "text"
    if scale:
        copied["scale"] = None if scale == draft.document.get("scale") else scale
    document = changes.add_part(draft.document, section, copied)
    return changes.with_values(document, {"source": _with_source(document, version, copied["code"])})


def _with_source(document: Document, version: QuestionnaireVersion, code: str) -> str:
    origin = version.document
    about = [origin[key] for key in ("citation", "licence") if origin.get(key)]
    line = f"{code}: {version.code} {version.version}" + "".join(f"; {text}" for text in about)
    before = document.get("source", "")
    return f"{before}\n{line}".strip()[:2000]


def _documents(project: Project) -> list[Document]:
    return list(
        QuestionnaireVersion.objects.offered_to(project)
        .newest()
        .order_by("project_id", "pk")
        .values_list("document", flat=True)
    )


def _scales_of(document: Document) -> Iterator[Document]:
    """Those with an order; the options of a single choice are no scale to use again."""
    if document.get("scale"):
        yield document["scale"]
    for found in placed(document):
        if "scale" in found.part and found.part.get("ordered", True):
            yield found.part["scale"]


def _scale_of(part: Document, document: Document) -> Document:
    if part.get("kind", "scale") != "scale" or "text" not in part:
        return {}
    found: Document = part.get("scale") or document.get("scale") or {}
    return found
