"""The sheet "choices": lists of options by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.formats.findings import Finding, finding, refused
from surveys.formats.outline import Answer, Words
from surveys.formats.xlsform.table import Line, Table

MEDIA = ("media", "image", "audio", "video", "big-image")  # how names of columns begin
USED = ("list_name", "name", "label", "yhes_apart", "yhes_scale")


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """The options of one list; `apart` are the words of "not applicable" or "none of these"."""

    name: str
    answers: tuple[Answer, ...]
    apart: Words | None = None
    scale: str = ""


def read_choices(table: Table) -> tuple[Mapping[str, ChoiceList], list[Finding]]:
    """Every list by its name. Raises `FileRefused`."""
    table.require("list_name", "name")
    lists: dict[str, dict[str, Line]] = {}
    findings: list[Finding] = []
    for line in table:
        name, code = line.get("list_name"), line.get("name")
        if not name:
            continue
        if not code:
            raise refused("choice_without_name", line.at("name"), list=name)
        options = lists.setdefault(name, {})
        if code in options:
            raise refused("duplicate_choice", line.at("name"), list=name, name=code)
        options[code] = line
        findings += media(line)
    findings += [note for note in table.unused(USED) if not str(note.detail["name"]).startswith(MEDIA)]
    return {name: _list(name, options) for name, options in lists.items()}, findings


def _list(name: str, options: Mapping[str, Line]) -> ChoiceList:
    apart = next((line for line in options.values() if line.get("yhes_apart")), None)
    return ChoiceList(
        name=name,
        answers=tuple(
            Answer(code, line.words("label")) for code, line in options.items() if line is not apart
        ),
        apart=apart.words("label") if apart else None,
        scale=next(iter(options.values())).get("yhes_scale"),
    )


def media(line: Line) -> list[Finding]:
    """A note if the row has pictures or sound."""
    files = [text for head, text in line.cells.items() if head.name.startswith(MEDIA)]
    return [finding("media", line.place, text=", ".join(files))] if files else []
