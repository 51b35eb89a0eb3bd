"""What roadmaps let people find (yhes.common.registry.SearchKind): newest editions and their steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from roadmap import access
from roadmap.models import Edition
from roadmap.snapshot import Publication, from_document
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import joined


def kinds() -> Iterator[SearchKind]:
    yield SearchKind("roadmap", 10, _("Roadmaps"), _roadmaps, anyone=_readable)
    yield SearchKind("step", 15, _("Steps of a roadmap"), _steps, anyone=_readable)


def _readable() -> Any:
    return Edition.objects.filter(access.editions_visible()).values("pk")


def _newest() -> Iterator[tuple[int, Publication]]:
    visible = Edition.objects.filter(access.editions_visible())
    newest = visible.order_by().values("roadmap").annotate(newest=Max("pk")).values("newest")
    for edition in Edition.objects.filter(pk__in=newest).order_by("pk"):
        yield edition.pk, from_document(edition.snapshot)


def _roadmaps() -> Iterator[SearchItem]:
    for pk, publication in _newest():
        themes = [text for theme in publication.themes for text in (theme.title, theme.lead, theme.finding)]
        yield SearchItem(
            pk=pk,
            title=publication.title,
            text=joined([publication.intro, *themes]),
            public=Place("roadmap:newest", (publication.slug,)),
            is_example=publication.is_example,
        )


def _steps() -> Iterator[SearchItem]:
    for pk, publication in _newest():
        for theme, step in publication.everything():
            told = (step.why, step.for_whom, step.done_when, step.how_to_start, theme.title)
            yield SearchItem(
                pk=pk,
                part=step.id,
                title=step.title,
                text=joined(told),
                public=Place("roadmap:step", (publication.slug, publication.number, step.id)),
                is_example=publication.is_example,
            )
