"""The kinds of parts that the editor offers; a document tells some of them apart by their options only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.places import LAST

Document = dict[str, Any]

KINDS = {
    "scale": gettext_lazy("On a scale"),
    "choice": gettext_lazy("One of several options"),
    "multiple": gettext_lazy("Any number of options"),
    "numbers": gettext_lazy("A number from 0 to 10"),
    "short": gettext_lazy("A short answer in writing"),
    "long": gettext_lazy("An answer in writing"),
    "information": gettext_lazy("A text between questions"),
}
WRITTEN = ("short", "long")
NUMBERS = tuple(range(11))


def kind_of(part: Document, section: str = "") -> str:
    """A key of `KINDS`."""
    kind = part.get("kind", "text" if section == LAST else "scale")
    if kind == "text":
        return "short" if part.get("length") == "short" else "long"
    if kind != "scale":
        return str(kind)
    if not part.get("ordered", True):
        return "choice"
    options = part.get("scale", {}).get("options", [])
    is_numbers = tuple(option["value"] for option in options) == NUMBERS and all(
        set(option.get("label", {}).values()) <= {str(option["value"])} for option in options[1:-1]
    )
    return "numbers" if is_numbers else "scale"


def zero_to_ten(low: Document | None, high: Document | None) -> list[Document]:
    """The options of a number from 0 to 10 with words at its ends."""
    ends = {0: low, 10: high}
    return [{"value": n, "label": ends.get(n) or dict.fromkeys(("fi", "sv", "en"), str(n))} for n in NUMBERS]


def end_words(scale: list[Document], place: int) -> Document | None:
    """The words at the first (0) or the last (-1) step, unless they are its number."""
    if not scale:
        return None
    label: Document = scale[place].get("label", {})
    return None if set(label.values()) == {str(scale[place]["value"])} else label


def new_part(draft: QuestionnaireDraft, kind: str) -> Document:
    """What a new part of that kind begins with."""
    part: Document = {"code": changes.next_code(draft.document, "T" if kind == "information" else "Q")}
    blank: list[Document] = [{"value": value} for value in (1, 2)]
    if kind == "multiple":
        part["options"] = blank
    if kind == "choice":
        part["scale"] = {"code": "x", "options": blank}
    if kind == "numbers":
        return part | {"in_index": False, "scale": {"code": "eleven", "options": zero_to_ten(None, None)}}
    return part
