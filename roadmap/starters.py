"""The library of starter themes and steps (starters.yaml), typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from roadmap.snapshot import EMPTY, HorizonCode
from yhes.common.words import Words

LIBRARY = Path(__file__).with_name("starters.yaml")


@dataclass(frozen=True, slots=True)
class StarterStep:
    """A step to start from. `items`: codes of the survey items whose figures it rests on."""

    code: str
    items: tuple[str, ...]
    horizon: HorizonCode
    sector: str
    min_size: int
    title: Words
    why: Words
    for_whom: Words
    responsible: Words
    done_when: Words
    how_to_start: Words  # one line each


@dataclass(frozen=True, slots=True)
class StarterTheme:
    title: Words
    lead: Words
    summary: Words
    steps: tuple[StarterStep, ...]

    @property
    def items(self) -> set[str]:
        return {code for step in self.steps for code in step.items}


@dataclass(frozen=True, slots=True)
class Library:
    themes: Mapping[str, StarterTheme]
    general: tuple[StarterStep, ...]
    captions: Mapping[str, Words]

    def theme_for(self, code: str, items: Collection[str]) -> StarterTheme | None:
        """The starter of a dimension, if it really is that one: codes of imported surveys may collide."""
        theme = self.themes.get(code)
        return theme if theme and theme.items & set(items) else None


@cache
def library() -> Library:
    document = yaml.safe_load(LIBRARY.read_text(encoding="utf-8"))
    themes = {code: _theme(found) for code, found in document["dimensions"].items()}
    return Library(themes, tuple(_step(found) for found in document["general"]), document["captions"])


def _theme(document: Mapping[str, Any]) -> StarterTheme:
    steps = tuple(_step(found) for found in document["steps"])
    return StarterTheme(document["title"], document["lead"], document.get("summary", EMPTY), steps)


def _step(document: Mapping[str, Any]) -> StarterStep:
    lines = {code: "\n".join(rows) for code, rows in document["how_to_start"].items()}
    return StarterStep(
        code=document["code"],
        items=tuple(document["items"]),
        horizon=document["horizon"],
        sector=document.get("sector", ""),
        min_size=document.get("min_size", 0),
        title=document["title"],
        why=document["why"],
        for_whom=document["for_whom"],
        responsible=document["responsible"],
        done_when=document["done_when"],
        how_to_start=Words(fi=lines["fi"], sv=lines["sv"], en=lines["en"]),
    )
