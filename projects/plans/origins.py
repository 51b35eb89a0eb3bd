"""What an action started from, readable from both ends (one `Link` row of yhes.common for each).

An origin has a key: "workshops.outcome:5", or the key of a public figure. The app it belongs to says what
it is called and where it is read; plans know nothing else of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from projects.plans.models import Action
from projects.plans.quoting import source_of, title_of, value_of
from projects.register.models import Project
from yhes.common import registry
from yhes.common.figures import Figure
from yhes.common.models import Link
from yhes.common.registry import Origin
from yhes.common.words import in_every_language, in_language

ACTION: Final = "plans.action"
STARTED: Final = "started"
LONGEST: Final = 120  # characters of a Link's ends


@dataclass(frozen=True, slots=True)
class Shown:
    """An origin in the active language."""

    title: str
    detail: str
    url: str


def find(user: Any, project: Project, key: str) -> Origin | None:
    """What the key names, if this person may start something from it."""
    if not key or len(key) > LONGEST:
        return None
    for provider in registry.providers("origin").values():
        found: Origin | None = provider(user, project, key)
        if found is not None:
            return found
    return next((_of_figure(figure) for figure in findings(project) if figure.key == key), None)


def findings(project: Project) -> list[Figure]:
    """Figures of surveys that anybody may read."""
    provider = registry.providers("evidence").get("surveys")
    return list(provider(project, audience="public")) if provider else []


def of_action(user: Any, action: Action) -> list[Shown]:
    """What the action started from; what has gone since is left out."""
    links = Link.objects.filter(target=f"{ACTION}:{action.pk}", relation=STARTED).order_by("pk")
    keys = [link.source for link in links]
    found = [find(user, action.plan.project, key) for key in keys]
    return [Shown(in_language(one.title), one.detail, one.url) for one in found if one]


def started_from(keys: Sequence[str], actions: QuerySet[Action]) -> dict[str, list[Action]]:
    """Key → those of the actions that started from it, in two queries."""
    links = Link.objects.filter(source__in=keys, relation=STARTED, target__startswith=f"{ACTION}:")
    pairs = [(link.source, int(link.target.rpartition(":")[2])) for link in links.order_by("pk")]
    numbers = [number for _key, number in pairs]
    by_number = actions.select_related("aim__plan__project").in_bulk(numbers) if numbers else {}
    found: dict[str, list[Action]] = defaultdict(list)
    for key, number in pairs:
        if number in by_number:
            found[key].append(by_number[number])
    return found


def _of_figure(figure: Figure) -> Origin:
    def title() -> str:
        return f"{in_language(title_of(figure))} {value_of(figure)}".rstrip()

    return Origin(in_every_language(title), source_of(figure), figure.address)
