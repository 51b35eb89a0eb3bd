"""Draft → publication: the draft's rows and the figures they quote, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from roadmap import evidence
from roadmap.models import EvidenceLink, Roadmap, Step, Theme
from roadmap.models.drafts import Horizon
from roadmap.snapshot import HORIZONS, Evidence, Publication
from roadmap.snapshot import Step as FrozenStep
from roadmap.snapshot import Theme as FrozenTheme
from yhes.common.figures import Figure
from yhes.common.words import of_field

ROADMAP_TEXTS = ("title", "intro")
THEME_TEXTS = ("title", "lead", "summary", "finding", "survey_says", "workshops_say", "reason")
STEP_TEXTS = ("title", "why", "for_whom", "responsible", "done_when", "how_to_start", "change_reason")


def freeze(roadmap: Roadmap, *, number: int, published_on: date) -> Publication:
    """Everything an edition of this draft would show, read in one go.

    A figure that is not offered any more is left out; `checking` refuses to publish then.
    """
    available = evidence.figures(roadmap.project)
    previous = {fact.code: fact.previous for fact in evidence.facts(roadmap.project)}
    themes = tuple(
        _theme(theme, place, previous.get(theme.dimension))
        for place, theme in enumerate(
            roadmap.themes.prefetch_related("evidence", "steps__evidence").order_by("order", "id"), start=1
        )
    )
    figures = _quoted(themes, available)
    return Publication(
        roadmap_id=roadmap.pk,
        slug=roadmap.project.slug,
        **_texts(roadmap, ROADMAP_TEXTS),
        publisher=of_field(roadmap.project, "name"),
        number=number,
        published_on=published_on.isoformat(),
        periods={code: of_field(roadmap, f"{code}_period") for code in HORIZONS},
        is_example=roadmap.project.has_example_data or any(f.is_example for f in figures.values()),
        themes=themes,
        figures=figures,
    )


def _theme(theme: Theme, place: int, previous: int | None) -> FrozenTheme:
    steps = sorted(theme.steps.all(), key=_along_the_path)
    active = [step for step in steps if not step.is_closed]
    return FrozenTheme(
        id=theme.pk,
        number=place,
        **_texts(theme, THEME_TEXTS),
        dimension=theme.dimension,
        previous_index=previous,
        evidence=_evidence(theme.evidence.all()),
        steps=tuple(_step(step, f"{place}.{at}") for at, step in enumerate(active, start=1)),
        closed=tuple(_step(step, "") for step in steps if step.is_closed),
    )


def _step(step: Step, number: str) -> FrozenStep:
    return FrozenStep(
        id=step.pk,
        number=number,
        **_texts(step, STEP_TEXTS),
        horizon=step.horizon,  # type: ignore[arg-type]  # checked before publishing
        state=step.state,
        sector=step.sector,
        min_size=step.min_size,
        closed_on=step.closed_on.isoformat() if step.closed_on else "",
        evidence=_evidence(step.evidence.all()),
    )


def _along_the_path(step: Step) -> tuple[int, int, int]:
    horizons = list(Horizon.values)
    place = horizons.index(step.horizon) if step.horizon in horizons else len(horizons)
    return place, step.order, step.pk


def _evidence(links: Iterable[EvidenceLink]) -> tuple[Evidence, ...]:
    return tuple(Evidence(link.figure_key, of_field(link, "caption")) for link in links)


def _quoted(themes: Iterable[FrozenTheme], available: Mapping[str, Figure]) -> dict[str, Figure]:
    keys = [quote.key for theme in themes for quote in theme.evidence]
    keys += [
        quote.key for theme in themes for step in (*theme.steps, *theme.closed) for quote in step.evidence
    ]
    return {key: available[key] for key in dict.fromkeys(keys) if key in available}


def _texts(row: Roadmap | Theme | Step, fields: Iterable[str]) -> dict[str, Any]:
    return {field: of_field(row, field) for field in fields}


def freeze_for_preview(roadmap: Roadmap) -> Publication:
    """The edition that publishing now would make."""
    last = roadmap.editions.order_by("-number").values_list("number", flat=True).first() or 0
    return freeze(roadmap, number=last + 1, published_on=localdate())
